"""Time limits in working days and calendar days, over a calendar that is data.

The State Council announces holidays year by year. In a year that is not yet known weekdays count, the
result is marked provisional, and when the year becomes known a limit may grow but never shrink.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from liancun.kernel.errors import Refusal, mark

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MOST_DAYS = 36_500


@dataclass(frozen=True)
class DueDay:
    """The last day of a time limit; provisional while it leans on a year not yet announced."""

    day: date
    provisional: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """`holidays`: weekdays off; `workdays`: weekend days worked. Refusal: workdays.both (one day in both)."""

    known_years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        both = self.holidays & self.workdays
        if both:
            raise Refusal(
                code="workdays.both",
                sentence=mark("{day} 既列为放假，又列为调休上班。"),
                params={"day": min(both)},
                remedy=mark("请按国务院办公厅的放假通知更正节假日文件。"),
            )

    def is_workday(self, day: date) -> bool:
        """Whether people work that day."""
        if day in self.holidays:
            return False
        return day in self.workdays or day.weekday() < _SATURDAY

    def add_workdays(self, start: date, n: int) -> DueDay:
        """The n-th working day after `start`, which does not count (民法典 art. 201); 0 gives `start`."""
        _check(n)
        day, left = start, n
        while left:
            day += _ONE_DAY
            left -= self.is_workday(day)
        return self._due(start, day)

    def add_days(self, start: date, n: int, *, roll: bool = False) -> DueDay:
        """The n-th calendar day after `start`; with `roll` a last day off moves on (民法典 art. 203)."""
        _check(n)
        end = day = start + timedelta(days=n)
        if not roll:
            return DueDay(day)
        while not self.is_workday(day):
            day += _ONE_DAY
        return self._due(end, day)

    def _due(self, start: date, end: date) -> DueDay:
        unknown = set(range(start.year, end.year + 1)) - self.known_years
        return DueDay(end, provisional=bool(unknown))


def later_of(old: DueDay, new: DueDay) -> DueDay:
    """The limit after a new reckoning: never earlier than what people were told before."""
    if new.day > old.day:
        return new
    return DueDay(old.day, provisional=old.provisional and new.provisional)


def _check(n: int) -> None:
    if not 0 <= n <= _MOST_DAYS:
        raise Refusal(
            code="workdays.count",
            sentence=mark("期限天数“{n}”无效。"),
            params={"n": n},
            remedy=mark("请填写 0 至 36500 之间的整数。"),
        )
