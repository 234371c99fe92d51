"""Calling a meeting, changing its notice, calling it off; papers put out, notices handed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import playbook, queries, rules
from liancun.contexts.meetings.actions.ground import files_of, locked, names_of, recorded, verb
from liancun.contexts.meetings.models import (
    AgendaItem,
    Attendance,
    Cancellation,
    Delivery,
    Meeting,
    NoticeChange,
    Paper,
    Way,
)
from liancun.contexts.meetings.queries import due
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.framework.workdays import add_days, add_workdays
from liancun.kernel.errors import NotAllowed, Place, Refusal, mark

FOLLOW_UPS = "meetings.follow_ups"


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
    proxies: rules.Proxies = "",
    proxy_most: int = 0,
    online: bool = False,
    papers: Collection[int] = (),
) -> queries.MeetingLine:
    """Calls a meeting: the notice is given now, those entitled (ids of persons) are fixed for good.

    `needed`, `rule`: how many must come and why; only shown, the caller judges. `proxies`, `online`: who may take part
    how ("" leaves proxies to the caller's judgement); `papers`: ids of stored files, put out now.

    Refusals: meetings.no_title, meetings.no_one_entitled, meetings.called_twice, meetings.no_agenda,
    meetings.too_soon (names the earliest lawful day), meetings.unknown_person.
    """
    require(actor, "meetings.convene", body_id)
    terms = rules.Terms(notice_days=notice_days, proxies=proxies, proxy_most=proxy_most, online=online)
    items = [rules.AgendaLine(item) if isinstance(item, str) else item for item in agenda]
    rules.refuse_call(entitled, items)
    names = _known_names(body_id, entitled)
    about = {"subject": subject, "subject_id": subject_id, "needed": needed, "rule": rule}
    meeting = _call(actor, body_id, kind, title, starts_at, place, items, names, entitled, terms, about)
    _put_out(actor, meeting, dict.fromkeys(papers, ""))
    return queries.line(meeting.pk)


@action("meetings.convene_kind")
def convene_kind(
    actor: Actor,
    *,
    body_id: int,
    kind: str,
    title: str,
    starts_at: datetime,
    place: str,
    agenda: Sequence[rules.AgendaLine | str] = (),
    papers: Mapping[int, str] | None = None,
) -> queries.MeetingLine:
    """Calls a meeting by a kind of the playbook, without a matter. `papers`: file → the name the kind wants it by.

    Those called come from the roll or the posts the kind names; the kind's usual lines stand first on the agenda,
    before them what earlier meetings left open. The terms are kept with the meeting.

    Refusals: those of convene; meetings.unknown_kind, meetings.not_its_kind, meetings.not_convener.
    """
    found = playbook.kind_of(kind)
    require(actor, verb("meetings.convene", supervisors=found.keepers == "supervisors"), body_id)
    _refuse_kind(actor, found, body_id)
    day = clock.local(starts_at).date()
    called = _called_to(actor, found, body_id, day)
    items = _agenda(body_id, found, agenda)
    rules.refuse_call(list(called), items)
    needed, words = due.needed(found, len(called))
    about = {"kind_key": kind, "needed": needed, "rule": words}
    terms = found.terms()
    meeting = _call(
        actor, body_id, found.name, title, starts_at, place, items, called, list(called), terms, about
    )
    _put_out(actor, meeting, papers or {})
    return queries.line(meeting.pk)


@action("meetings.change_notice")
def change_notice(
    actor: Actor, *, meeting_id: int, starts_at: datetime, place: str, reason: str
) -> queries.MeetingLine:
    """Gives a new notice of another day or place: the days of notice begin again, the old notice stays.

    Refusals: meetings.cancelled, meetings.confirmed, meetings.held_already, meetings.no_reason, meetings.too_soon,
    meetings.no_place.
    """
    meeting = locked(actor, "meetings.convene", meeting_id)
    line = queries.line_of(meeting)
    rules.refuse_change(line.state)
    rules.refuse_reason(reason)
    _refuse_place(place)
    earliest = _earliest(line.terms)
    rules.refuse_start(clock.local(starts_at).date(), earliest, line.terms.notice_days)
    NoticeChange.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        number=line.notice + 1,
        starts_at=starts_at,
        place=place.strip(),
        noticed_at=clock.now(),
        earliest_on=earliest,
        reason=reason.strip(),
        changed_by=signature(actor),
    )
    recorded(actor, "meetings.change_notice", meeting, {"starts_at": starts_at.isoformat()})
    return queries.line(meeting_id)


@action("meetings.cancel")
def cancel(actor: Actor, *, meeting_id: int, reason: str) -> queries.MeetingLine:
    """Calls the meeting off, for a reason those called will read. Refusals: as change_notice."""
    meeting = locked(actor, "meetings.convene", meeting_id)
    rules.refuse_change(queries.line_of(meeting).state)
    rules.refuse_reason(reason)
    Cancellation.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        reason=reason.strip(),
        cancelled_at=clock.now(),
        cancelled_by=signature(actor),
    )
    recorded(actor, "meetings.cancel", meeting, {})
    return queries.line(meeting_id)


@action("meetings.delivered")
def delivered(actor: Actor, *, meeting_id: int, persons: Collection[int], way: str) -> int:
    """Records that the notice that counts reached these persons now; who is noted already stays. Gives how many.

    Refusals: meetings.cancelled, meetings.confirmed, meetings.not_entitled, meetings.unknown_way.
    """
    meeting = locked(actor, "meetings.convene", meeting_id)
    line = queries.line_of(meeting)
    rules.refuse_settled(line.state)
    called = set(Attendance.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    rules.refuse_attendance(line.state, persons, called, today=line.starts_on, starts_on=line.starts_on)
    if way not in Way.values:
        raise Refusal("meetings.unknown_way", mark("没有写明怎样送达。"), place=Place("field", field="way"))
    known = Delivery.objects.filter(meeting=meeting, notice=line.notice).values_list("person_id", flat=True)
    new = sorted(set(persons) - set(known))
    Delivery.objects.bulk_create(
        Delivery(
            meeting=meeting,
            body_id=meeting.body_id,
            person_id=person,
            notice=line.notice,
            way=way,
            delivered_at=clock.now(),
            delivered_by=signature(actor),
        )
        for person in new
    )
    recorded(actor, "meetings.delivered", meeting, {"persons": len(new), "way": way})
    return len(new)


@action("meetings.put_out_papers")
def put_out_papers(actor: Actor, *, meeting_id: int, papers: Mapping[int, str]) -> None:
    """Opens papers (file → name) to those called, from now on: a paper is never dated back."""
    meeting = locked(actor, "meetings.convene", meeting_id)
    rules.refuse_settled(queries.line_of(meeting).state)
    _put_out(actor, meeting, papers)


def _call(
    actor: Actor,
    body_id: int,
    kind: str,
    title: str,
    starts_at: datetime,
    place: str,
    items: Sequence[rules.AgendaLine],
    names: Mapping[int, str],
    entitled: Sequence[int],
    terms: rules.Terms,
    about: Mapping[str, object],
) -> Meeting:
    _refuse_title(title)
    earliest = _earliest(terms)
    rules.refuse_start(clock.local(starts_at).date(), earliest, terms.notice_days)
    kept = asdict(terms) | {"papers": [asdict(one) for one in terms.papers]}
    columns: dict[str, Any] = {**kept, **about}
    meeting = Meeting.objects.create(
        body_id=body_id,
        kind=kind,
        title=title.strip(),
        place=place.strip(),
        noticed_at=clock.now(),
        earliest_on=earliest,
        starts_at=starts_at,
        entitled=len(entitled),
        convened_by=signature(actor),
        **columns,
    )
    _write_agenda(meeting, items)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, body_id=body_id, person_id=person, name=names[person], order=order)
        for order, person in enumerate(entitled, start=1)
    )
    detail = {"entitled": len(entitled), "starts_at": starts_at.isoformat()}
    recorded(actor, "meetings.convene", meeting, detail)
    return meeting


def _earliest(terms: rules.Terms) -> date:
    count = add_workdays if terms.working_days else add_days
    return count(clock.today(), terms.notice_days).day


def _called_to(actor: Actor, kind: playbook.MeetingKind, body_id: int, day: date) -> dict[int, str]:
    """Holders of public posts are known to everybody, also where the roll of persons stays closed to the convener."""
    if kind.roll:
        return due.called_to(kind, body_id, day)[0]
    with entered(Actor.system("meetings.convene_kind")):
        return due.called_to(kind, body_id, day)[0]


def _agenda(
    body_id: int, kind: playbook.MeetingKind, asked: Sequence[rules.AgendaLine | str]
) -> list[rules.AgendaLine]:
    """What is left open, the kind's usual lines, then what was asked; a line asked twice stands once."""
    left = queries.left_open(body_id, kind.name)
    usual = [rules.AgendaLine(line.title, presenter=line.presenter) for line in kind.agenda]
    first = [rules.AgendaLine(_("上次会议议定事项办理情况"), FOLLOW_UPS)] if left else []
    items = [rules.AgendaLine(item) if isinstance(item, str) else item for item in asked]
    known = {line.title for line in usual}
    return [*first, *usual, *(item for item in items if item.title.strip() not in known)]


def _refuse_kind(actor: Actor, kind: playbook.MeetingKind, body_id: int) -> None:
    body = bodies.get(body_id)
    if body.kind not in kind.bodies:
        raise Refusal(
            "meetings.not_its_kind",
            mark("{body}不开“{kind}”。"),
            {"body": body.name, "kind": kind.name},
            remedy=mark("请从这个组织的会议种类中选择。"),
        )
    if not due.convenes(actor, kind):
        raise NotAllowed(
            "meetings.not_convener",
            mark("“{kind}”由{convener}召集，您现在的职务不能召集。"),
            {"kind": kind.name, "convener": kind.convener or _("有关负责人")},
            remedy=mark("请由有权召集的人员办理。"),
        )


def _known_names(body_id: int, entitled: Sequence[int]) -> dict[int, str]:
    names = names_of(body_id, entitled)
    if set(entitled) - set(names):
        raise Refusal(
            "meetings.unknown_person",
            mark("应到会人员中有 {count} 人查不到。"),
            {"count": len(set(entitled) - set(names))},
            remedy=mark("请核对名册，只列在册的人员。"),
        )
    return names


def _write_agenda(meeting: Meeting, items: Sequence[rules.AgendaLine]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            body_id=meeting.body_id,
            order=order,
            title=item.title.strip(),
            subject=item.subject,
            subject_id=item.subject_id,
            presenter=item.presenter.strip(),
        )
        for order, item in enumerate(items, start=1)
    )


def _put_out(actor: Actor, meeting: Meeting, papers: Mapping[int, str]) -> None:
    if not papers:
        return
    files_of(meeting, papers)
    Paper.objects.bulk_create(
        Paper(
            meeting=meeting,
            body_id=meeting.body_id,
            name=name[:100],
            file_id=file_id,
            open_since=clock.now(),
            opened_by=signature(actor),
        )
        for file_id, name in papers.items()
    )
    recorded(actor, "meetings.put_out_papers", meeting, {"papers": len(papers)})


def _refuse_title(title: str) -> None:
    if not 1 <= len(title.strip()) <= 200:
        raise Refusal(
            "meetings.no_title",
            mark("会议名称应为 1 至 200 字。"),
            place=Place("field", field="title"),
            remedy=mark("请写明是什么会议。"),
        )


def _refuse_place(place: str) -> None:
    if not place.strip():
        raise Refusal(
            "meetings.no_place",
            mark("没有写明在哪里开会。"),
            place=Place("field", field="place"),
            remedy=mark("请写明地点；线上会议写明用什么方式。"),
        )
