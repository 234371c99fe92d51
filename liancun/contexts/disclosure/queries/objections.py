"""Reads of objections: numbers and days are public, the words follow the scope."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from liancun.contexts.disclosure.models import AnswerReminder, Objection
from liancun.contexts.disclosure.queries.complaints import line_of
from liancun.contexts.disclosure.queries.lines import ObjectionLine
from liancun.contexts.disclosure.queries.notices import unknown


def objections(notice_id: int) -> tuple[ObjectionLine, ...]:
    """The objections to a notice in the order received."""
    return _objection_lines(_objections().filter(notice_id=notice_id).order_by("number"))


def objection(objection_id: int) -> ObjectionLine:
    """Refusal: disclosure.unknown (404), also where the reader may not know of the words."""
    found = _objection_lines(_objections().filter(pk=objection_id, words__isnull=False))
    if not found:
        raise unknown()
    return found[0]


def waiting() -> tuple[ObjectionLine, ...]:
    """Unanswered objections whose words the reader may know, soonest due first. One statement."""
    found = _objections().filter(answer=None, words__isnull=False)
    return _objection_lines(found.order_by("answer_due_on", "id"))


def overdue(day: date) -> tuple[ObjectionLine, ...]:
    """Of those, whose answer was due before the day."""
    return tuple(line for line in waiting() if line.answer_due_on < day)


def to_remind(last: date) -> list[tuple[Objection, int, set[str]]]:
    """Unanswered objections due by that day with their body and the reminders recorded. Two statements."""
    found = Objection.objects.filter(answer=None, answer_due_on__lte=last).select_related("notice")
    waiting = found.exclude(reminders__kind="overdue").prefetch_related("reminders").order_by("id")
    return [(row, row.notice.body_id, {one.kind for one in row.reminders.all()}) for row in waiting]


def reminders(notice_id: int) -> tuple[tuple[int, str, datetime], ...]:
    """Number of the objection, kind and moment of each reminder of its answer, oldest first."""
    found = AnswerReminder.objects.filter(objection__notice_id=notice_id).order_by("reminded_at", "id")
    return tuple(found.values_list("objection__number", "kind", "reminded_at"))


def _objections() -> QuerySet[Objection]:
    return Objection.objects.select_related(
        "notice", "words", "answer", "released", "complaint__decision", "complaint__body"
    )


def _objection_lines(rows: QuerySet[Objection]) -> tuple[ObjectionLine, ...]:
    return tuple(_objection_line(row) for row in rows)


def _objection_line(row: Objection) -> ObjectionLine:
    words, answer = getattr(row, "words", None), getattr(row, "answer", None)
    released, complaint = getattr(row, "released", None), getattr(row, "complaint", None)
    return ObjectionLine(
        id=row.pk,
        notice_id=row.notice_id,
        notice_title=row.notice.title,
        body_id=row.notice.body_id,
        number=row.number,
        received_at=row.received_at,
        answer_due_on=row.answer_due_on,
        text=words.text if words else "",
        has_contact=bool(words and words.contact),
        answer=answer.text if answer else "",
        answered_at=answer.at if answer else None,
        released=released.text if released else "",
        complaint=line_of(complaint, row) if complaint else None,
    )
