"""Reminders that the worker records, each once soon and once overdue: answers, reviews, complaints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.models import AnswerReminder, DueReminder
from liancun.contexts.disclosure.rules import objection as rules
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require

Owed = tuple[str, int, int, date]
"""What of, whose row, which body, by when."""


@action("disclosure.remind")
def remind(actor: Actor) -> int:
    """Records the reminders that today asks for, each once; returns how many. Only the worker does this."""
    require(actor, "disclosure.remind", None)
    return _of_answers() + _of_others()


def _of_answers() -> int:
    now, today = clock.now(), clock.today()
    rows = []
    for row, body_id, already in queries.to_remind(today + rules.SOON):
        kind = rules.reminder(row.answer_due_on, today, already)
        if kind is not None:
            rows.append(AnswerReminder(objection=row, body_id=body_id, kind=kind, reminded_at=now))
    AnswerReminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _of_others() -> int:
    now, today = clock.now(), clock.today()
    owed = [*_plans(today + rules.SOON), *_complaints(today + rules.SOON)]
    already = defaultdict(set)
    for about, row_id, told in DueReminder.objects.filter(row_id__in={one[1] for one in owed}).values_list(
        "about", "row_id", "kind"
    ):
        already[about, row_id].add(told)
    rows = [
        DueReminder(body_id=body_id, about=about, row_id=row_id, kind=kind, reminded_at=now)
        for about, row_id, body_id, due in owed
        if (kind := rules.reminder(due, today, already[about, row_id])) is not None
    ]
    DueReminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _plans(last: date) -> Iterator[Owed]:
    """A review that nobody gave passes by itself, so that it is never overdue; the answer to one is."""
    for line in queries.unfinished():
        if line.due_on is not None and line.due_on <= last:
            yield (
                "review" if line.state is PlanState.REVIEWING else "answer",
                line.id,
                line.body_id,
                line.due_on,
            )


def _complaints(last: date) -> Iterator[Owed]:
    for row_id, body_id, due in queries.undecided_until(last):
        yield "complaint", row_id, body_id, due
