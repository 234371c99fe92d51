"""A county at its full size for the benchmark `registry`: bodies, posts, persons, households and rolls by actions.

Ten villages are filled by the actions; the owner copies their rows to the others, as the actions would take an
hour for 900,000 persons. Filled once for a set of migrations and kept; a run works on a copy.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks._databases import PASSWORD

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from liancun.contexts.people.api import NewHousehold
    from liancun.demo.county import Seat

# Persons in a household, by turns: 3.6 on average, so that 900,000 persons are 250,000 households.
_HOUSEHOLD = (4, 3, 4, 3, 4)
_RELATIONS = ("head", "spouse", "child", "parent")
_BIRTHS, _FIRST_BIRTH = 27_000, date(1950, 1, 1)
# So many villages are filled by the actions themselves, the others are copies of them.
_SETTLED = 10
_SINCE = date(2025, 1, 1)


@dataclass(frozen=True)
class Size:
    villages: int
    persons: int


@dataclass(frozen=True)
class County:
    """Ids of what the pages are asked for; `number`: the identity number of one person of the village."""

    top: int
    township: int
    village: int
    household: int
    person: int
    collective: int
    number: str
    village_codes: tuple[str, ...]


def furnished(size: Size, seed: int) -> str:
    """The name of a filled template database, made when it is not there yet."""
    import django

    django.setup()
    from liancun.framework import testing_databases
    from liancun.framework.database import launcher
    from liancun.project.settings_table import value

    if not os.environ.get("LIANCUN_DATABASE_URL"):
        launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    bare = testing_databases.build_template("liancun_bench", furnish=lambda: None)
    made = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:6]
    name = f"{bare.replace('_bench_', f'_registry{size.villages}_')}_{size.persons}_{seed}_{made}"
    testing_databases.filled(
        name, bare, prefix=f"liancun_registry{size.villages}_", fill=lambda: _fill(size, seed)
    )
    return name


@contextmanager
def opened(size: Size, seed: int) -> Iterator[County]:
    template = furnished(size, seed)
    from liancun.framework import testing_databases
    from liancun.framework.testing import as_system

    with testing_databases.cloned(template) as name, testing_databases.using(name):
        with as_system():
            county = _find()
        yield county


def _fill(size: Size, seed: int) -> None:
    from liancun.demo import county, world
    from liancun.demo.divisions import groups
    from liancun.framework.testing import as_system

    with as_system():
        chosen = groups(
            "2112", village_count=size.villages, group_count=max(2, size.villages * 69 // 505), seed=seed
        )
        stage = next(number for number, group in enumerate(chosen) if world.can_play(group))
        practice = county.Practice(secretaries=max(1, len(chosen) - 8))
        federation = county.register(("2112", "铁岭市"), chosen, seed=seed, stage=stage, practice=practice)
        world.staff(federation, password=PASSWORD, group=stage, outside=(stage + 1) % len(chosen))
        world.officer("shi", "周敏", "county_officer", federation.ids["top"], PASSWORD)
    first = [
        federation.groups[stage],
        *(group for place, group in enumerate(federation.groups) if place != stage),
    ]
    seats = [federation.seat(row) for group in first for row in group.villages]
    each = size.persons // len(seats)
    settled = seats[:_SETTLED]
    with as_system():
        _settle(settled, each, seed)
    _multiply([seat.village for seat in settled], [(s.village, s.collective) for s in seats[_SETTLED:]])


def _find() -> County:
    from liancun.contexts.bodies import api as bodies
    from liancun.contexts.people import api as people
    from liancun.demo import world
    from liancun.demo.setting import BEGUN

    played = world.find()
    top = bodies.find("211200000000")
    assert top is not None
    day = BEGUN.replace(year=2026)
    _, households = people.households(played.a.village, day, count=1)
    villages = bodies.of_kind("village")
    return County(
        top=top.id,
        township=played.township,
        village=played.a.village,
        household=households[0].id,
        person=people.members(households[0].id, day)[0].person_id,
        collective=played.a.collective,
        number=identity_number(0),
        village_codes=tuple(line.code for line in villages),
    )


def _multiply(sources: Sequence[int], targets: Sequence[tuple[int, int]]) -> None:
    """The same persons, households and roll in every further village, written by the owner in plain SQL."""
    from django.db import connections

    villages = [village for village, _ in targets]
    values = {
        "sources": [sources[place % len(sources)] for place in range(len(targets))],
        "villages": villages,
        "collectives": [collective for _, collective in targets],
    }
    with connections["owner"].cursor() as cursor, _without_indexes(cursor):
        for statement in _COPY:
            _told(cursor, statement, values)


def _told(cursor: CursorWrapper, statement: str, values: dict[str, Any] | None = None) -> None:
    begun = time.monotonic()
    cursor.execute(statement, values)
    seconds = time.monotonic() - begun
    if seconds > 1:
        print(
            f"# {' '.join(statement.split())[:60]}: {cursor.rowcount:,} rows in {seconds:.0f} s", flush=True
        )


@contextmanager
def _without_indexes(cursor: CursorWrapper) -> Iterator[None]:
    """Foreign keys, exclusions and further indexes are built, and checked, once at the end: row by row it took 18
    minutes. What stands there afterwards is word for word what stood there before."""
    cursor.execute(_CONSTRAINTS, [list(_COPIED)])
    constraints = cursor.fetchall()
    cursor.execute(_INDEXES, [list(_COPIED)])
    indexes = cursor.fetchall()
    for table, name, _ in constraints:
        cursor.execute(f"alter table {table} drop constraint {name}")
    for name, _ in indexes:
        cursor.execute(f"drop index {name}")
    cursor.execute("set maintenance_work_mem = '512MB'")
    yield
    for _, definition in indexes:
        _told(cursor, definition)
    for table, name, definition in constraints:
        _told(cursor, f"alter table {table} add constraint {name} {definition}")


_COPIED = ("people_person", "people_household", "people_householdmember", "people_rollentry")
_CONSTRAINTS = """
select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
where conrelid::regclass::text = any (%s) and contype in ('f', 'x') order by contype desc, conname
"""
_INDEXES = """
select quote_ident(indexname), indexdef from pg_indexes
where tablename = any (%s) and indexdef not like 'CREATE UNIQUE%%'
    and not exists (select 1 from pg_constraint where conname = indexname)
