"""Who came and how: proxies handed in, attendance, guests; that the meeting was held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from liancun.contexts.meetings import queries, rules
from liancun.contexts.meetings.actions.ground import file_of, locked, names_of, recorded
from liancun.contexts.meetings.models import Attendance, Meeting, Observer, Sitting
from liancun.contexts.meetings.queries import records
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Place, Refusal, mark

MOST_OBSERVERS = 60


@action("meetings.hand_in_proxy")
def hand_in_proxy(
    actor: Actor, *, meeting_id: int, giver: int, carrier: int, paper_id: int | None = None
) -> queries.MeetingLine:
    """Records a written proxy, before or at the meeting: `giver` takes part through `carrier`. `paper_id`: its scan.

    Refusals: meetings.cancelled, meetings.confirmed, meetings.not_entitled, meetings.no_proxies,
    meetings.proxy_carrier, meetings.proxy_household, meetings.proxy_most, meetings.proxy_outside.
    """
    meeting = locked(actor, "meetings.attend", meeting_id)
    line = queries.line_of(meeting)
    rows = {row.person_id: row for row in Attendance.objects.filter(meeting=meeting)}
    rules.refuse_attendance(line.state, [giver], rows, today=line.starts_on, starts_on=line.starts_on)
    terms = line.terms
    households = _households([giver, carrier], line) if terms.proxies == "household" else {}
    rules.refuse_proxy(terms, giver, carrier, households, _adults([carrier], line))
    if terms.proxies == "written" and carrier not in rows:
        raise Refusal(
            "meetings.proxy_outside",
            mark("受托人不在应到名单上。"),
            place=Place("field", field="carrier"),
            remedy=mark("请从应到会人员中选择受托人。"),
        )
    row = rows[giver]
    row.state, row.reason = rules.Presence.PROXY.value, ""
    row.carrier_id, row.carrier_name = carrier, names_of(meeting.body_id, [carrier]).get(carrier, "")
    row.paper_id = file_of(meeting, paper_id)
    _refuse_most(terms, rows.values())
    row.save(update_fields=["state", "reason", "carrier", "carrier_name", "paper"])
    recorded(actor, "meetings.hand_in_proxy", meeting, {"giver": giver, "carrier": carrier})
    return queries.line(meeting_id)


@action("meetings.record_attendance")
def record_attendance(
    actor: Actor,
    *,
    meeting_id: int,
    present: Collection[int],
    proxies: Collection[int] | Mapping[int, int] = (),
    leave: Collection[int] | Mapping[int, str] = (),
    online: Collection[int] = (),
    observers: Sequence[tuple[str, str]] | None = None,
) -> queries.MeetingLine:
    """Writes who came; all others are absent. May be put right until the minutes are confirmed.

    `proxies`: absent person → who carries the written proxy, or only those whose proxy was handed in before; `leave`:
    those excused, or person → reason; `observers`: (name, office) of those who sat in and are never counted
    (None: as they stand).

    Refusals: meetings.unknown, meetings.confirmed, meetings.cancelled, meetings.not_yet, meetings.not_entitled,
    those of rules.refuse_coming, meetings.observers.
    """
    meeting = locked(actor, "meetings.attend", meeting_id)
    line = queries.line_of(meeting)
    rows = {row.person_id: row for row in Attendance.objects.filter(meeting=meeting)}
    coming = _coming(rows, present, proxies, leave, online)
    rules.refuse_attendance(line.state, coming.everyone, rows, today=clock.today(), starts_on=line.starts_on)
    _refuse_coming(line, coming, rows)
    reasons = leave if isinstance(leave, Mapping) else {}
    _write(meeting, rows, coming, reasons)
    if observers is not None:
        _write_observers(meeting, observers)
    counted = len(coming.present | coming.online | coming.bare | frozenset(coming.proxies))
    recorded(actor, "meetings.record_attendance", meeting, {"present": counted})
    return queries.line(meeting_id)


@action("meetings.hold")
def hold(actor: Actor, *, meeting_id: int, chair_id: int | None = None) -> queries.MeetingLine:
    """Records that the meeting was held, with its chair (an entitled person; default: who records it).

    Refusals: meetings.unknown, meetings.confirmed, meetings.cancelled, meetings.held_already, meetings.not_yet,
    meetings.no_one_present, meetings.chair_not_entitled, meetings.papers_late (where the kind asks for papers).
    """
    meeting = locked(actor, "meetings.attend", meeting_id)
    line = queries.line_of(meeting)
    rules.refuse_holding(line.state, line.facts.present, today=clock.today(), starts_on=line.starts_on)
    if line.terms.strict_papers:
        rules.refuse_late_papers(line.terms.papers, records.open_since(meeting_id), starts_on=line.starts_on)
    chair, name = _chair(actor, meeting_id, chair_id)
    Sitting.objects.create(
        meeting=meeting, body_id=meeting.body_id, held_at=clock.now(), chair_id=chair, chair_name=name
    )
    recorded(actor, "meetings.hold", meeting, {"present": line.facts.present})
    return queries.line(meeting_id)


def _coming(
    rows: Mapping[int, Attendance],
    present: Collection[int],
    proxies: Collection[int] | Mapping[int, int],
    leave: Collection[int],
    online: Collection[int],
) -> rules.Coming:
    """Proxies given without a carrier go by what was handed in before."""
    if isinstance(proxies, Mapping):
        carriers = dict(proxies)
    else:
        known = {person: row.carrier_id for person, row in rows.items() if row.carrier_id}
        carriers = {person: known[person] for person in proxies if person in known}
    gone = {*carriers, *proxies}
    return rules.Coming(
        present=frozenset(present) - gone,
        online=frozenset(online) - gone,
        leave=frozenset(leave) - gone,
        bare=frozenset(proxies) - frozenset(carriers),
        carriers=carriers,
    )


def _refuse_coming(line: queries.MeetingLine, coming: rules.Coming, rows: Mapping[int, Attendance]) -> None:
    involved = [*coming.proxies, *coming.proxies.values()]
    households = _households(involved, line) if line.terms.proxies == "household" else {}
    rules.refuse_coming(line.terms, coming, rows, households, _adults(coming.proxies.values(), line))


def _households(ids: Iterable[int], line: queries.MeetingLine) -> dict[int, int]:
    found = {person: people.household_of(person, line.starts_on) for person in set(ids)}
    return {person: home.id for person, home in found.items() if home is not None}


def _adults(ids: Iterable[int], line: queries.MeetingLine) -> set[int]:
    """Those of full civil capacity that day, where the terms ask for it."""
    wanted = set(ids)
    if line.terms.proxies != "household":
        return wanted
    return {person for person in wanted if people.standing(person, line.starts_on) == "full"}


def _refuse_most(terms: rules.Terms, rows: Iterable[Attendance]) -> None:
    carried = {row.person_id: row.carrier_id for row in rows if row.carrier_id}
    coming = rules.Coming(present=frozenset(carried.values()), carriers=carried)
    most = rules.Terms(proxies="written", proxy_most=terms.proxy_most)
    rules.refuse_coming(most, coming, frozenset(), {}, frozenset())


def _write(
    meeting: Meeting,
    rows: Mapping[int, Attendance],
    coming: rules.Coming,
    reasons: Mapping[int, str],
) -> None:
    known = {row.carrier_id: row.carrier_name for row in rows.values() if row.carrier_id}
    missing = [by for by in coming.proxies.values() if by not in known]
    names = known | (names_of(meeting.body_id, missing) if missing else {})
    for person, row in rows.items():
        state, carrier = coming.presence(person), coming.proxies.get(person)
        if carrier != row.carrier_id:
            row.paper_id = None
        row.state, row.carrier_id = state.value, carrier
        row.carrier_name = names.get(carrier, "") if carrier else ""
        row.reason = reasons.get(person, "")[:100] if state is rules.Presence.LEAVE else ""
    Attendance.objects.bulk_update(rows.values(), ["state", "carrier", "carrier_name", "paper", "reason"])


def _write_observers(meeting: Meeting, observers: Sequence[tuple[str, str]]) -> None:
    if len(observers) > MOST_OBSERVERS or any(not name.strip() for name, _office in observers):
        raise Refusal(
            "meetings.observers",
            mark("列席人员应逐行写明姓名，最多 {most} 人。"),
            {"most": MOST_OBSERVERS},
            place=Place("field", field="observers"),
            remedy=mark("请一行写一人：姓名，单位或职务。"),
        )
    Observer.objects.filter(meeting=meeting).delete()
    Observer.objects.bulk_create(
        Observer(
            meeting=meeting, body_id=meeting.body_id, order=order, name=name.strip()[:60], office=office[:100]
        )
        for order, (name, office) in enumerate(observers, start=1)
    )


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
