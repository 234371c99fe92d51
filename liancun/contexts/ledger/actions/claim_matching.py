"""A claim of a mirror book and the platform's voucher that paid it: found, and accepted by a person."""

from __future__ import annotations

from dataclasses import asdict

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.apart import keep_apart
from liancun.contexts.ledger.actions.authorities import ratify
from liancun.contexts.ledger.actions.drafting import person_of
from liancun.contexts.ledger.models import ClaimMatch, ClaimStep
from liancun.contexts.ledger.queries import books, claims, mirrors, vouchers
from liancun.contexts.ledger.rules import claims as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark


@action("ledger.match_claim")
def match_claim(actor: Actor, *, claim_id: int, voucher_id: int) -> vouchers.VoucherLine:
    """The claim is paid by this imported voucher, which so gets the claim's authority. Repeating it changes nothing.

    Refusals: ledger.not_mirror, ledger.claim_moved_on, ledger.no_such_match, ledger.duties_apart.
    """
    book = books.locked(claims.claim(claim_id).book_id)
    require(actor, "ledger.ratify", book.owner_id)
    if mirrors.matched_voucher(claim_id) == voucher_id:
        return vouchers.voucher(voucher_id)
    claim = claims.locked_claim(claim_id)
    state = rules.after(claim.state, "match")
    if voucher_id not in {one.voucher_id for one in mirrors.proposals(claim_id)} or book.kind != "mirror":
        raise Conflict(
            "ledger.no_such_match",
            mark("这张凭证和报账单金额不同，或者已经用于别的事项。"),
            remedy=mark("请刷新页面，从列出的凭证里选择。"),
        )
    section = playbook.section_of(claim.playbook_id)
    done = asdict(claims.signed(claim))
    keep_apart(actor, "prepared", done, section.apart, verb="ledger.ratify", owner_id=book.owner_id)
    ClaimMatch.objects.create(
        book=book,
        claim=claim,
        voucher_id=voucher_id,
        matched_by_id=person_of(actor),
        name=signature(actor),
        matched_at=clock.now(),
    )
    claim.state = state
    claim.save(update_fields=["state"])
    ClaimStep.objects.create(
        book=book,
        claim=claim,
        act="match",
        person_id=actor.person_id,
        name=signature(actor),
        at=clock.now(),
        note=vouchers.voucher(voucher_id).label,
    )
    audit.record(
        actor,
        "ledger.match_claim",
        subject="ledger.claim",
        subject_id=claim_id,
        body_id=book.owner_id,
        detail={"voucher": voucher_id},
    )
    if claim.authority_id is not None:
        ratify(actor, voucher_id=voucher_id, authority_id=claim.authority_id)
    return vouchers.voucher(voucher_id)
