"""The way of a 报账单: file, check, approve by tier, accept or return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import authorities as granting
from liancun.contexts.ledger.actions import invoices
from liancun.contexts.ledger.actions.apart import keep_apart
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.models import Book, Claim, ClaimStep
from liancun.contexts.ledger.queries import authorities, books, claims, holds
from liancun.contexts.ledger.rules import authority as authority_rules
from liancun.contexts.ledger.rules import claims as rules
from liancun.contexts.ledger.rules import duties, tiers
from liancun.contexts.ledger.rules import lines as line_rules
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework import playbook as playbooks
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import NotAllowed, Place, Refusal, mark
from liancun.kernel.money import yuan

STANDING = "standing:"


@action("ledger.file_claim")
def file_claim(
    actor: Actor,
    *,
    owner_id: int,
    payee: str,
    amount: Decimal,
    purpose: str,
    template: str,
    handler_id: int,
    witness_id: int,
    authority_id: int | None = None,
    standing: str = "",
    files: Sequence[int] = (),
    key: str = "",
) -> claims.ClaimLine:
    """The 报账员 files a 报账单 with its originals. Repeating it with the same key gives the first one back."""
    owner = books.owner_of(owner_id)
    found = Book.objects.filter(owner_id=owner.id).first()
    if found is None:
        raise books.unknown_book()
    book = books.locked(found.pk)
    require(actor, "ledger.file_claim", owner.id)
    number = Claim.objects.filter(book=book).count() + 1
    name = key or f"claim:{number}"
    known = Claim.objects.filter(book=book, key=name).first()
    if known is not None:
        return claims.claim(known.pk)
    section = playbook.section_of()
    _check_business(section.templates_for(book.chart).get(template), yuan(amount), files)
    duties.keep_apart("witnessed", witness_id, {"handled": handler_id}, section.apart)
    if standing:
        authority_id = granting.standing(book, standing, clock.today()).pk
    _check_authority(book, authority_id)
    made = Claim.objects.create(
        book=book,
        owner_id=owner.id,
        number=number,
        key=name,
        state=rules.FILED,
        template=template,
        purpose=purpose,
        payee=payee,
        amount=yuan(amount),
        authority_id=authority_id,
        attachments=len(files),
        playbook_id=playbooks.current().id,
        filed_at=clock.now(),
        handled_by_id=handler_id,
        witnessed_by_id=witness_id,
        filed_by_id=person_of(actor),
    )
    evidence.link(files, "ledger.claim", made.pk)
    invoices.keep_read(actor, made, files)
    _name(made, {"handle": handler_id, "witness": witness_id})
    _step(actor, made, "file")
    return claims.claim(made.pk)


def _check_business(about: line_rules.Template | None, amount: Decimal, files: Sequence[int]) -> None:
    if about is None or about.money != "out":
        raise Refusal(
            "ledger.no_template",
            mark("请选择一项付款业务。"),
            place=Place("field", field="template"),
            status=422,
        )
    if amount <= 0:
        raise Refusal(
            "ledger.amount", mark("金额必须大于零。"), place=Place("field", field="amount"), status=422
        )
    if not files:
        raise Refusal(
            "ledger.no_originals",
            mark("报账单要附原始单据（发票、收据、清单等）。"),
            place=Place("field", field="papers"),
            remedy=mark("请拍照或扫描后添加。"),
            status=422,
        )


def _check_authority(book: Book, authority_id: int | None) -> None:
    if authority_id is not None and authorities.authority(authority_id).owner_id != book.owner_id:
        raise authority_rules.without(books.book(book.pk).owner_name)


@action("ledger.refile_claim")
def refile_claim(
    actor: Actor,
    *,
    claim_id: int,
    amount: Decimal,
    purpose: str,
    payee: str,
    authority_id: int | None,
    files: Sequence[int] = (),
) -> claims.ClaimLine:
    """The 报账员 files a returned claim again, amended; all checks start over."""
    book, claim = _locked(claim_id)
    require(actor, "ledger.file_claim", book.owner_id)
    _check_authority(book, authority_id)
    claim.state = rules.after(claim.state, "refile")
    claim.amount, claim.purpose, claim.payee = yuan(amount), purpose, payee
    claim.authority_id = authority_id
    claim.attachments += len(files)
    claim.filed_by_id = person_of(actor)
    claim.checked_by_id = claim.approved_by_id = claim.approved_above_by_id = claim.accepted_by_id = None
    claim.save()
    evidence.link(files, "ledger.claim", claim.pk)
    invoices.keep_read(actor, claim, files)
    _step(actor, claim, "refile")
    return claims.claim(claim_id)


@action("ledger.check_claim")
def check_claim(actor: Actor, *, claim_id: int, note: str = "") -> claims.ClaimLine:
    """The village supervisors found the papers in order."""
    book, claim = _locked(claim_id)
    require(actor, "ledger.check_claim", book.owner_id)
    _apart(actor, claim, "checked", "ledger.check_claim")
    claim.state = rules.after(claim.state, "check")
    claim.checked_by_id = person_of(actor)
    claim.save(update_fields=["state", "checked_by"])
    _step(actor, claim, "check", note)
    return claims.claim(claim_id)


@action("ledger.approve_claim")
def approve_claim(actor: Actor, *, claim_id: int, note: str = "") -> claims.ClaimLine:
    """The payment order. By the amount's tier the village approves alone, or the township after it.

    Refusals: ledger.no_authority, ledger.waiting, ledger.window_open, ledger.authority_exceeded,
    ledger.above_each, ledger.duties_apart.
    """
    book, claim = _locked(claim_id)
    above = claim.state == rules.ABOVE
    act = "approve_above" if above else "approve"
    verb = "ledger.approve_claim_above" if above else "ledger.approve_claim"
    require(actor, verb, book.owner_id)
    _apart(actor, claim, "approved_above" if above else "approved", verb)
    section = playbook.section_of(claim.playbook_id)
    tier = tiers.tier_for(claim.amount, section.tiers)
    state = rules.after(claim.state, act, above=len(tier.approvers) > 1)
    _permit(book, claim)
    claim.state = state
    if above:
        claim.approved_above_by_id = person_of(actor)
    else:
        claim.approved_by_id = person_of(actor)
    claim.save(update_fields=["state", "approved_by", "approved_above_by"])
    _step(actor, claim, act, note)
    return claims.claim(claim_id)


def _permit(book: Book, claim: Claim) -> None:
    if claim.authority_id is None:
        raise authority_rules.without(books.book(book.pk).owner_name)
    line = authorities.authority(claim.authority_id)
    authority_rules.permit(authorities.standing(line), claim.amount, clock.today())


@action("ledger.accept_claim")
def accept_claim(actor: Actor, *, claim_id: int, note: str = "") -> claims.ClaimLine:
    """The township's agency centre takes the papers in."""
    book, claim = _locked(claim_id)
    require(actor, "ledger.accept_claim", book.owner_id)
    _apart(actor, claim, "prepared", "ledger.accept_claim")
    claim.state = rules.after(claim.state, "accept")
    claim.accepted_by_id = person_of(actor)
    claim.save(update_fields=["state", "accepted_by"])
    _step(actor, claim, "accept", note)
    return claims.claim(claim_id)


