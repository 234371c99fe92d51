"""Depreciation in a straight line: month by month, exact to the fen in sum (农村集体经济组织会计制度: 固定资产、生产性生物资产、
无形资产 are written down by month from the month after they came)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Wearing:
    """What is written down: `worn` already before `begin` (the first month to write down), the rest over `months`."""

    cost: Decimal
    salvage: Decimal
    worn: Decimal
    begin: date
    months: int
    ended: date | None = None


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """Months from the month of `first` to that of `last`, both counted; 0 where it has not begun."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def accumulated(one: Wearing, month: date) -> Decimal:
    """All that is written down at the end of a month. The month in which a thing goes still counts."""
    if one.months <= 0:
        return one.worn
    last = month if one.ended is None else min(month, one.ended)
    gone = min(months_between(one.begin, last), one.months)
    base = max(one.cost - one.salvage - one.worn, ZERO)
    return one.worn + (base * gone / one.months).quantize(FEN, ROUND_HALF_UP)


def of_month(one: Wearing, month: date) -> Decimal:
    """What one month takes."""
    before = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return accumulated(one, month) - accumulated(one, before)
