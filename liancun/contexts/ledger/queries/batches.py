"""Imports of vouchers as a book shows them, and what a book knows that an import is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum

from liancun.contexts.ledger.models import Account, Batch, Line, Period, Voucher
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.rules import incoming
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class BatchLine:
    """`waiting`: drafts; `posted`; `gone`: discarded. Yuan in `amount`; `without`: payments marked 待补手续."""

    id: int
    book_id: int
    key: str
    source: str
    vouchers: int
    lines: int
    prepared_by: int
    prepared_at: datetime
    waiting: int
    posted: int
    without: int
    first: date
    last: date
    amount: Decimal = Decimal("0.00")


def batches(book_id: int) -> list[BatchLine]:
    """The newest first; without amounts."""
    return [_line(one) for one in Batch.objects.filter(book_id=book_id, mirror=None).order_by("-id")[:100]]


def batch(book_id: int, batch_id: int) -> BatchLine:
    found = Batch.objects.filter(book_id=book_id, pk=batch_id, mirror=None).first()
    if found is None:
        raise Unknown("ledger.no_import", mark("没有找到这次导入。"))
    total = Line.objects.filter(voucher__batch_id=batch_id).aggregate(debit=Sum("debit"))["debit"]
    return _line(found, total or Decimal("0.00"))


def _line(one: Batch, amount: Decimal = Decimal("0.00")) -> BatchLine:
    counted = Voucher.objects.filter(batch_id=one.pk).aggregate(
        waiting=Count("pk", filter=Q(state="draft")),
        posted=Count("pk", filter=Q(state="posted")),
        without=Count("pk", filter=Q(outstanding=True)),
        first=Min("date"),
        last=Max("date"),
    )
    return BatchLine(
        one.pk,
        one.book_id,
        one.key,
        one.source,
        one.vouchers,
        one.lines,
        one.prepared_by_id,
        clock.local(one.prepared_at),
        amount=amount,
        **counted,
    )


def facts(book_id: int, outstanding: frozenset[str]) -> incoming.BookFacts:
    """Four statements, whatever the number of rows."""
    accounts = Account.objects.filter(book_id=book_id)
    numbered = Voucher.objects.filter(book_id=book_id, number__isnull=False).values_list("word", "month")
    return incoming.BookFacts(
        accounts={a.code: incoming.AccountFacts(a.money, a.counterparties, a.closed_on) for a in accounts},
        opened_on=books.book(book_id).opened_on,
        today=clock.today(),
        closed=frozenset(
            Period.objects.filter(book_id=book_id, closed_at__isnull=False).values_list("month", flat=True)
        ),
        last={(w, m): n for w, m, n in numbered.annotate(most=Max("number")).order_by()},
        outstanding=outstanding,
    )


def names_taken(book_id: int, prefix: str) -> dict[str, bool]:
    """Names of earlier imported vouchers → whether the voucher still counts (draft or posted)."""
    found = Voucher.objects.filter(book_id=book_id, key__startswith=prefix)
    return {key: state != "discarded" for key, state in found.values_list("key", "state")}