_RETURNERS = {
    rules.FILED: "ledger.check_claim",
    rules.CHECKED: "ledger.approve_claim",
    rules.ABOVE: "ledger.approve_claim_above",
    rules.APPROVED: "ledger.accept_claim",
    rules.ACCEPTED: "ledger.accept_claim",
}


@action("ledger.return_claim")
def return_claim(actor: Actor, *, claim_id: int, reason: str) -> claims.ClaimLine:
    """Whoever's turn it is gives the claim back to the 报账员, saying why."""
    book, claim = _locked(claim_id)
    state = rules.after(claim.state, "return")
    require(actor, _RETURNERS[claim.state], book.owner_id)
    holds.refuse_giving_back(claim_id)
    if not reason.strip():
        raise Refusal(
            "ledger.no_reason", mark("退回要写明原因。"), place=Place("field", field="reason"), status=422
        )
    claim.state = state
    claim.save(update_fields=["state"])
    _step(actor, claim, "return", reason.strip())
    return claims.claim(claim_id)


@action("ledger.withdraw_claim")
def withdraw_claim(actor: Actor, *, claim_id: int, reason: str = "") -> claims.ClaimLine:
    """Whoever filed it takes it back before the agency has accepted it; it can be amended and filed again."""
    book, claim = _locked(claim_id)
    require(actor, "ledger.file_claim", book.owner_id)
    claim.state = rules.after(claim.state, "withdraw")
    holds.refuse_giving_back(claim_id)
    if claim.filed_by_id != actor.person_id:
        raise NotAllowed("ledger.not_filer", mark("报账单由报送的人撤回。"))
    claim.save(update_fields=["state"])
    _step(actor, claim, "withdraw", reason.strip())
    return claims.claim(claim_id)


def _locked(claim_id: int) -> tuple[Book, Claim]:
    """Book before claim, so that two officers never wait for each other."""
    book = books.locked(claims.claim(claim_id).book_id)
    return book, claims.locked_claim(claim_id)


def _apart(actor: Actor, claim: Claim, act: str, verb: str) -> None:
    section = playbook.section_of(claim.playbook_id)
    done = asdict(claims.signed(claim))
    keep_apart(actor, act, done, section.apart, verb=verb, owner_id=claim.owner_id)


def _name(claim: Claim, signers: Mapping[str, int]) -> None:
    """Keeps the names on the paper of those who do not act in the program themselves."""
    names = people.names(set(signers.values()))
    ClaimStep.objects.bulk_create(
        ClaimStep(
            book_id=claim.book_id, claim=claim, act=act, person_id=id, name=names.get(id, ""), at=clock.now()
        )
        for act, id in signers.items()
    )


def _step(actor: Actor, claim: Claim, act: str, note: str = "") -> None:
    ClaimStep.objects.create(
        book_id=claim.book_id,
        claim=claim,
        act=act,
        person_id=actor.person_id,
        name=signature(actor),
        at=clock.now(),
        note=note,
    )
    audit.record(
        actor,
        f"ledger.{act}_claim",
        subject="ledger.claim",
        subject_id=claim.pk,
        body_id=claim.owner_id,
        detail={"state": claim.state},
    )
