"""What owners earned in a year up to a day, beside the same days of the year before. True on paper, exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Earned:
    """One book. `now`: from 1 January; `before`: the same days a year earlier, None where the book did not keep
    all of them, so that nothing is called growth that is only a later beginning. In yuan.
    """

    book_id: int
    now: Decimal
    before: Decimal | None

    @property
    def growth(self) -> Fraction | None:
        return growth((self,))


def total(found: Iterable[Earned]) -> Decimal:
    return sum((one.now for one in found), ZERO)


def growth(found: Iterable[Earned]) -> Fraction | None:
    """By how much the sum grew, as a part of what it was (0.15 is 15 % more).

    Only books that kept both years count. None without any, or where nothing was earned before.
    """
    both = [(one.now, one.before) for one in found if one.before is not None]
    before = sum((was for _, was in both), ZERO)
    if before <= 0:
        return None
    return Fraction(sum((now for now, _ in both), ZERO) - before) / Fraction(before)
