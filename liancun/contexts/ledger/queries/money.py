"""The posted lines of a money account: what a bank's statement is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from liancun.contexts.ledger.models import Line, VoucherWords
from liancun.contexts.ledger.rules import numbers


@dataclass(frozen=True)
class MoneyLine:
    """`net`: yuan into the account, below zero out of it."""

    id: int
    voucher_id: int
    label: str
    day: date
    summary: str
    payee: str
    net: Decimal


def money_lines(
    book_id: int,
    code: str,
    *,
    since: date | None = None,
    until: date | None = None,
    ids: list[int] | None = None,
) -> list[MoneyLine]:
    """Of an account and all below it, oldest first; opening vouchers left out. Two statements."""
    found = Line.objects.filter(_posted(book_id, code)).exclude(voucher__word=numbers.OPENING)
    if since is not None:
        found = found.filter(voucher__date__gte=since)
    if until is not None:
        found = found.filter(voucher__date__lte=until)
    if ids is not None:
        found = found.filter(pk__in=ids)
    rows = list(found.select_related("voucher").order_by("voucher__date", "voucher__sequence", "order"))
    words = {
        w.voucher_id: w for w in VoucherWords.objects.filter(voucher_id__in={row.voucher_id for row in rows})
    }
    return [_line(row, words.get(row.voucher_id)) for row in rows]


def money_balance(book_id: int, code: str, until: date) -> Decimal:
    """What the account and all below it hold at the end of a day; the opening counts as before every day."""
    before = Q(voucher__date__lte=until) | Q(voucher__word=numbers.OPENING)
    found = Line.objects.filter(_posted(book_id, code), before)
    total = found.aggregate(total=Sum(F("debit") - F("credit")))["total"]
    return total if total is not None else Decimal("0.00")


def _posted(book_id: int, code: str) -> Q:
    return Q(book_id=book_id, account__code__startswith=code, voucher__state="posted")


def _line(row: Line, words: VoucherWords | None) -> MoneyLine:
    voucher = row.voucher
    return MoneyLine(
        row.pk,
        voucher.pk,
        numbers.label(voucher.word, voucher.month, voucher.number, voucher.part, voucher.parts),
        voucher.date,
        words.summary if words else "",
        words.payee if words else "",
        row.debit - row.credit,
    )
