"""Reads of households: who lives with whom that day, and who did before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import rules
from liancun.contexts.people.models import Relation
from liancun.contexts.people.queries.minors import minor_name, unnamed_minors
from liancun.contexts.people.queries.persons import capacity_kinds
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class HouseholdLine:
    id: int
    home_id: int
    number: str
    address: str
    since: date
    until: date | None
    head_id: int | None = None
    head_name: str = ""
    size: int = 0
    split_from_id: int | None = None
    merged_into_id: int | None = None


@dataclass(frozen=True)
class HouseholdMemberLine:
    """`until` None: still there. `name` is "" for somebody whose record has gone to another village.

    `is_minor`: the name is not the asker's to read, and something else stands in its place.
    """

    id: int
    household_id: int
    person_id: int
    name: str
    birth_year: int | None
    relation: str
    relation_label: str
    since: date
    until: date | None
    joined_by: str
    left_by: str
    is_minor: bool = False


# One look at the members: the row policy of a table is prepared once for each time a statement names it.
_LISTED = """
select h.id, h.home_id, h.number, h.address, h.since, h.until, m.head, p.name, m.size,
    h.split_from_id, h.merged_into_id
from people_household h
left join lateral (
    select count(*) as size, max(m.person_id) filter (where m.relation = 'head') as head
    from people_householdmember m
    where m.household_id = h.id and m.since <= %(day)s and (m.until is null or m.until > %(day)s)
) m on true
left join people_person p on p.id = m.head
"""
_STANDING = " h.since <= %(day)s and (h.until is null or h.until > %(day)s)"


def household(id: int, day: date) -> HouseholdLine:
    """Unknown when there is none, or none the asker may know of."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED + "where h.id = %(id)s", {"id": id, "day": day})
        row = cursor.fetchone()
    if row is None:
        raise unknown_household()
    return HouseholdLine(*_with_words(row))


def unknown_household() -> Unknown:
    return Unknown(
        "people.unknown_household", mark("没有这一户，或您不能查看。"), remedy=mark("请返回列表重新选择。")
    )


def _with_words(row: tuple[Any, ...]) -> list[Any]:
    return ["" if value is None and place == 7 else value for place, value in enumerate(row)]


def households(
    home_id: int, day: date, *, search: str = "", first: int = 0, count: int = 25
) -> tuple[int, list[HouseholdLine]]:
    """How many households of the village stand that day, and one page of them by number; two statements.

    `search`: the beginning of the number, or the name of a member.
    """
    values: dict[str, Any] = {"home": home_id, "day": day, "first": first, "count": count}
    where = f"where h.home_id = %(home)s and {_STANDING}"
    if search:
        where += f" and ({_MATCH})"
        values |= {"text": search, "end": rules.after_prefix(search)}
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from people_household h {where}", values)
        (total,) = cursor.fetchone()
        cursor.execute(f"{_LISTED} {where} order by h.number, h.id limit %(count)s offset %(first)s", values)
        return total, [HouseholdLine(*_with_words(row)) for row in cursor.fetchall()]


_MATCH = """
(h.number >= %(text)s and h.number < %(end)s) or h.id in (
    select m.household_id from people_householdmember m join people_person p on p.id = m.person_id
    where m.home_id = %(home)s and m.since <= %(day)s and (m.until is null or m.until > %(day)s)
      and p.home_id = %(home)s and p.name >= %(text)s and p.name < %(end)s)
"""


def members(household_id: int, day: date | None = None) -> list[HouseholdMemberLine]:
    """Who lives there that day, the head first; without a day everybody who ever did."""
    where = "m.household_id = %(household)s" + (f" and {_HELD}" if day else "")
    return _members(where, {"household": household_id, "day": day})


def memberships_of(person_ids: Collection[int]) -> list[HouseholdMemberLine]:
    """The households these records ever belonged to, newest first."""
    found = _members("m.person_id = any(%(people)s)", {"people": list(person_ids)})
    return sorted(found, key=lambda line: line.since, reverse=True)


def _members(where: str, values: dict[str, Any]) -> list[HouseholdMemberLine]:
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS.format(where=where), values)
        rows: list[Any] = cursor.fetchall()
    found = [_member(row) for row in rows]
    minors = unnamed_minors({line.person_id for line in found if not line.name}, clock.today())
    return [
        replace(line, name=minor_name(), is_minor=True) if line.person_id in minors else line
        for line in found
    ]


def _member(row: Any) -> HouseholdMemberLine:
    values: list[Any] = [*row[:6], str(Relation(row[5]).label), *row[6:]]
    return HouseholdMemberLine(*values)


_HELD = "m.since <= %(day)s and (m.until is null or m.until > %(day)s)"
_MEMBERS = """
select m.id, m.household_id, m.person_id, coalesce(p.name, ''), extract(year from p.birth_date)::int,
    m.relation, m.since, m.until, m.joined_by, m.left_by
from people_householdmember m left join people_person p on p.id = m.person_id
where {where}
order by m.relation <> 'head', p.birth_date nulls last, m.since, m.id
"""


def household_of(person_id: int, day: date) -> HouseholdLine | None:
    with connection.cursor() as cursor:
        sql = (
            f"select m.household_id from people_householdmember m where m.person_id = %(person)s and {_HELD}"
        )
        cursor.execute(sql, {"person": person_id, "day": day})
        row = cursor.fetchone()
    return household(row[0], day) if row else None


def households_of(person_ids: Collection[int], day: date) -> dict[int, int]:
    """person → the household they live in that day, in one statement; who lives in none is left out."""
    with connection.cursor() as cursor:
        sql = f"select m.person_id, m.household_id from people_householdmember m where m.person_id = any(%(people)s) and {_HELD}"
        cursor.execute(sql, {"people": list(set(person_ids)), "day": day})
        return dict(cursor.fetchall())


def voices(body_id: int, day: date) -> list[tuple[int, str]]:
    """One person for each household of the body's village: the head, or the eldest who may vote for themselves."""
    village = bodies.village_of(body_id)
    if village is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_VOICES, {"home": village.id, "day": day})
        rows = cursor.fetchall()
    held = capacity_kinds({row[1] for row in rows}, day)
    found: dict[int, tuple[int, str]] = {}
    minors = unnamed_minors({row[1] for row in rows if row[2] is None}, day)
    for household_id, person, name, born, died_on in rows:
        facts = rules.Facts(born, died_on, held.get(person, ()))
        standing = rules.standing(facts, day)
        if person in minors:
            standing = rules.standing_of_minor(facts, grown=minors[person])
        if household_id not in found and standing == "full":
            found[household_id] = (person, name or minor_name())
    return list(found.values())


_VOICES = """
select m.household_id, p.id, p.name, p.birth_date, p.died_on
from people_householdmember m
join people_household h on h.id = m.household_id
left join people_person p on p.id = m.person_id
where m.home_id = %(home)s and h.since <= %(day)s and (h.until is null or h.until > %(day)s)
  and m.since <= %(day)s and (m.until is null or m.until > %(day)s)
order by h.number, m.relation <> 'head', p.birth_date nulls last, p.id
"""
