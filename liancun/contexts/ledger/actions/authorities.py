"""Registering what allows a payment; finding it afterwards for money that left without it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import drafting
from liancun.contexts.ledger.models import Authority, AuthorityEnd, Book, Ratification
from liancun.contexts.ledger.queries import authorities, books, vouchers
from liancun.contexts.ledger.rules import authority as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Refusal, mark
from liancun.kernel.money import yuan
from liancun.kernel.periods import Month


@action("ledger.register_authority")
def register_authority(
    actor: Actor,
    *,
    owner_id: int,
    kind: str,
    amount: Decimal,
    subject: str,
    subject_id: int | None,
    label: str,
    notice_id: int | None = None,
    not_before: date | None = None,
    key: str = "",
) -> authorities.AuthorityLine:
    """What one owner may pay, and from when. Repeating it with the same key gives the first one back.

    A village stands for its collective. With `notice_id` payment waits until the notice's window is over.
    """
    owner = books.owner_of(owner_id)
    require(actor, "ledger.register_authority", owner.id)
    name = key or f"{kind}:{subject}:{subject_id}"
    known = Authority.objects.filter(owner_id=owner.id, key=name).first()
    if known is not None:
        return authorities.authority(known.pk)
    made = Authority.objects.create(
        owner_id=owner.id,
        kind=_known_kind(kind),
        label=label,
        amount=_positive(amount),
        subject=subject,
        subject_id=subject_id,
        key=name,
        notice_id=notice_id,
        waits_until=_waits_until(notice_id, not_before),
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    _record(actor, "ledger.register_authority", made)
    return authorities.authority(made.pk)


@action("ledger.end_authorities")
def end_authorities(actor: Actor, *, subject: str, subject_id: int, owner_id: int, reason: str) -> int:
    """Ends what one owner may still pay under a matter that a later one revoked; returns how many.

    A consequence of the later decision: only the program itself does this. What was paid stays as it was.
    """
    require(actor, "ledger.end_authorities", owner_id)
    owner = books.owner_of(owner_id)
    found = Authority.objects.filter(owner_id=owner.id, subject=subject, subject_id=subject_id)
    ended = [
        AuthorityEnd(
            authority=one, owner_id=owner.id, reason=reason, ended_on=clock.today(), ended_at=clock.now()
        )
        for one in found
    ]
    AuthorityEnd.objects.bulk_create(ended, ignore_conflicts=True)
    for one in found:
        _record(actor, "ledger.end_authorities", one)
    return len(ended)


def _known_kind(kind: str) -> str:
    if kind not in rules.KINDS:
        raise ValueError(f"no kind of authority {kind}")
    return kind


def _positive(amount: Decimal) -> Decimal:
    exact = yuan(amount)
    if exact <= 0:
        raise Refusal("ledger.authority_amount", mark("付款依据的金额必须大于零。"), status=422)
    return exact


def _waits_until(notice_id: int | None, not_before: date | None) -> date | None:
    days = [not_before] if not_before else []
    if notice_id is not None:
        days.append(disclosure.window(notice_id).closes + timedelta(days=1))
    return max(days, default=None)


def _record(actor: Actor, verb: str, made: Authority) -> None:
    audit.record(
        actor,
        verb,
        subject="ledger.authority",
        subject_id=made.pk,
        body_id=made.owner_id,
        detail={"kind": made.kind, "amount": str(made.amount), "of": f"{made.subject}:{made.subject_id}"},
    )


def standing(book: Book, limit: str, day: date) -> Authority:
    """The standing limit (小微权力清单) of a book for one month; made the first time it is used."""
    about = playbook.section_of().ledger.standing.get(limit)
    if about is None:
        raise Refusal("ledger.no_standing", mark("小微权力清单里没有这一项。"), status=422)
    month = Month.of(day)
    found, _ = Authority.objects.get_or_create(
        owner_id=book.owner_id,
        key=f"standing:{limit}:{month}",
        defaults={
            "kind": "standing",
            "label": f"{about.name}（{month.label()}）",
            "amount": about.month,
            "each": about.each,
            "subject": "ledger.standing",
            "made_at": clock.now(),
        },
    )
    return found


@action("ledger.ratify")
def ratify(actor: Actor, *, voucher_id: int, authority_id: int) -> vouchers.VoucherLine:
    """Names the authority found afterwards for a payment marked 待补手续. The voucher stays as it is."""
    book = books.locked(vouchers.book_id_of(voucher_id))
    require(actor, "ledger.ratify", book.owner_id)
    line = vouchers.voucher(voucher_id)
    if not line.warned or line.state != "posted":
        raise Conflict("ledger.nothing_to_ratify", mark("这张凭证没有待补的手续。"))
    authority = authorities.authority(authority_id)
    if authority.owner_id != book.owner_id:
        raise rules.without(books.book(book.pk).owner_name)
    rules.permit(authorities.standing(authority), line.spent, clock.today())
    Ratification.objects.create(
        book=book,
        owner_id=book.owner_id,
        voucher_id=voucher_id,
        authority_id=authority_id,
        at=clock.now(),
        by_id=drafting.person_of(actor),
    )
    drafting.sign(actor, vouchers.locked_voucher(voucher_id), "ratify")
    audit.record(
        actor,
        "ledger.ratify",
        subject="ledger.voucher",
        subject_id=voucher_id,
        body_id=book.owner_id,
        detail={"authority": authority_id},
    )
    return vouchers.voucher(voucher_id)
