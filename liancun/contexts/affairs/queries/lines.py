"""Matters as lists, pages and neighbours show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.models import STATE_WORDS, Effect, Matter
from liancun.contexts.affairs.queries.lives import Loaded, load, unknown
from liancun.contexts.affairs.queries.wholes import Consent, Head, Record
from liancun.contexts.affairs.rules.life import State
from liancun.framework import clock
from liancun.kernel.errors import mark

PAGE = 25


@dataclass(frozen=True)
class MatterLine:
    """A matter as lists show it; `total` in yuan."""

    id: int
    joint_id: int
    joint_name: str
    village_id: int
    village_name: str
    title: str
    subject: str
    total: Decimal
    raised_on: date
    state: State

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])


@dataclass(frozen=True)
class MatterPage:
    lines: tuple[MatterLine, ...]
    total: int


@dataclass(frozen=True)
class Event:
    """One thing that happened. `what` and `note` are Chinese message ids with `params`."""

    at: datetime | date
    what: str
    who: str
    note: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    article: str = ""
    passed: bool = True
    link: tuple[str, str] = ("", "")


def line_of(row: Matter) -> MatterLine:
    return MatterLine(
        row.pk,
        row.body_id,
        row.body.name,
        row.village_id,
        row.village.name,
        row.title,
        row.subject,
        row.total,
        row.raised_on,
        State(row.state),
    )


def line_of_head(head: Head) -> MatterLine:
    return MatterLine(
        head.id,
        head.body_id,
        head.joint_name,
        head.village_id,
        head.village_name,
        head.title,
        head.subject,
        head.total,
        head.raised_on,
        State(head.state),
    )


def matter_line(matter_id: int) -> MatterLine:
    """Refusal: affairs.unknown (404)."""
    row = Matter.objects.select_related("body", "village").filter(pk=matter_id).first()
    if row is None:
        raise unknown()
    return line_of(row)


def lines(matter_ids: Iterable[int]) -> dict[int, MatterLine]:
    rows = Matter.objects.select_related("body", "village").filter(pk__in=set(matter_ids))
    return {row.pk: line_of(row) for row in rows}


def listed(
    *, state: str = "", search: str = "", alone: str = "", subject: str = "", first: int = 0, size: int = PAGE
) -> MatterPage:
    """A page of the register, latest first, inside the reader's scope; `alone` "yes" or "no": of one body or joint."""
    found: QuerySet[Matter] = Matter.objects.select_related("body", "village")
    if state in set(State):
        found = found.filter(state=state)
    if alone in ("yes", "no"):
        found = found.filter(alone=alone == "yes")
    if subject:
        found = found.filter(subject=subject)
    if search:
        found = found.filter(title__contains=search)
    rows = found.order_by("-pk")[first : first + size]
    return MatterPage(tuple(line_of(row) for row in rows), found.count())


def bound_villages(matter_id: int) -> tuple[int, ...]:
    return tuple(
        Effect.objects.filter(matter_id=matter_id).order_by("pk").values_list("village_id", flat=True)
    )


def subject_name(row: Head) -> str:
    return playbook.section_of(row.playbook_id).subject[row.subject].name


def timeline(matter_id: int) -> tuple[Event, ...]:
    """Everything that happened, oldest first."""
    return events(load(matter_id))


def events(loaded: Loaded) -> tuple[Event, ...]:
    row = loaded.row
    found = [_raised(row)]
    found += [_recorded(loaded, record) for record in loaded.whole.records]
    found += _resolved(loaded)
    names = {party.village_id: party.name for party in loaded.whole.parties}
    for publication in loaded.whole.publications:
        link = ("disclosure", publication.slug)
        params = {"village": names[publication.village_id], "day": publication.closes_on}
        params["step"] = stage_name(loaded, publication.village_id, publication.stage)
        what = _PUBLISHED[publication.which]
        found.append(
            Event(publication.published_on, what, publication.published_by, _UNTIL, params, link=link)
        )
    found += [
        Event(party.bound_at, mark("决议对{village}生效"), "", params={"village": party.name})
        for party in loaded.whole.parties
        if party.bound_at
    ]
    found += [*_said_above(loaded), *_revoked(loaded)]
    return tuple(sorted(found + _rated(loaded), key=_order))


def _raised(row: Head) -> Event:
    params: dict[str, object] = {"village": row.village_name}
    if not row.demanded_by:
        return Event(row.raised_at, mark("{village}提事"), row.raised_by, params=params)
    note = mark("共 {of} 人，{count} 人联名")
    params |= {"count": row.demand_count, "of": row.demand_of}
    what = {"villagers": mark("{village}村民联名提事"), "representatives": mark("{village}代表联名提事")}
    return Event(row.raised_at, what[row.demanded_by], row.raised_by, note, params)


