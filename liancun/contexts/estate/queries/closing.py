"""What a month's closing asks of the register of assets."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from liancun.contexts.estate.queries.register import wear_not_booked, wear_parts
from liancun.contexts.ledger import api as ledger
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month


def closing_points(book_id: int, month: Month) -> Iterator[ledger.ClosingPoint]:
    """One point where something of the book wears in that month. In a mirror book the platform books the wear."""
    if ledger.book(book_id).kind == "mirror" or not wear_parts(book_id, month.first):
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
