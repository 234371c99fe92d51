"""Reads of what meetings gave people to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liancun.contexts.meetings.models import FollowUp, FollowUpStep, Happened, Meeting
from liancun.contexts.meetings.rules import CLOSING, Step
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class FollowUpLine:
    """`due`: the day that counts now; `closing` "" while open, else done or dropped."""

    id: int
    meeting_id: int
    meeting_title: str
    body_id: int
    body_name: str
    text: str
    owner_id: int
    owner_name: str
    due: date
    made_at: datetime
    closing: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.closing

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due < today


@dataclass(frozen=True)
class StepLine:
    kind: Step
    note: str
    due: date | None
    at: datetime
    by: str


@dataclass(frozen=True)
class FollowUpRecord:
    line: FollowUpLine
    first_due: date
    made_by: str
    steps: tuple[StepLine, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class FollowUpPage:
    lines: tuple[FollowUpLine, ...]
    total: int


def follow_ups(body_id: int, *, open_only: bool = False) -> tuple[FollowUpLine, ...]:
    """Of a body's meetings, by the day they are due."""
    found = _rows().filter(body_id=body_id)
    return _lines(_open(found) if open_only else found)


def of_meeting(meeting_id: int) -> tuple[FollowUpLine, ...]:
    return _lines(_rows().filter(meeting_id=meeting_id))


def owned(person_id: int) -> tuple[FollowUpLine, ...]:
    """What waits for a person, by day."""
    return _lines(_open(_rows().filter(owner_id=person_id)))


def carried(meeting: Meeting) -> tuple[FollowUpLine, ...]:
    """What earlier meetings of the same body and kind left open when this one was called."""
    at = meeting.noticed_at
    before = _rows().filter(body_id=meeting.body_id, kind=meeting.kind, made_at__lt=at)
    return _lines(before.exclude(meeting=meeting).filter(~Exists(_closings(before=at))))


def left_open(body_id: int, kind: str) -> int:
    """How many of them are open now."""
    return _open(FollowUp.objects.filter(body_id=body_id, kind=kind)).count()


def listed(*, state: str = "", search: str = "", first: int = 0, size: int = 25) -> FollowUpPage:
    """The register: open ones by day first, then the closed ones."""
    found = _of_state(_rows(), state)
    if search:
        found = found.filter(Q(text__contains=search) | Q(owner_name__contains=search))
    ordered = found.annotate(is_closed=Exists(_closings())).order_by("is_closed", "now_due", "pk")
    return FollowUpPage(_lines(ordered[first : first + size], sort=False), found.count())


def late(today: date) -> tuple[FollowUpLine, ...]:
    """Open and past their day."""
    return _lines(_open(_rows()).filter(now_due__lt=today))


def record(follow_up_id: int) -> FollowUpRecord:
    """Refusal: meetings.unknown_follow_up (404)."""
    row = _rows().filter(pk=follow_up_id).first()
    if row is None:
        raise Unknown(
            "meetings.unknown_follow_up",
            mark("没有这一议定事项，或您不能查看。"),
            remedy=mark("请返回会议页重新选择。"),
        )
    steps = FollowUpStep.objects.filter(follow_up_id=follow_up_id).order_by("taken_at", "pk")
    return FollowUpRecord(
        _line(row),
        row.due,
        row.made_by,
        tuple(StepLine(Step(one.kind), one.note, one.due, one.taken_at, one.taken_by) for one in steps),
    )


def _closings(before: datetime | None = None) -> QuerySet[FollowUpStep]:
    found = FollowUpStep.objects.filter(follow_up=OuterRef("pk"), kind__in=[one.value for one in CLOSING])
    return found.filter(taken_at__lte=before) if before else found


def _open(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.filter(~Exists(_closings()))


def _rows() -> QuerySet[Any]:
    moved = FollowUpStep.objects.filter(follow_up=OuterRef("pk"), kind=Happened.MOVED).order_by("-pk")
    return (
        FollowUp.objects.select_related("body")
        .annotate(
            now_due=Coalesce(Subquery(moved.values("due")[:1]), "due"),
            closing=Subquery(_closings().values("kind")[:1]),
            closed_at=Subquery(_closings().values("taken_at")[:1]),
        )
        .order_by("now_due", "pk")
    )


def _of_state(found: QuerySet[Any], state: str) -> QuerySet[Any]:
    if state == "open":
        return _open(found)
    if state == "late":
        return _open(found).filter(now_due__lt=clock.today())
    return found.filter(Exists(_closings())) if state == "closed" else found


def _lines(found: QuerySet[Any], *, sort: bool = True) -> tuple[FollowUpLine, ...]:
    made = [_line(row) for row in found]
    return tuple(sorted(made, key=lambda one: (one.due, one.id)) if sort else made)


def _line(row: FollowUp) -> FollowUpLine:
    told = row.__dict__
    return FollowUpLine(
        row.pk,
        row.meeting_id,
        row.meeting_title,
        row.body_id,
        row.body.name,
        row.text,
        row.owner_id,
        row.owner_name,
        told["now_due"],
        row.made_at,
        told["closing"] or "",
        told["closed_at"],
    )
