"""The matters under way that concern one body: its own, those it raised or takes part in, those below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.affairs.models import STATE_WORDS
from liancun.contexts.affairs.rules.life import ENDED, State

MOST = 10


@dataclass(frozen=True)
class Going:
    """A matter of a body's record page."""

    id: int
    title: str
    state: State
    joint_name: str
    raised_on: date

    @property
    def state_word(self) -> str:
        return str(STATE_WORDS[self.state])


def going_on(body_id: int, path: str) -> tuple[int, list[Going]]:
    """How many are under way in the body or anywhere below it, and the oldest of them; one statement."""
    values: dict[str, Any] = {
        "body": body_id,
        "path": path,
        "end": path[:-1] + "0",
        "ended": [state.value for state in ENDED],
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GOING, values)
        rows = cursor.fetchall()
    found = [Going(id, title, State(state), joint, on) for id, title, state, joint, on, _total in rows]
    return (rows[0][5] if rows else 0), found


_GOING = """
select m.id, m.title, m.state, j.name, m.raised_on, count(*) over ()
from affairs_matter m join bodies_body j on j.id = m.body_id
where m.state <> all(%(ended)s) and (
    m.body_id = %(body)s or m.village_id = %(body)s
    or m.id in (select p.matter_id from affairs_party p where p.village_id = %(body)s)
    or (j.path >= %(path)s and j.path < %(end)s)
    or m.village_id in (select v.id from bodies_body v where v.path >= %(path)s and v.path < %(end)s))
order by m.raised_on, m.id limit %(most)s
"""
