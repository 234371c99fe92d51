"""Rent: when it is due, what is paid of it, how late it is, and to which years it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from liancun.kernel.portions import largest_remainder

ZERO = Decimal("0.00")
Colour = Literal["", "yellow", "orange", "red"]


@dataclass(frozen=True)
class Levels:
    """Days from which a warning has its colour; three rising numbers."""

    yellow: int
    orange: int
    red: int

    def of(self, days: int) -> Colour:
        """The colour after so many days."""
        if days >= self.red:
            return "red"
        if days >= self.orange:
            return "orange"
        return "yellow" if days >= self.yellow else ""


@dataclass(frozen=True)
class Due:
    """One period's rent: for the days from `since` to `until`, to be paid on `on`."""

    since: date
    until: date
    on: date
    amount: Decimal


@dataclass(frozen=True)
class Standing:
    """A due with what of it is paid, earliest dues first."""

    due: Due
    paid: Decimal
    days_late: int

    @property
    def left(self) -> Decimal:
        return self.due.amount - self.paid


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is no such day."""
    at = day.month - 1 + months
    year, month = day.year + at // 12, at % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def schedule(since: date, until: date, every: int, rent: Decimal) -> tuple[Due, ...]:
    """A due at the beginning of each period of `every` months; 0: all of it at once. The last period is whole even
    where the contract ends within it: what a contract says differently is written as dues of its own."""
    if every <= 0:
        return (Due(since, until, since, rent),)
    dues, first, at = [], since, 1
    while first <= until:
        following = add_months(since, every * at)
        dues.append(Due(first, min(following - timedelta(days=1), until), first, rent))
        first, at = following, at + 1
    return tuple(dues)


def standings(dues: Sequence[Due], received: Decimal, today: date) -> tuple[Standing, ...]:
    """What came in pays the earliest due first. `days_late` is 0 for what is paid or not yet due."""
    left, made = received, []
    for due in sorted(dues, key=lambda one: one.on):
        paid = min(left, due.amount)
        left -= paid
        late = (today - due.on).days if paid < due.amount else 0
        made.append(Standing(due, paid, max(late, 0)))
    return tuple(made)


def by_year(dues: Sequence[Due]) -> dict[int, Decimal]:
    """Rent spread over the years it is for, by months: what is paid at once for several years is not one year's
    income. Parts sum to the whole."""
    years: dict[int, Decimal] = {}
    for due in dues:
        weights: dict[int, int] = {}
        month = due.since
        while month <= due.until:
            weights[month.year] = weights.get(month.year, 0) + 1
            month = add_months(due.since, sum(weights.values()))
        for year, part in zip(weights, largest_remainder(due.amount, list(weights.values())), strict=True):
            years[year] = years.get(year, ZERO) + part
    return dict(sorted(years.items()))


def later(dues: Sequence[Due], received: Decimal, year: int) -> Decimal:
    """What came in by then for the years after `year`: it is not income yet. Receipts pay the earliest due first."""
    paid = [
        Due(one.due.since, one.due.until, one.due.on, one.paid)
        for one in standings(dues, received, date(year, 12, 31))
        if one.paid
    ]
    return sum((amount for of, amount in by_year(paid).items() if of > year), ZERO)
