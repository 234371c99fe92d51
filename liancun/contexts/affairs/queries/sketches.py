"""As much of a matter as tells who must move in it: from one matter loaded whole, or of many at a glance."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from liancun.contexts.affairs import playbook
from liancun.contexts.affairs.queries import glances
from liancun.contexts.affairs.queries.lines import MatterLine, line_of_head
from liancun.contexts.affairs.queries.lives import (
    Loaded,
    Since,
    Traces,
    buying,
    joint_life,
    last_call,
    own_procedure,
    track,
)
from liancun.contexts.affairs.queries.wholes import Call
from liancun.contexts.affairs.rules.life import ENDED, Life, State
from liancun.contexts.disclosure import api as disclosure


@dataclass(frozen=True)
class Sketch:
    """`villages`: id → name, `kinds`: id → kind of body. `called`: body → whether a ballot was opened at the meeting
    called last for its present step and try.
    """

    line: MatterLine
    life: Life
    villages: Mapping[int, str]
    kinds: Mapping[int, str]
    called: Mapping[int, bool]


def sketch_of(loaded: Loaded) -> Sketch:
    villages = {party.village_id: party.name for party in loaded.whole.parties}
    kinds = {party.village_id: party.kind for party in loaded.whole.parties}
    calls = {village: last_call(loaded, village) for village in villages}
    called = {
        village: call.ballot_id is not None
        for village, call in calls.items()
        if call is not None and _for_now(loaded.life, village, call)
    }
    return Sketch(line_of_head(loaded.row), loaded.life, villages, kinds, called)


def _for_now(life: Life, village: int, call: Call | glances.Called) -> bool:
    """Whether the meeting was called for the step that is due, and its outcome is not on record yet."""
    track = life.track(village)
    return bool(track and track.due and track.due.key == call.stage and not call.recorded)


def under_way(most: int | None = None) -> list[Sketch]:
    """Matters not yet ended within the reader's scope, the oldest first; three statements."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [[state.value for state in ENDED], most])
        heads = [_Head(*row) for row in cursor.fetchall()]
    all_of_it = glances.happened([head.id for head in heads])
    windows = disclosure.windows(_open_windows(all_of_it.values()))
    return [_sketch(head, all_of_it[head.id], windows) for head in heads]


@dataclass(frozen=True)
class _Head:
    id: int
    joint_id: int
    joint_name: str
    village_id: int
    village_name: str
    title: str
    subject: str
    total: Decimal
    raised_on: date
    state: str
    playbook_id: int
    minimum: int
    purchase: str
    resolved: bool | None
    resolved_on: date | None
    rating_opened_on: date | None
    rating_closes_on: date | None
    rating_closed_on: date | None


_HEADS = """
select m.id, m.body_id, j.name, m.village_id, v.name, m.title, m.subject, m.total, m.raised_on, m.state,
  m.playbook_id, m.minimum, m.purchase, r.adopted, r.resolved_on, d.opened_on, d.closes_on, c.closed_on
from affairs_matter m
join bodies_body j on j.id = m.body_id
join bodies_body v on v.id = m.village_id
left join affairs_resolution r on r.matter_id = m.id
left join affairs_ratingdrive d on d.matter_id = m.id
left join affairs_ratingclosing c on c.drive_id = d.id
where m.state <> all(%s) order by m.raised_at, m.id limit %s
"""


def _open_windows(happened: Collection[glances.Happened]) -> list[int]:
    """Only what precedes an effect still waits for the end of its window."""
    return [
        publication.notice_id
        for one in happened
        for publication in one.publications
        if publication.which in ("decision", "step") and publication.village_id not in one.effects
    ]


def _sketch(head: _Head, happened: glances.Happened, windows: dict[int, disclosure.Window]) -> Sketch:
    line = MatterLine(
        head.id,
        head.joint_id,
        head.joint_name,
        head.village_id,
        head.village_name,
        head.title,
        head.subject,
        head.total,
        head.raised_on,
        State(head.state),
    )
    life = _life(head, happened, windows)
    called = {
        village: call.voted
        for village, call in happened.calls.items()
        if village is not None and _for_now(life, village, call)
    }
    return Sketch(line, life, happened.villages, happened.kinds, called)


def _life(head: _Head, happened: glances.Happened, windows: dict[int, disclosure.Window]) -> Life:
    plan = playbook.plan_of(head.playbook_id, head.subject, head.minimum)
    call = happened.calls.get(None)
    traces = Traces(happened.records, happened.publications, happened.consents, happened.escalations)
    decided = (head.resolved, head.resolved_on) if head.resolved is not None and head.resolved_on else None
    return replace(
        joint_life(plan, head.raised_on, traces, decided),
        tracks=tuple(
            track(
                village,
                plan,
                own_procedure(head.playbook_id, plan, happened.procedures[village]),
                traces.of(village),
                Since(happened.effects.get(village), happened.revoked.get(village)),
                windows,
            )
            for village in happened.villages
        ),
        noticed_on=call.noticed_on if call and not call.recorded else None,
        meets_on=call.meets_on if call and not call.recorded else None,
        buying=buying(head.playbook_id, head.subject, head.total, json.loads(head.purchase), happened.papers),
        rating_opened_on=head.rating_opened_on,
        rating_closes_on=head.rating_closes_on,
        rating_closed_on=head.rating_closed_on,
    )
