"""The one clock. Product code asks it; the database is told the time by the transaction's scope.

Only tests replace it, in process: no setting, URL or variable can.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(ZONE)


class FixedClock:
    """Stands still until told to advance."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> None:
        self.moment += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def set(self, moment: datetime | date) -> None:
        self.moment = _aware(moment)


_current: Clock = SystemClock()


def now() -> datetime:
    """The moment, aware, in Asia/Shanghai."""
    return _current.now().astimezone(ZONE)


def today() -> date:
    return now().date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


@contextmanager
def fixed(moment: datetime | date) -> Iterator[FixedClock]:
    """Replaces the clock for the whole process (all threads) while the block runs."""
    global _current
    before, clock = _current, FixedClock(_aware(moment))
    _current = clock
    try:
        yield clock
    finally:
        _current = before


def _aware(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9, 0))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
