"""The months of a book with every closing and opening again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liancun.contexts.ledger.models import Period, PeriodStep
from liancun.framework import clock
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class MonthStep:
    """`act`: close or reopen; an opening again has its reason and the decision it rests on."""

    month: date
    act: str
    reason: str
    decision: str
    who: str
    at: datetime


def steps(book_id: int) -> list[MonthStep]:
    """The newest first."""
    found = PeriodStep.objects.filter(book_id=book_id).order_by("-id")
    return [MonthStep(s.month, s.act, s.reason, s.decision, s.name, clock.local(s.at)) for s in found]


def last_closed(book_id: int) -> Month | None:
    """The only month that may be opened again now."""
    found = Period.objects.filter(book_id=book_id, closed_at__isnull=False).order_by("-month")
    first = found.values_list("month", flat=True).first()
    return None if first is None else Month.of(first)
