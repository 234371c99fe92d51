"""Reads of meetings, inside the reader's scope; the number of statements never grows with the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from liancun.contexts.meetings import models
from liancun.contexts.meetings.models import Attendance, Meeting
from liancun.contexts.meetings.rules import (
    COUNTED,
    AgendaLine,
    Attendant,
    MeetingFacts,
    PaperWanted,
    Presence,
    State,
    Terms,
    state_of,
)
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class MeetingTitle:
    id: int
    title: str
    kind: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as lists show it. `place` and when it starts are those of the notice that counts.

    `notice`: 0 the first notice, else the number of the change. `kind_key`: the playbook's code, "" when it was
    called for a matter.
    """

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
    kind_key: str = ""
    notice: int = 0
    terms: Terms = field(default_factory=Terms)

    @property
    def starts_at(self) -> datetime:
        return self.facts.starts_at

    @property
    def starts_on(self) -> date:
        return clock.local(self.facts.starts_at).date()

    @property
    def state(self) -> State:
        return self.facts.state


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
    return tuple(
        Attendant(
            row.person_id,
            row.name,
            Presence(row.state),
            row.carrier_id,
            row.carrier_name,
            row.paper_id,
            row.reason,
        )
        for row in rows
    )


def about(subject: str, subject_ids: Collection[int]) -> tuple[MeetingLine, ...]:
    """Meetings on these things, oldest first."""
    found = rows().filter(subject=subject, subject_id__in=set(subject_ids))
    return lines_of(found.order_by("starts_at", "id"))


def titles(subject: str, subject_id: int) -> tuple[MeetingTitle, ...]:
    """The same for one thing, no more than a link to each needs."""
    found = Meeting.objects.filter(subject=subject, subject_id=subject_id).order_by("starts_at", "id")
    return tuple(MeetingTitle(*row) for row in found.values_list("id", "title", "kind"))


def listed(
    *, state: str = "", kind: str = "", month: str = "", search: str = "", first: int = 0, size: int = 25
) -> MeetingPage:
    """A page of the register, latest first. `kind`: its word; `month`: 2026-03."""
    plain = _chosen(Meeting.objects.all(), kind, month, search)
    found = _of_state(_chosen(rows(), kind, month, search), state)
    ordered = found.order_by("-starts_at", "-id")
    return MeetingPage(lines_of(ordered[first : first + size]), _of_state(plain, state).count())


def months() -> list[str]:
    """The months with a meeting one may know of, latest first: 2026-03."""
    found = Meeting.objects.datetimes("starts_at", "month", order="DESC", tzinfo=clock.ZONE)
    return [f"{one:%Y-%m}" for one in found[:24]]


def kinds_met() -> list[str]:
    """The words of kinds that have met."""
    return list(Meeting.objects.order_by("kind").values_list("kind", flat=True).distinct()[:60])


def of_body(body_id: int, count: int = 5) -> tuple[MeetingLine, ...]:
    """The body's own latest meetings."""
    return lines_of(rows().filter(body_id=body_id).order_by("-starts_at", "-id")[:count])


def unfinished() -> tuple[MeetingLine, ...]:
    """Meetings whose day has come and whose minutes are not confirmed, oldest first."""
    found = rows().filter(minutes=None, cancellation=None, now_starts_at__lte=clock.now())
    return lines_of(found.order_by("starts_at", "id"))


def meeting_row(meeting_id: int) -> Meeting:
    row: Meeting | None = rows().filter(pk=meeting_id).first()
    if row is None:
        raise Unknown(
            "meetings.unknown",
            mark("没有这次会议，或您不能查看。"),
            remedy=mark("请返回会议列表重新选择。"),
        )
    return row


def agenda_of(row: Meeting) -> tuple[AgendaLine, ...]:
    return tuple(
        AgendaLine(item.title, item.subject, item.subject_id, item.presenter)
        for item in row.agenda.order_by("order")
    )


