"""Receipt books, lists of papers handed over, bound volumes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from liancun.contexts.ledger.models import (
    Claim,
    Handover,
    HandoverItem,
    Receipt,
    ReceiptBook,
    Volume,
    Voucher,
)
from liancun.contexts.ledger.queries import books, desk
from liancun.contexts.ledger.queries import claims as claim_reads
from liancun.contexts.ledger.rules import claims as claim_rules
from liancun.contexts.ledger.rules import papers as rules
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class ReceiptsLine:
    """A receipt book; `open`: ranges of numbers nobody has told of; `passed`: numbers skipped among them."""

    id: int
    book_id: int
    series: str
    first: int
    last: int
    taken_on: date
    keeper: str
    returned_on: date | None
    used: int
    void: int
    amount: Decimal
    open: tuple[tuple[int, int], ...]
    passed: tuple[int, ...]


def unknown_receipts() -> Unknown:
    return Unknown("ledger.no_receipts", mark("没有找到这本收据。"))


def receipt_books(book_id: int, receipts_id: int | None = None) -> list[ReceiptsLine]:
    """The newest first; a fixed number of statements."""
    found = ReceiptBook.objects.filter(book_id=book_id).order_by("-taken_on", "-id")
    if receipts_id is not None:
        found = found.filter(pk=receipts_id)
    held = list(found)
    told: dict[int, list[tuple[int, bool, Decimal | None]]] = {}
    uses = Receipt.objects.filter(receipts__in=held).values_list("receipts_id", "number", "void", "amount")
    for id, *rest in uses:
        told.setdefault(id, []).append((rest[0], rest[1], rest[2]))
    names = desk.people_of(books.book(book_id).owner_id) if held else {}
    return [_receipts(r, names.get(r.keeper_id, ""), told.get(r.pk, [])) for r in held]


def _receipts(r: ReceiptBook, keeper: str, told: list[tuple[int, bool, Decimal | None]]) -> ReceiptsLine:
    numbers = {number for number, _void, _amount in told}
    void = sum(1 for _number, is_void, _amount in told if is_void)
    return ReceiptsLine(
        id=r.pk,
        book_id=r.book_id,
        series=r.series,
        first=r.first,
        last=r.last,
        taken_on=r.taken_on,
        keeper=keeper,
        returned_on=r.returned_on,
        used=len(told) - void,
        void=void,
        amount=sum((amount or Decimal(0) for _number, _void, amount in told), Decimal("0.00")),
        open=tuple(rules.open_ranges(r.first, r.last, numbers)),
        passed=tuple(rules.passed_over(r.first, numbers)),
    )


def receipts(book_id: int, receipts_id: int) -> ReceiptsLine:
    found = receipt_books(book_id, receipts_id)
    if not found:
        raise unknown_receipts()
    return found[0]


def receipts_book(receipts_id: int) -> int:
    found = ReceiptBook.objects.filter(pk=receipts_id).values_list("book_id", flat=True).first()
    if found is None:
        raise unknown_receipts()
    return found


@dataclass(frozen=True)
class ReceiptLine:
    number: int
    void: bool
    date: date
    payer: str
    amount: Decimal | None
    note: str


def receipt_lines(receipts_id: int) -> list[ReceiptLine]:
    found = Receipt.objects.filter(receipts_id=receipts_id).order_by("number")
    return [ReceiptLine(r.number, r.void, r.date, r.payer, r.amount, r.note) for r in found]


@dataclass(frozen=True)
class HandoverLine:
    id: int
    book_id: int
    number: int
    given_on: date
    given_by: int
    given_name: str
    note: str
    taken_at: datetime | None
    taken_name: str
    claims: int
    sheets: int


def unknown_handover() -> Unknown:
    return Unknown("ledger.no_handover", mark("没有找到这张移交清单。"))


def handovers(book_id: int, handover_id: int | None = None) -> list[HandoverLine]:
    found = Handover.objects.filter(book_id=book_id).order_by("-number")
    if handover_id is not None:
        found = found.filter(pk=handover_id)
    counts: dict[int, list[int]] = {}
    for id, sheets in HandoverItem.objects.filter(handover__in=found).values_list("handover_id", "sheets"):
        counts.setdefault(id, []).append(sheets)
    return [
        HandoverLine(
            h.pk,
            h.book_id,
            h.number,
            h.given_on,
            h.given_by_id,
            h.given_name,
            h.note,
            clock.local(h.taken_at) if h.taken_at else None,
            h.taken_name,
            len(counts.get(h.pk, [])),
            sum(counts.get(h.pk, [])),
        )
        for h in found
    ]


def handover(book_id: int, handover_id: int) -> HandoverLine:
    found = handovers(book_id, handover_id)
    if not found:
        raise unknown_handover()
    return found[0]


def handover_book(handover_id: int) -> int:
    found = Handover.objects.filter(pk=handover_id).values_list("book_id", flat=True).first()
    if found is None:
        raise unknown_handover()
    return found


def items(handover_id: int) -> list[tuple[claim_reads.ClaimLine, int]]:
    """The claims on a list with the number of sheets of each."""
    found = (
        HandoverItem.objects.select_related("claim__owner")
        .filter(handover_id=handover_id)
        .order_by("claim_id")
    )
    return [(claim_reads.line(item.claim), item.sheets) for item in found]


_GIVEABLE = (claim_rules.APPROVED, claim_rules.ACCEPTED, claim_rules.VOUCHERED, claim_rules.PAID)


def giveable(book_id: int) -> list[claim_reads.ClaimLine]:
    """Approved claims whose papers are still in the village."""
    given = HandoverItem.objects.filter(book_id=book_id).values("claim_id")
    found = Claim.objects.select_related("owner").filter(book_id=book_id, state__in=_GIVEABLE)
    return [claim_reads.line(c) for c in found.exclude(pk__in=given).order_by("id")[:200]]


@dataclass(frozen=True)
class VolumeLine:
    id: int
    month: date
    number: int
    first: int
    last: int
    sheets: int
    box: str
    place: str
    bound_on: date


def volumes(book_id: int) -> list[VolumeLine]:
    found = Volume.objects.filter(book_id=book_id).order_by("-month", "number")
    return [
        VolumeLine(
            v.pk,
            v.month,
            v.number,
            v.first,
            v.last,
            v.sheets,
            v.box,
            v.place,
            clock.local(v.bound_at).date(),
        )
        for v in found
    ]


def unbound(book_id: int, month: date) -> tuple[int, int, int] | None:
    """First and last number of the month's vouchers not yet in a volume, with their attachments; None: all bound."""
    last = max((v.last for v in volumes(book_id) if v.month == month), default=0)
    found = Voucher.objects.filter(
        book_id=book_id, month=month, word="记", state="posted", number__gt=last
    ).order_by("number")
    numbers = list(found.values_list("number", flat=True))
    if not numbers:
        return None
    sheets = found.aggregate(sheets=Sum("attachments"))["sheets"] or 0
    return numbers[0] or 1, numbers[-1] or 1, sheets
