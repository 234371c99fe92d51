"""Reads of rolls: who stands on which that day, and who of them may vote."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from liancun.contexts.people import playbook, rules
from liancun.contexts.people.models import Representation, RollEntry, RollOpening
from liancun.contexts.people.queries import households
from liancun.contexts.people.queries.dating import holding
from liancun.contexts.people.queries.minors import minor_name, unnamed_minors


@dataclass(frozen=True)
class RollLine:
    """`is_minor`: the name is not the asker's to read, and something else stands in its place."""

    person_id: int
    name: str
    is_minor: bool = False


@dataclass(frozen=True)
class EntryLine:
    """One line of a roll. `name` is "" for somebody whose record has gone to another village."""

    person_id: int
    name: str
    since: date
    until: date | None
    kind: str = ""
    body_id: int = 0
    is_minor: bool = False


@dataclass(frozen=True)
class Electorate:
    """Who of a roll may vote for themselves that day, and who stands on it without: minors, the dead, …"""

    entitled: tuple[RollLine, ...]
    apart: tuple[tuple[RollLine, rules.Standing], ...]

    def count(self, standing: rules.Standing) -> int:
        return sum(one == standing for _line, one in self.apart)


def _entries(body_id: int, kind: str, day: date) -> QuerySet[RollEntry]:
    return RollEntry.objects.filter(holding(day), body_id=body_id, kind=kind)


# A person who has gone to another village stays on the roll of past days, though the record is no longer ours.
_LINES = """
select e.person_id, coalesce(p.name, '') as name, e.since, e.until
from people_rollentry e left join people_person p on p.id = e.person_id
where e.body_id = %(body)s and e.kind = %(kind)s and e.since <= %(day)s and (e.until is null or e.until > %(day)s)
order by p.sound nulls last, e.person_id
limit %(count)s offset %(first)s
"""
_ELECTORS = """
select e.person_id, p.name, p.birth_date, p.died_on
from people_rollentry e left join people_person p on p.id = e.person_id
where e.body_id = %(body)s and e.kind = %(kind)s and e.since <= %(day)s and (e.until is null or e.until > %(day)s)
order by p.sound nulls last, e.person_id
"""


def entry_lines(
    body_id: int, kind: str, day: date, *, first: int = 0, count: int | None = None
) -> list[EntryLine]:
    """The roll that day by the sound of names, or one page of it; one statement."""
    values: dict[str, Any] = {"body": body_id, "kind": kind, "day": day, "first": first, "count": count}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, values)
        found = [EntryLine(*row) for row in cursor.fetchall()]
    minors = unnamed_minors({line.person_id for line in found if not line.name}, day)
    return [
        replace(line, name=minor_name(), is_minor=True) if line.person_id in minors else line
        for line in found
    ]


def _is_computed(kind: str) -> bool:
    found = playbook.roll_kinds().get(kind)
    return found is not None and found.source == "households"


def roll(body_id: int, kind: str, day: date) -> tuple[RollLine, ...]:
    """Who stands on the roll that day, by name; empty also when one may not know."""
    if _is_computed(kind):
        return tuple(RollLine(id, name) for id, name in households.voices(body_id, day))
    return tuple(
        RollLine(line.person_id, line.name or _("已转出人员"), line.is_minor)
        for line in entry_lines(body_id, kind, day)
    )


def roll_size(body_id: int, kind: str, day: date) -> int:
    return len(roll(body_id, kind, day)) if _is_computed(kind) else _entries(body_id, kind, day).count()


def electors(body_id: int, kind: str, day: date) -> Electorate:
    """Who of the roll may vote that day by the roll's own rule; two statements.

    Minors whose names the asker may not read are judged and counted like all others.
    """
    if _is_computed(kind):
        return Electorate(roll(body_id, kind, day), ())
    with connection.cursor() as cursor:
        cursor.execute(_ELECTORS, {"body": body_id, "kind": kind, "day": day})
        people: list[Any] = cursor.fetchall()
    unread = {row[0] for row in people if row[1] is None}
    minors = unnamed_minors(unread, day)
    rule = playbook.roll_kinds().get(kind)
    any_capacity = rule is not None and rule.capacity == "any"
    entitled: list[RollLine] = []
    apart: list[tuple[RollLine, rules.Standing]] = []
    for id, name, born, died_on, held in people:
        if name is None and id not in minors:
            continue
        facts = rules.Facts(born, died_on, held or ())
        standing = rules.standing(facts, day)
        line = RollLine(id, name or minor_name(), id in minors)
        if id in minors:
            standing = rules.standing_of_minor(facts, grown=minors[id])
        if standing == "full" or (any_capacity and standing != "dead"):
            entitled.append(line)
        else:
            apart.append((line, standing))
    return Electorate(tuple(entitled), tuple(apart))


_ELECTORS = """
select e.person_id, p.name, p.birth_date, p.died_on,
    case when count(c.kind) > 0 then array_agg(c.kind) end
from people_rollentry e left join people_person p on p.id = e.person_id
left join people_capacity c on c.person_id = e.person_id
    and c.since <= %(day)s and (c.until is null or c.until > %(day)s)
where e.body_id = %(body)s and e.kind = %(kind)s and e.since <= %(day)s and (e.until is null or e.until > %(day)s)
group by e.id, p.id order by p.sound nulls last, e.person_id
"""


def entries_of(person_ids: Collection[int]) -> list[EntryLine]:
    """Every line these records ever had, newest first."""
    rows = RollEntry.objects.filter(person_id__in=set(person_ids)).order_by("-since", "-id")
    return [
        EntryLine(person, "", since, until, kind, body)
        for person, since, until, kind, body in rows.values_list(
            "person_id", "since", "until", "kind", "body_id"
        )
    ]


def is_opened(body_id: int, kind: str) -> bool:
    """From the opening on a roll is kept by requests only."""
    return RollOpening.objects.filter(body_id=body_id, kind=kind).exists()


def opened(body_ids: Collection[int]) -> set[tuple[int, str]]:
    """Which (body, roll kind) of these are kept by requests, in one statement."""
    return set(RollOpening.objects.filter(body_id__in=set(body_ids)).values_list("body_id", "kind"))


def represented(body_id: int, kind: str, day: date) -> dict[int, tuple[int, ...]]:
    """representative → ids of the households they stand for that day, in one statement."""
    rows = Representation.objects.filter(holding(day), body_id=body_id, kind=kind).order_by("household_id")
    found: dict[int, tuple[int, ...]] = {}
    for person, household in rows.values_list("person_id", "household_id"):
        found[person] = (*found.get(person, ()), household)
    return found
