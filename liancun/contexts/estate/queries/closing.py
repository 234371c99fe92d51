"""What a month's closing asks of the register of assets."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from liancun.contexts.estate import playbook
from liancun.contexts.estate.queries import spreading
from liancun.contexts.estate.queries.register import wear_not_booked, wear_parts
from liancun.contexts.ledger import api as ledger
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month


def closing_points(book_id: int, month: Month) -> Iterator[ledger.ClosingPoint]:
    """What wears in that month, and in December rent of later years. In a mirror book the platform books both."""
    book = ledger.book(book_id)
    if book.kind == "mirror":
        return
    yield from _wear(book_id, month)
    if month.month == 12 and book.chart in playbook.section_of().rent:
        yield from _rent(book_id, month)


def _rent(book_id: int, month: Month) -> Iterator[ledger.ClosingPoint]:
    parts = spreading.spread_parts(book_id, month.last)
    if not parts:
        return
    missing = sum((abs(part.amount) for part in parts), spreading.ZERO)
    yield ledger.ClosingPoint(
        "rent_not_spread",
        mark("几年的租金已经分摊"),
        not missing,
        mark("一次收到几年的租金，还有 {amount} 元没有分到所属年度。"),
        {"amount": missing},
        mark("请先拟租金分摊凭证并复核记账。"),
        reverse("estate:spread_rent", args=[book_id]) + f"?period={month}",
    )


def _wear(book_id: int, month: Month) -> Iterator[ledger.ClosingPoint]:
    if not wear_parts(book_id, month.first):
        return
    missing = wear_not_booked(book_id, month.first)
    yield ledger.ClosingPoint(
        "wear_not_booked",
        mark("折旧已经记账"),
        not missing,
        mark("{month}的折旧 {amount} 元还没有记账。"),
        {"month": month.label(), "amount": missing},
        mark("请先按资产登记簿生成折旧凭证并复核记账。"),
        reverse("estate:wear", args=[book_id]),
    )