"""
_COPY = (
    """create temporary table twin as
    select p.id as old, nextval(pg_get_serial_sequence('people_person', 'id')) as new, t.village, t.collective
    from unnest(%(sources)s::bigint[], %(villages)s::bigint[], %(collectives)s::bigint[])
        as t(source, village, collective)
    join people_person p on p.home_id = t.source and p.identity_index <> ''""",
    "create index on twin (village, old)",
    """insert into people_person (id, name, name_pinyin, sound, initials, key, sex, birth_date, ethnicity,
        phone_index, identity_index, home_id)
    select t.new, p.name, p.name_pinyin, p.sound, p.initials, gen_random_uuid(), p.sex, p.birth_date, p.ethnicity,
        '', encode(sha256(t.new::text::bytea), 'hex'), t.village
    from twin t join people_person p on p.id = t.old""",
    """insert into people_household (home_id, number, address, since)
    select t.village, h.number, h.address, h.since
    from unnest(%(sources)s::bigint[], %(villages)s::bigint[]) as t(source, village)
    join people_household h on h.home_id = t.source""",
    "analyze twin",
    "analyze people_person, people_household, people_householdmember, people_rollentry",
    """insert into people_householdmember (household_id, home_id, person_id, relation, since, joined_by, left_by)
    select n.id, t.village, t.new, m.relation, m.since, m.joined_by, m.left_by
    from twin t
    join people_householdmember m on m.person_id = t.old
    join people_household h on h.id = m.household_id
    join people_household n on n.home_id = t.village and n.number = h.number""",
    """insert into people_rollentry (kind, body_id, person_id, since)
    select e.kind, t.collective, t.new, e.since
    from twin t join people_rollentry e on e.person_id = t.old and e.kind = 'collective_member'""",
    "drop table twin",
)


def _settle(seats: Sequence[Seat], each: int, seed: int) -> None:
    """So many persons in every village, in households and on the roll of its collective."""
    from liancun.contexts.people import api as people
    from liancun.demo.names import People
    from liancun.demo.setting import SYSTEM

    drawn = People(seed)
    listed: list[people.NewPerson] = []
    for seat in seats:
        listed += [
            people.NewPerson(name, seat.village, identity_number=identity_number(len(listed) + place))
            for place, name in enumerate(drawn.draw(each))
        ]
    ids = people.add_people(SYSTEM, people=listed)
    households: list[people.NewHousehold] = []
    entries: list[people.NewEntry] = []
    for number, seat in enumerate(seats):
        own = ids[number * each : (number + 1) * each]
        households += list(_households(seat.village, own))
        entries += [people.NewEntry("collective_member", seat.collective, id, _SINCE) for id in own]
    people.found_households(SYSTEM, households=households)
    people.enrol_many(SYSTEM, entries=entries)


def _households(village: int, own: Sequence[int]) -> Iterator[NewHousehold]:
    from liancun.contexts.people import api as people

    first, sizes = 0, cycle(_HOUSEHOLD)
    number = 0
    while first < len(own):
        number += 1
        members = own[first : first + next(sizes)]
        first += len(members)
        yield people.NewHousehold(
            village,
            f"{number:05d}",
            f"{number % 9 + 1}组 {number} 号",
            _SINCE,
            tuple(
                people.NewHouseholdMember(id, relation)
                for id, relation in zip(members, _RELATIONS, strict=False)
            ),
        )


def identity_number(place: int) -> str:
    """A number nobody bears: no region begins so; birth and order follow the place."""
    order, birth = divmod(place, _BIRTHS)
    body = f"219999{_FIRST_BIRTH + timedelta(days=birth):%Y%m%d}{order + 100:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]