def stage_name(loaded: Loaded, village: int | None, key: str) -> str:
    """The name of a stage of the body's own procedure, else of the joint one."""
    track = loaded.life.track(village) if village is not None else None
    own = track.stage(key) if track else None
    joint = next((s for s in loaded.plan.outer.stages if s.key == key), None) if loaded.plan.outer else None
    return own.name if own else joint.name if joint else key


def _said_above(loaded: Loaded) -> list[Event]:
    found = []
    for said in loaded.whole.consents:
        found.append(_consent(loaded, said))
    for one in loaded.whole.escalations:
        party = loaded.party(one.village_id)
        step = stage_name(loaded, one.village_id, one.stage)
        params = {"village": party.name if party else "", "step": step}
        what = mark("{village}：“{step}”提请乡镇决定")
        found.append(Event(one.recorded_at, what, "", params=params, passed=False))
        if one.decided_at:
            found.append(Event(one.decided_at, _OUTCOMES[one.outcome], one.decided_by, one.reason, params))
    return found


_OUTCOMES = {
    "again": mark("乡镇决定：{village}的“{step}”再办一次"),
    "proceed": mark("乡镇决定：{village}的“{step}”不再办理，进行下一步"),
    "end": mark("乡镇决定：{village}不再办理"),
}


def _consent(loaded: Loaded, said: Consent) -> Event:
    party = loaded.party(said.village_id) if said.village_id is not None else None
    step = stage_name(loaded, said.village_id, said.stage)
    params = {"village": party.name if party else loaded.row.joint_name, "step": step}
    what = mark("{village}：“{step}”同意") if said.given else mark("{village}：“{step}”不同意")
    if said.how == "register":
        what = mark("{village}：“{step}”已备案") if said.given else mark("{village}：“{step}”退回补正")
    if said.deemed:
        what = mark("{village}：“{step}”期限已过，视为同意")
    return Event(said.recorded_at, what, said.decided_by, said.reason, params, said.article, said.given)


def _revoked(loaded: Loaded) -> list[Event]:
    return [
        Event(
            party.revoked_at,
            mark("{village}后来的决定“{title}”撤销了这件事"),
            "",
            params={"village": party.name, "title": party.revoked_by_title},
            passed=False,
        )
        for party in loaded.whole.parties
        if party.revoked_at
    ]


_UNTIL = mark("公开到 {day}")
_PUBLISHED = {
    "step": mark("{village}：发布{step}"),
    "decision": mark("{village}公开决议"),
    "result": mark("{village}公开实施结果"),
    "rating": mark("{village}公开群众评事结果"),
}


def _order(event: Event) -> tuple[date, float]:
    """By day, then by the hour where it is known; what has only a day comes last on that day."""
    if isinstance(event.at, datetime):
        return clock.local(event.at).date(), event.at.timestamp()
    return event.at, float("inf")


def _recorded(loaded: Loaded, record: Record) -> Event:
    party = loaded.party(record.village_id) if record.village_id is not None else None
    village = party.name if party else loaded.row.joint_name
    step = stage_name(loaded, record.village_id, record.stage)
    params = {**record.params, "village": village, "step": step}
    what = {"late": mark("{village}：{step}期限已过"), "counted": mark("{village}：以支部议事计作{step}")}
    said = what.get(record.how, mark("{village}：{step}"))
    return Event(
        record.recorded_at, said, record.recorded_by, record.sentence, params, record.article, record.passed
    )


def _resolved(loaded: Loaded) -> list[Event]:
    found = [
        Event(call.noticed_on, mark("召集党委会，{day} 开会"), "", params={"day": call.meets_on})
        for call in loaded.whole.calls
        if call.village_id is None
    ]
    if resolution := loaded.resolution:
        params = {**resolution.params, "number": resolution.number}
        what = mark("联合党委作出决议 {number}") if resolution.adopted else mark("联合党委没有通过")
        found.append(
            Event(
                resolution.recorded_at,
                what,
                resolution.recorded_by,
                resolution.sentence,
                params,
                resolution.article,
                resolution.adopted,
            )
        )
    return found


def _rated(loaded: Loaded) -> list[Event]:
    rating = loaded.whole.rating
    if rating is None:
        return []
    params = {"slips": rating.slips, "day": rating.closes_on}
    found = [
        Event(rating.opened_on, mark("开始群众评事，发出 {slips} 张纸条"), rating.opened_by, _RATE_BY, params)
    ]
    if rating.closed_on:
        counts = {"very": rating.very, "fairly": rating.fairly, "not": rating.not_satisfied}
        note = mark("满意 {very}，基本满意 {fairly}，不满意 {not}")
        found.append(Event(rating.closed_on, mark("群众评事结束"), "", note, counts))
    return found


_RATE_BY = mark("评价到 {day} 为止")
