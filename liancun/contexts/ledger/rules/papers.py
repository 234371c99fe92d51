"""What is true of the papers beside the books: receipt numbers all accounted for, reporting days, petty cash."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

from liancun.kernel.errors import Conflict, Place, Refusal, mark

_MOST_RECEIPTS = 1_000


def open_ranges(first: int, last: int, told: Collection[int]) -> list[tuple[int, int]]:
    """The numbers of a receipt book of which nobody has told, as ranges in their order."""
    left = [number for number in range(first, last + 1) if number not in set(told)]
    found: list[tuple[int, int]] = []
    for number in left:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def passed_over(first: int, told: Collection[int]) -> list[int]:
    """Numbers below the highest told that nobody has told of: receipts are given in their order."""
    known = set(told)
    return [n for n in range(first, max(known, default=first - 1)) if n not in known]


def check_range(first: int, last: int) -> None:
    """Refusal: ledger.receipt_range."""
    if first < 1 or last < first or last - first >= _MOST_RECEIPTS:
        raise Refusal(
            "ledger.receipt_range",
            mark("收据的起止号码不对：止号不能小于起号，一本最多一千张。"),
            place=Place("field", field="last"),
            status=422,
        )


def in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last day where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def next_reporting_day(today: date, days: Sequence[int]) -> date | None:
    """The next of the fixed days (报账日) from today on; None where every day is one."""
    if not days:
        return None
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    months = ((today.year, today.month), (following.year, following.month))
    return min(day for year, month in months for n in days if (day := in_month(year, month, n)) >= today)


def top_up(ceiling: Decimal, held: Decimal) -> Decimal:
    """The yuan that bring the petty cash up to its ceiling. Refusal: ledger.petty_full."""
    if held >= ceiling:
        raise Conflict(
            "ledger.petty_full",
            mark("库存现金 {held} 元，已经达到限额 {ceiling} 元，不用补足。"),
            {"held": held, "ceiling": ceiling},
            remedy=mark("超过限额的现金请存入银行。"),
        )
    return ceiling - held
