"""Claims: the register, one claim with its signatures, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from liancun.contexts.ledger.models import Claim, ClaimStep, Voucher
from liancun.contexts.ledger.rules import claims as rules
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class ClaimLine:
    """A 报账单. `signed` holds person ids; names are asked of `people` where they are shown."""

    id: int
    book_id: int
    owner_id: int
    owner_name: str
    number: int
    state: str
    template: str
    purpose: str
    payee: str
    amount: Decimal
    authority_id: int | None
    attachments: int
    filed_on: date
    signed: rules.Signed
    playbook_id: int


@dataclass(frozen=True)
class StepLine:
    act: str
    who: str
    at: datetime
    note: str


def signed(claim: Claim) -> rules.Signed:
    return rules.Signed(
        handled=claim.handled_by_id,
        witnessed=claim.witnessed_by_id,
        filed=claim.filed_by_id,
        checked=claim.checked_by_id,
        approved=claim.approved_by_id,
        approved_above=claim.approved_above_by_id,
        prepared=claim.accepted_by_id,
    )


def line(c: Claim) -> ClaimLine:
    return ClaimLine(
        c.pk,
        c.book_id,
        c.owner_id,
        c.owner.name,
        c.number,
        c.state,
        c.template,
        c.purpose,
        c.payee,
        c.amount,
        c.authority_id,
        c.attachments,
        clock.local(c.filed_at).date(),
        signed(c),
        c.playbook_id,
    )


def unknown_claim() -> Unknown:
    return Unknown("ledger.no_claim", mark("没有找到这张报账单。"), remedy=mark("请从“报账单”进入。"))


def claim(claim_id: int) -> ClaimLine:
    found = Claim.objects.select_related("owner").filter(pk=claim_id).first()
    if found is None:
        raise unknown_claim()
    return line(found)


def locked_claim(claim_id: int) -> Claim:
    found = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
    if found is None:
        raise unknown_claim()
    return found


def claims(
    *, book_id: int | None = None, state: str = "", words: str = "", start: int = 0, size: int = 25
) -> tuple[list[ClaimLine], int]:
    """A page of the register, newest first, with the number of all that fit."""
    found = Claim.objects.select_related("owner")
    if book_id is not None:
        found = found.filter(book_id=book_id)
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(purpose__icontains=words) | found.filter(payee__icontains=words)
    return [line(c) for c in found.order_by("-id")[start : start + size]], found.count()


def steps(claim_id: int) -> list[StepLine]:
    """What happened, oldest first, with the names of those who did it."""
    found = ClaimStep.objects.filter(claim_id=claim_id).order_by("id")
    return [StepLine(s.act, s.name, clock.local(s.at), s.note) for s in found]


def voucher_of(claim_id: int) -> int | None:
    """The id of the voucher made for a claim, draft or posted."""
    found = Voucher.objects.filter(claim_id=claim_id, corrects__isnull=True).exclude(state="discarded")
    return found.values_list("id", flat=True).first()
