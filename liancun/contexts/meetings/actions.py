"""What changes meetings: calling, attendance, holding, confirming."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.meetings import queries, rules
from liancun.contexts.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Sitting
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.workdays import add_days
from liancun.kernel.errors import Place, Refusal, mark

SUBJECT = "meetings.meeting"


@action("meetings.convene")
def convene(
    actor: Actor,
    *,
    body_id: int,
    kind: str,
    title: str,
    starts_at: datetime,
    place: str,
    agenda: Sequence[rules.AgendaLine | str],
    entitled: Sequence[int],
    notice_days: int = 0,
    subject: str = "",
    subject_id: int | None = None,
    needed: int = 0,
    rule: str = "",
) -> queries.MeetingLine:
    """Calls a meeting: the notice is given now, those entitled (ids of persons) are fixed for good.

    `needed`, `rule`: how many must come and why; only shown, the caller judges.

    Refusals: meetings.no_title, meetings.no_one_entitled, meetings.called_twice, meetings.no_agenda,
    meetings.too_soon (names the earliest lawful day), meetings.unknown_person.
    """
    require(actor, "meetings.convene", body_id)
    items = [rules.AgendaLine(item) if isinstance(item, str) else item for item in agenda]
    rules.refuse_call(entitled, items)
    _refuse_title(title)
    earliest = add_days(clock.today(), notice_days).day
    rules.refuse_start(clock.local(starts_at).date(), earliest, notice_days)
    meeting = Meeting.objects.create(
        body_id=body_id,
        kind=kind,
        title=title.strip(),
        place=place.strip(),
        noticed_at=clock.now(),
        notice_days=notice_days,
        earliest_on=earliest,
        starts_at=starts_at,
        entitled=len(entitled),
        needed=needed,
        rule=rule,
        subject=subject,
        subject_id=subject_id,
        convened_by=signature(actor),
    )
    _write_agenda(meeting, items)
    _write_roll(meeting, entitled)
    _record(
        actor, "meetings.convene", meeting, {"entitled": len(entitled), "starts_at": starts_at.isoformat()}
    )
    return queries.line(meeting.pk)


@action("meetings.record_attendance")
def record_attendance(
    actor: Actor,
    *,
    meeting_id: int,
    present: Collection[int],
    proxies: Collection[int] = (),
    leave: Collection[int] = (),
) -> queries.MeetingLine:
    """Writes who came; all others are absent. May be put right until the minutes are confirmed.

    Refusals: meetings.unknown, meetings.confirmed, meetings.not_yet, meetings.not_entitled.
    """
    meeting = _locked(actor, "meetings.attend", meeting_id)
    line = queries.line_of(meeting)
    rows = list(Attendance.objects.filter(meeting=meeting))
    rules.refuse_attendance(
        line.state,
        {*present, *proxies, *leave},
        [row.person_id for row in rows],
        today=clock.today(),
        starts_on=clock.local(meeting.starts_at).date(),
    )
    for row in rows:
        row.state = _presence(row.person_id, present, proxies, leave).value
    Attendance.objects.bulk_update(rows, ["state"])
    _record(actor, "meetings.record_attendance", meeting, {"present": len(set(present) | set(proxies))})
    return queries.line(meeting_id)


@action("meetings.hold")
def hold(actor: Actor, *, meeting_id: int, chair_id: int | None = None) -> queries.MeetingLine:
    """Records that the meeting was held, with its chair (an entitled person; default: who records it).

    Refusals: meetings.unknown, meetings.confirmed, meetings.held_already, meetings.not_yet, meetings.no_one_present,
    meetings.chair_not_entitled.
    """
    meeting = _locked(actor, "meetings.attend", meeting_id)
    line = queries.line_of(meeting)
    rules.refuse_holding(
        line.state, line.facts.present, today=clock.today(), starts_on=clock.local(meeting.starts_at).date()
    )
    chair, name = _chair(actor, meeting_id, chair_id)
    Sitting.objects.create(
        meeting=meeting, body_id=meeting.body_id, held_at=clock.now(), chair_id=chair, chair_name=name
    )
    _record(actor, "meetings.hold", meeting, {"present": line.facts.present})
    return queries.line(meeting_id)


@action("meetings.confirm")
def confirm(actor: Actor, *, meeting_id: int, minutes: str) -> queries.MeetingLine:
    """Confirms the minutes: they, the attendance and the agenda are frozen under a digest.

    Refusals: meetings.unknown, meetings.confirmed, meetings.not_held, meetings.no_minutes, meetings.minutes_long.
    """
    meeting = _locked(actor, "meetings.confirm", meeting_id)
    text = minutes.replace("\r\n", "\n").strip()
    rules.refuse_confirming(queries.line_of(meeting).state, text)
    digest = rules.minutes_digest(
        _notice(meeting), queries.agenda_of(meeting), queries.attendees(meeting_id), text
    )
    Minutes.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        text=text,
        digest=digest,
        confirmed_at=clock.now(),
        confirmed_by=signature(actor),
    )
    _record(actor, "meetings.confirm", meeting, {"digest": digest})
    return queries.line(meeting_id)


def _locked(actor: Actor, act: str, meeting_id: int) -> Meeting:
    meeting = queries.meeting_row(meeting_id)
    require(actor, act, meeting.body_id)
    with connection.cursor() as cursor:
        cursor.execute("select meetings_lock(%s)", [meeting_id])
    return queries.meeting_row(meeting_id)


def _write_agenda(meeting: Meeting, items: Sequence[rules.AgendaLine]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            body_id=meeting.body_id,
            order=order,
            title=item.title.strip(),
            subject=item.subject,
            subject_id=item.subject_id,
        )
        for order, item in enumerate(items, start=1)
    )


def _write_roll(meeting: Meeting, entitled: Sequence[int]) -> None:
    names = _names(meeting.body_id, entitled)
    if set(entitled) - set(names):
        raise Refusal(
            "meetings.unknown_person",
            mark("应到会人员中有 {count} 人查不到。"),
            {"count": len(set(entitled) - set(names))},
            remedy=mark("请核对名册，只列在册的人员。"),
        )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, body_id=meeting.body_id, person_id=person, name=names[person], order=order
        )
        for order, person in enumerate(entitled, start=1)
    )


def _presence(
    person_id: int, present: Collection[int], proxies: Collection[int], leave: Collection[int]
) -> rules.Presence:
    if person_id in proxies:
        return rules.Presence.PROXY
    if person_id in present:
        return rules.Presence.PRESENT
    return rules.Presence.LEAVE if person_id in leave else rules.Presence.ABSENT


def _chair(actor: Actor, meeting_id: int, chair_id: int | None) -> tuple[int | None, str]:
    if chair_id is None:
        return actor.person_id, signature(actor)
    for person in queries.attendees(meeting_id):
        if person.person_id == chair_id:
            return chair_id, person.name
    raise Refusal(
        "meetings.chair_not_entitled",
        mark("主持人不在应到名单上。"),
        place=Place("field", field="chair"),
        remedy=mark("请从应到会人员中选择主持人。"),
    )


def _notice(meeting: Meeting) -> dict[str, object]:
    return {
        "meeting": meeting.pk,
        "body": meeting.body_id,
        "kind": meeting.kind,
        "title": meeting.title,
        "place": meeting.place,
        "noticed_at": meeting.noticed_at,
        "starts_at": meeting.starts_at,
    }


def _refuse_title(title: str) -> None:
    if not 1 <= len(title.strip()) <= 200:
        raise Refusal(
            "meetings.no_title",
            mark("会议名称应为 1 至 200 字。"),
            place=Place("field", field="title"),
            remedy=mark("请写明是什么会议。"),
        )


def _names(body_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Names of those on rolls the actor may read, and of those who hold a public post in the body itself."""
    held = {line.person_id: line.person_name for line in posts.holders_in([body_id], clock.today())}
    return held | people.names(ids)


def _record(actor: Actor, verb: str, meeting: Meeting, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=meeting.pk, body_id=meeting.body_id, detail=detail)