def lines_of(found: Iterable[Meeting]) -> tuple[MeetingLine, ...]:
    return tuple(line_of(row) for row in found)


def line_of(row: Meeting) -> MeetingLine:
    told: Any = row
    sitting, minutes = getattr(row, "sitting", None), getattr(row, "minutes", None)
    return MeetingLine(
        id=row.pk,
        body_id=row.body_id,
        body_name=row.body.name,
        kind=row.kind,
        title=row.title,
        place=told.now_place,
        subject=row.subject,
        subject_id=row.subject_id,
        facts=MeetingFacts(
            entitled=row.entitled,
            present=told.present_count,
            noticed_at=told.now_noticed_at,
            starts_at=told.now_starts_at,
            held_at=sitting.held_at if sitting else None,
            state=state_of(
                held=sitting is not None,
                confirmed=minutes is not None,
                cancelled=getattr(row, "cancellation", None) is not None,
            ),
            online=told.online_count,
            proxies=told.proxy_count,
            delivered=told.delivered_count,
        ),
        needed=row.needed,
        rule=row.rule,
        kind_key=row.kind_key,
        notice=told.now_number,
        terms=terms_of(row),
    )


def terms_of(row: Meeting) -> Terms:
    return Terms(
        notice_days=row.notice_days,
        working_days=row.working_days,
        online=row.online,
        proxies=row.proxies,  # type: ignore[arg-type]
        proxy_most=row.proxy_most,
        signers=row.signers,
        chair_confirms=row.chair_confirms,
        strict_papers=row.strict_papers,
        papers=tuple(PaperWanted(one["name"], one["days"]) for one in row.papers),
        supervisors=row.supervisors,
    )


def rows() -> QuerySet[Any]:
    """Meetings with the notice that counts and how many came, in one statement."""
    last = models.NoticeChange.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    number = Coalesce(Subquery(last.values("number")[:1]), Value(0))
    reached = models.Delivery.objects.filter(meeting=OuterRef("pk"), notice=OuterRef("now_number"))
    counted = reached.order_by().values("meeting").annotate(n=Count("pk")).values("n")
    return (
        Meeting.objects.select_related("body", "sitting", "minutes", "cancellation")
        .annotate(
            now_number=number,
            now_starts_at=Coalesce(Subquery(last.values("starts_at")[:1]), F("starts_at")),
            now_noticed_at=Coalesce(Subquery(last.values("noticed_at")[:1]), F("noticed_at")),
            now_place=Coalesce(Subquery(last.values("place")[:1]), F("place")),
            **_presence_counts(),
        )
        .annotate(delivered_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))
    )


def _presence_counts() -> dict[str, Any]:
    def of(*states: Presence) -> Any:
        here = Attendance.objects.filter(meeting=OuterRef("pk"), state__in=[state.value for state in states])
        counted = here.order_by().values("meeting").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))

    return {
        "present_count": of(*COUNTED),
        "online_count": of(Presence.ONLINE),
        "proxy_count": of(Presence.PROXY),
    }


def _chosen(found: QuerySet[Any], kind: str, month: str, search: str) -> QuerySet[Any]:
    if kind:
        found = found.filter(kind=kind)
    if month:
        year, number = int(month[:4]), int(month[5:])
        first = datetime(year, number, 1, tzinfo=clock.ZONE)
        after = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=clock.ZONE)
        found = found.filter(starts_at__gte=first, starts_at__lt=after)
    return found.filter(title__contains=search) if search else found


def _of_state(found: QuerySet[Any], state: str) -> QuerySet[Any]:
    conditions = {
        State.PLANNED.value: Q(sitting=None, cancellation=None),
        State.HELD.value: Q(sitting__isnull=False, minutes=None),
        State.CONFIRMED.value: Q(minutes__isnull=False),
        State.CANCELLED.value: Q(cancellation__isnull=False),
    }
    return found.filter(conditions[state]) if state in conditions else found
