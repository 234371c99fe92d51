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
from liancun.contexts.affairs.queries.wholes import Head, Record
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


def listed(*, state: str = "", search: str = "", first: int = 0, size: int = PAGE) -> MatterPage:
    """A page of the register, latest first, inside the reader's scope."""
    found: QuerySet[Matter] = Matter.objects.select_related("body", "village")
    if state in set(State):
        found = found.filter(state=state)
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
    found = [Event(row.raised_at, mark("{village}提事"), row.raised_by, params={"village": row.village_name})]
    found += [_recorded(loaded, record) for record in loaded.whole.records]
    found += _resolved(loaded)
    names = {party.village_id: party.name for party in loaded.whole.parties}
    for publication in loaded.whole.publications:
        link = ("disclosure", publication.slug)
        params = {"village": names[publication.village_id], "day": publication.closes_on}
        what = _PUBLISHED[publication.which]
        found.append(
            Event(publication.published_on, what, publication.published_by, _UNTIL, params, link=link)
        )
    found += [
        Event(party.bound_at, mark("决议对{village}生效"), "", params={"village": party.name})
        for party in loaded.whole.parties
        if party.bound_at
    ]
    return tuple(sorted(found + _rated(loaded), key=_order))


_UNTIL = mark("公开到 {day}")
_PUBLISHED = {
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
    names = {s.key: s.name for p in (loaded.plan.outer, loaded.plan.inner) if p for s in p.stages}
    party = loaded.party(record.village_id)
    village = party.name if party else ""
    params = {**record.params, "village": village, "step": names.get(record.stage, record.stage)}
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
