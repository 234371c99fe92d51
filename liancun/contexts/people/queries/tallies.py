"""How many there are, read from the tallies: a few lines a village, whichever day is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection


def person_counts(home_ids: Collection[int]) -> dict[int, int]:
    """home → persons registered there (living, each person once, minors too), in one statement."""
    rows = _counted("body_id = any(%(bodies)s) and what = 'person'", {"bodies": list(set(home_ids))})
    return {body: count for body, _kind, count in rows}


def household_counts(home_ids: Collection[int], day: date) -> dict[int, int]:
    """village → households that day, in one statement."""
    where = "body_id = any(%(bodies)s) and what = 'household' and day <= %(day)s"
    rows = _counted(where, {"bodies": list(set(home_ids)), "day": day})
    return {body: count for body, _kind, count in rows}


def rolls(body_ids: Collection[int], day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, in one statement."""
    where = "body_id = any(%(bodies)s) and what = 'roll' and day <= %(day)s"
    rows = _counted(where, {"bodies": list(set(body_ids)), "day": day})
    return {(body, kind): count for body, kind, count in rows}


def roll_sizes(day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, for every roll the asker may know of; one statement."""
    rows = _counted("what = 'roll' and day <= %(day)s", {"day": day})
    return {(body, kind): count for body, kind, count in rows}


@dataclass(frozen=True)
class Counts:
    """Of some bodies on one day: persons (today's) and households by home, persons on rolls by (body, kind)."""

    persons: dict[int, int]
    households: dict[int, int]
    rolls: dict[tuple[int, str], int]


def counts_of(body_ids: Collection[int], day: date) -> Counts:
    """All that is counted of them, in one statement."""
    found = Counts({}, {}, {})
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"bodies": list(set(body_ids)), "day": day})
        for body, what, kind, count in cursor.fetchall():
            if what == "roll":
                found.rolls[body, kind] = count
            else:
                (found.persons if what == "person" else found.households)[body] = count
    return found


_ALL = """
select body_id, what, kind, sum(change) from people_tally
where body_id = any(%(bodies)s) and day <= %(day)s
group by body_id, what, kind having sum(change) <> 0
"""


def _counted(where: str, values: dict[str, Any]) -> list[tuple[int, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(where=where), values)
        return list(cursor.fetchall())


_COUNTED = """
select body_id, kind, sum(change) from people_tally where {where}
group by body_id, kind having sum(change) <> 0
"""


@dataclass(frozen=True)
class Miscount:
    """What the tallies say of a body and a day, and what its rows say."""

    body_id: int
    what: str
    kind: str
    day: date
    kept: int
    counted: int


def miscounts() -> list[Miscount]:
    """Every tally that is not what its rows come to, counted anew; reads every row (seconds in a whole county)."""
    with connection.cursor() as cursor:
        cursor.execute(_MISCOUNTS)
        return [Miscount(*row) for row in cursor.fetchall()]


_MISCOUNTS = """
with kept as (
    select body_id, what, kind, day, sum(change) as change from people_tally
    group by body_id, what, kind, day having sum(change) <> 0
)
select body_id, what, kind, day, coalesce(k.change, 0), coalesce(c.change, 0)
from kept k full join people_tallies_counted() c using (body_id, what, kind, day)
where k.change is distinct from c.change
order by body_id, what, kind, day
"""
