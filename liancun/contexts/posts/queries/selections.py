"""Selections with their candidates, opinions and course. Reads under the row policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Candidate, Opinion, Selection, SelectionStep, TalentEvent
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.queries.lines import PostLine
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class SelectionLine:
    id: int
    body_id: int
    body_name: str
    kind: str
    kind_name: str
    state: str
    opened_on: date
    chosen_name: str
    needs_approval: bool
    concluded_by_id: int | None


@dataclass(frozen=True)
class OpinionLine:
    member_id: int
    member_name: str
    stand: str
    words: str
    by_name: str


@dataclass(frozen=True)
class CandidateLine:
    id: int
    person_id: int
    name: str
    reason: str
    known: tuple[str, ...]
    opinions: tuple[OpinionLine, ...] = ()

    def count(self, stand: str) -> int:
        return Counter(one.stand for one in self.opinions)[stand]


@dataclass(frozen=True)
class StepLine:
    act: str
    by_name: str
    at: datetime
    note: str


@dataclass(frozen=True)
class SelectionRecord:
    line: SelectionLine
    criteria: tuple[str, ...]
    candidates: tuple[CandidateLine, ...]
    steps: tuple[StepLine, ...]
    chosen_id: int | None
    held_on: date | None
    result: str
    concluded_by: str
    approved_by: str
    approved_on: date | None
    approval_note: str
    post_id: int | None
    members: tuple[bodies.BodyLine, ...] = field(default=())


def _line(row: Selection) -> SelectionLine:
    return SelectionLine(
        row.pk,
        row.body_id,
        row.body.name,
        row.kind,
        playbook.kind_name(row.kind),
        row.state,
        row.opened_on,
        row.chosen.person_name if row.chosen else "",
        row.needs_approval,
        row.concluded_by_id,
    )


def listed(state: str, search: str, *, first: int, count: int) -> tuple[int, list[SelectionLine]]:
    found = Selection.objects.select_related("body", "chosen").filter(Q(state=state) if state else Q())
    if search:
        found = found.filter(Q(body__name__contains=search) | Q(chosen__person_name__contains=search))
    return found.count(), [_line(row) for row in found.order_by("-opened_on", "-pk")[first : first + count]]


def waiting(states: Sequence[str]) -> list[SelectionLine]:
    """Those in these states that the asker may know of."""
    found = Selection.objects.select_related("body", "chosen").filter(state__in=states)
    return [_line(row) for row in found.order_by("opened_on", "pk")]


def row(selection_id: int, *, lock: bool = False) -> Selection:
    """Unknown when there is none, or none the asker may know of."""
    found = Selection.objects.filter(pk=selection_id)
    made = (found.select_for_update() if lock else found).first()
    if made is None:
        raise Unknown("posts.no_selection", mark("没有这次推选。"), remedy=mark("请从推选列表进入。"))
    return made


def record(selection_id: int) -> SelectionRecord:
    """One selection whole; a fixed number of statements."""
    found = row(selection_id)
    approved = found.approved_at
    return SelectionRecord(
        line=_line(found),
        criteria=tuple(found.criteria),
        candidates=tuple(_candidates(selection_id)),
        steps=tuple(
            StepLine(*one)
            for one in SelectionStep.objects.filter(selection_id=selection_id)
            .order_by("pk")
            .values_list("act", "by_name", "at", "note")
        ),
        chosen_id=found.chosen_id,
        held_on=found.held_on,
        result=found.result,
        concluded_by=found.concluded_by_name,
        approved_by=found.approved_by_name,
        approved_on=clock.local(approved).date() if approved else None,
        approval_note=found.approval_note,
        post_id=found.post_id,
        members=tuple(members(found.body_id)),
    )


def _candidates(selection_id: int) -> list[CandidateLine]:
    opinions: dict[int, list[OpinionLine]] = {}
    given = Opinion.objects.filter(selection_id=selection_id).order_by("member__name_pinyin", "pk")
    rows = given.values_list("candidate_id", "member_id", "member__name", "stand", "words", "by_name")
    for row in rows:
        opinions.setdefault(row[0], []).append(OpinionLine(*row[1:]))
    return [
        CandidateLine(
            one.pk,
            one.person_id,
            one.person_name,
            one.reason,
            tuple(one.known),
            tuple(opinions.get(one.pk, ())),
        )
        for one in Candidate.objects.filter(selection_id=selection_id).order_by("pk")
    ]


def members(body_id: int) -> list[bodies.BodyLine]:
    """Whose opinion is asked: the members, or where there are none the village it stands in, or the body itself."""
    found = [one.body for one in bodies.members_of(body_id, clock.today())]
    if found:
        return found
    return [bodies.village_of(body_id) or bodies.get(body_id)]


def around(body_id: int) -> set[int]:
    """Bodies whose people may stand: the members with their own bodies, and the body itself."""
    found = members(body_id)
    parts = bodies.parts_of([one.id for one in found], "branch")
    return {body_id, *(one.id for one in found), *(one.id for one in parts.values())}


def eligible(body_id: int, kind: str, search: str) -> list[offices.Known]:
    """Who may be put up for this post, as the playbook says."""
    rule = playbook.kind_of(kind).selection
    from_posts = rule.from_posts if rule else ()
    return offices.choosable(around(body_id), search, clock.today(), from_posts)


def facts_of(person_id: int) -> list[str]:
    """What the system already knows of a candidate: posts held, talent events. In words, as frozen in the record."""
    held = [
        f"{one.title}（{one.since.isoformat()}—{one.until.isoformat() if one.until else ''}）"
        for one in _posts(person_id)
    ]
    table = playbook.section().talent
    events = TalentEvent.objects.filter(person_id=person_id, struck_at__isnull=True).order_by("on")
    return [
        *held,
        *(f"{playbook.name_in(table, one.kind)}（{one.on.isoformat()}，{one.basis}）" for one in events),
    ]


def _posts(person_id: int) -> list[PostLine]:
    return [one for one in reversed(offices.history(person_id)) if not one.struck]
