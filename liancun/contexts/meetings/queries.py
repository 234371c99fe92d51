"""Reads of meetings, inside the reader's scope; the number of statements never grows with the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from liancun.contexts.meetings import models
from liancun.contexts.meetings.models import Attendance, Meeting
from liancun.contexts.meetings.rules import (
    COUNTED,
    AgendaLine,
    Attendant,
    MeetingFacts,
    Presence,
    State,
    state_of,
)
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class MeetingTitle:
    id: int
    title: str
    kind: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as lists show it."""

    id: int
    body_id: int
    body_name: str
    kind: str
    title: str
    place: str
    subject: str
    subject_id: int | None
    facts: MeetingFacts
    needed: int = 0
    rule: str = ""

    @property
    def starts_at(self) -> datetime:
        return self.facts.starts_at

    @property
    def state(self) -> State:
        return self.facts.state


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting whole. `digest` is empty until the minutes are confirmed."""

    line: MeetingLine
    notice_days: int
    earliest_on: date
    convened_by: str
    agenda: tuple[AgendaLine, ...]
    attendance: tuple[Attendant, ...]
    chair_name: str
    minutes: str
    digest: str
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True)
class MeetingPage:
    lines: tuple[MeetingLine, ...]
    total: int


def facts(meeting_id: int) -> MeetingFacts:
    """Refusal: meetings.unknown (404)."""
    return line(meeting_id).facts


def line(meeting_id: int) -> MeetingLine:
    """Refusal: meetings.unknown (404)."""
    return line_of(meeting_row(meeting_id))


def attendees(meeting_id: int) -> tuple[Attendant, ...]:
    """Everyone called, in the order of the roll, with how they took part."""
    rows = Attendance.objects.filter(meeting_id=meeting_id).order_by("order")
    return tuple(Attendant(row.person_id, row.name, Presence(row.state)) for row in rows)


def record(meeting_id: int) -> MeetingRecord:
    """Refusal: meetings.unknown (404)."""
    row = meeting_row(meeting_id)
    sitting, minutes = getattr(row, "sitting", None), getattr(row, "minutes", None)
    return MeetingRecord(
        line=line_of(row),
        notice_days=row.notice_days,
        earliest_on=row.earliest_on,
        convened_by=row.convened_by,
        agenda=agenda_of(row),
        attendance=attendees(meeting_id),
        chair_name=sitting.chair_name if sitting else "",
        minutes=minutes.text if minutes else "",
        digest=minutes.digest if minutes else "",
        confirmed_at=minutes.confirmed_at if minutes else None,
        confirmed_by=minutes.confirmed_by if minutes else "",
    )


def about(subject: str, subject_ids: Collection[int]) -> tuple[MeetingLine, ...]:
    """Meetings on these things, oldest first."""
    found = _meetings().filter(subject=subject, subject_id__in=set(subject_ids))
    return lines_of(found.order_by("starts_at", "id"))


def titles(subject: str, subject_id: int) -> tuple[MeetingTitle, ...]:
    """The same for one thing, no more than a link to each needs."""
    found = Meeting.objects.filter(subject=subject, subject_id=subject_id).order_by("starts_at", "id")
    return tuple(MeetingTitle(*row) for row in found.values_list("id", "title", "kind"))


def listed(*, state: str = "", search: str = "", first: int = 0, size: int = 25) -> MeetingPage:
    """A page of the register, latest first."""
    found = _of_state(_meetings(), state)
    if search:
        found = found.filter(title__contains=search)
    ordered = found.order_by("-starts_at", "-id")
    return MeetingPage(lines_of(ordered[first : first + size]), _of_state(_plain(search), state).count())


def unfinished() -> tuple[MeetingLine, ...]:
    """Meetings whose day has come and whose minutes are not confirmed, oldest first."""
    found = _meetings().filter(minutes=None, starts_at__lte=clock.now()).order_by("starts_at", "id")
    return lines_of(found)


def meeting_row(meeting_id: int) -> Meeting:
    row = _meetings().filter(pk=meeting_id).first()
    if row is None:
        raise Unknown(
            "meetings.unknown",
            mark("没有这次会议，或您不能查看。"),
            remedy=mark("请返回会议列表重新选择。"),
        )
    return row


def agenda_of(row: Meeting) -> tuple[AgendaLine, ...]:
    return tuple(
        AgendaLine(item.title, item.subject, item.subject_id) for item in row.agenda.order_by("order")
    )


def lines_of(rows: Iterable[Meeting]) -> tuple[MeetingLine, ...]:
    return tuple(line_of(row) for row in rows)


def line_of(row: Meeting) -> MeetingLine:
    sitting, minutes = getattr(row, "sitting", None), getattr(row, "minutes", None)
    present: int = row.present_count  # type: ignore[attr-defined]
    return MeetingLine(
        id=row.pk,
        body_id=row.body_id,
        body_name=row.body.name,
        kind=row.kind,
        title=row.title,
        place=row.place,
        subject=row.subject,
        subject_id=row.subject_id,
        facts=MeetingFacts(
            entitled=row.entitled,
            present=present,
            noticed_at=row.noticed_at,
            starts_at=row.starts_at,
            held_at=sitting.held_at if sitting else None,
            state=state_of(held=sitting is not None, confirmed=minutes is not None),
        ),
        needed=row.needed,
        rule=row.rule,
    )


def _meetings() -> QuerySet[Meeting]:
    counted = Count("attendance", filter=Q(attendance__state__in=[presence.value for presence in COUNTED]))
    return Meeting.objects.select_related("body", "sitting", "minutes").annotate(present_count=counted)


def _plain(search: str) -> QuerySet[Meeting]:
    return Meeting.objects.filter(title__contains=search) if search else Meeting.objects.all()


def _of_state(found: QuerySet[Meeting], state: str) -> QuerySet[Meeting]:
    conditions = {
        State.PLANNED.value: Q(sitting=None),
        State.HELD.value: Q(sitting__isnull=False, minutes=None),
        State.CONFIRMED.value: Q(minutes__isnull=False),
    }
    return found.filter(conditions[state]) if state in conditions else found


# 村级档案管理办法: minutes and lists of those present are kept for thirty years.
KEPT_DAYS = 30 * 366


def told_of(person_id: int) -> list[people.DataPart]:
    """The meetings a person was called to, and whether they came."""
    found = Attendance.objects.filter(person_id=person_id).order_by("meeting__starts_at")
    rows = found.values_list("meeting__starts_at", "meeting__title", "state")
    cells = tuple(
        (f"{clock.local(at):%Y-%m-%d}", title, str(models.Presence(state).label)) for at, title, state in rows
    )
    return [people.DataPart(_("参加会议"), (_("日期"), _("会议"), _("到会")), cells)]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    """The list of those present belongs to the minutes."""
    found = Attendance.objects.filter(person_id=person_id)
    last = found.aggregate(last=Max("meeting__starts_at"))["last"]
    until = clock.local(last).date() + timedelta(days=KEPT_DAYS) if last else None
    return [people.Retention(_("会议记录随村级档案保存"), until)] if until else []
