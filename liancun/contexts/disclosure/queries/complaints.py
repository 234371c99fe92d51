"""Reads of complaints: numbers, days and decisions are public, the words are the deciding office's."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from liancun.contexts.disclosure.models import Complaint, Objection
from liancun.contexts.disclosure.queries.lines import ComplaintLine, ComplaintRecord
from liancun.contexts.disclosure.rules.complaint import shown_number
from liancun.kernel.errors import Unknown, mark


def line_of(row: Complaint, objection: Objection) -> ComplaintLine:
    decision = getattr(row, "decision", None)
    return ComplaintLine(
        id=row.pk,
        notice_id=row.notice_id,
        notice_title=objection.notice.title,
        objection_id=objection.pk,
        objection_number=objection.number,
        body_id=row.body_id,
        office=row.body.name,
        number=shown_number(row.year, row.number),
        received_at=row.received_at,
        due_on=row.due_on,
        outcome=decision.outcome if decision else "",
        decision=decision.text if decision else "",
        decided_at=decision.at if decision else None,
    )


def lines_about(notice_id: int) -> tuple[ComplaintLine, ...]:
    """The complaints about a notice in the order received. One statement."""
    found = _complaints().filter(notice_id=notice_id).order_by("received_at", "id")
    return tuple(line_of(row, row.objection) for row in found)


def complaint(complaint_id: int) -> ComplaintRecord:
    """Refusal: disclosure.unknown_complaint (404), also for those who may not read the words."""
    row = _complaints().select_related("words").filter(pk=complaint_id, words__isnull=False).first()
    if row is None:
        raise Unknown(
            "disclosure.unknown_complaint",
            mark("没有这件反映，或您不能查看。"),
            remedy=mark("请从待办或公开记录重新打开。"),
        )
    objection = row.objection
    words, answer = getattr(objection, "words", None), getattr(objection, "answer", None)
    return ComplaintRecord(
        line=line_of(row, objection),
        text=row.words.text,
        has_contact=bool(row.words.contact),
        objection=words.text if words else "",
        answer=answer.text if answer else "",
    )


def undecided() -> tuple[ComplaintLine, ...]:
    """Complaints without a decision whose words the reader may know, soonest due first. One statement."""
    found = _complaints().filter(decision=None, words__isnull=False).order_by("due_on", "id")
    return tuple(line_of(row, row.objection) for row in found)


def undecided_until(last: date) -> list[tuple[int, int, date]]:
    """Id, deciding body and due day of undecided complaints due by that day."""
    found = Complaint.objects.filter(decision=None, due_on__lte=last).order_by("id")
    return list(found.values_list("id", "body_id", "due_on"))


def _complaints() -> QuerySet[Complaint]:
    return Complaint.objects.select_related(
        "decision", "body", "objection__notice", "objection__words", "objection__answer"
    )
