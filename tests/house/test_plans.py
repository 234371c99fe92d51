"""How pages of persons and bodies are answered: policies once a statement, and no more statements for more rows."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client

from benchmarks._registry import identity_number
from benchmarks._statements import Statement, per_row, plan_of, recorded
from benchmarks.registry import PAGES, VIEWERS, WIDER
from liancun.contexts.people import api as people
from liancun.demo.setting import BEGUN, SYSTEM
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system

MORE = 30


def settle(world: World, first: int, count: int) -> tuple[int, int]:
    """So many households of one person in village A, on its roll; the first household and its person."""
    home = world.a.village
    new = [
        people.NewPerson(f"王秀{'兰梅珍'[at % 3]}", home, identity_number=identity_number(at))
        for at in range(first, first + count)
    ]
    with as_system():
        ids = people.add_people(SYSTEM, people=new)
        households = [
            people.NewHousehold(
                home, f"{first + at:05d}", "", BEGUN, (people.NewHouseholdMember(id, "head"),)
            )
            for at, id in enumerate(ids)
        ]
        made = people.found_households(SYSTEM, households=households)
        entries = [people.NewEntry("collective_member", world.a.collective, id, BEGUN) for id in ids]
        people.enrol_many(SYSTEM, entries=entries)
    return made[0], ids[0]


def addresses(world: World, household: int, person: int) -> dict[str, str]:
    ids = {
        "top": world.county,
        "township": world.township,
        "village": world.a.village,
        "household": household,
        "person": person,
        "collective": world.a.collective,
    }
    return {name: address.format(**ids) for name, address in PAGES.items()}


def asked(client: Client, address: str) -> list[Statement]:
    method, _, url = address.rpartition(" ")
    with recorded() as recorder:
        answer = client.post(url, {"number": identity_number(0)}) if method else client.get(url)
    assert answer.status_code == 200, url
    return recorder.statements


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_policy_is_asked_anew_for_each_row(world: World, viewer: str) -> None:
    where = addresses(world, *settle(world, 0, MORE))
    user = "xian" if viewer == "county" else VIEWERS[viewer]
    client = signed_in(user)
    with as_system():
        actor = world.actor(user)
    read = {
        name: [one for one in asked(client, address) if one.reads_people]
        for name, address in where.items()
        if viewer in WIDER.get(name, VIEWERS)
    }
    assert read["persons"]
    assert read["rolls"]
    with as_actor(actor):
        walked = {name: [per_row(plan_of(one)) for one in found] for name, found in read.items()}
    assert {name: found for name, found in walked.items() if any(found)} == {}


def test_no_policy_walks_the_array_of_a_scope(world: World) -> None:
    """`in (select unnest(liancun_scope(…)))` is a hash made once a statement; `= any` walks the array for each row."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies where coalesce(qual, '') || coalesce(with_check, '')"
            r" ~* 'any\s*\(+\s*(select\s+)?liancun_scope' order by 1"
        )
        assert cursor.fetchall() == []


def test_pages_ask_no_more_statements_of_more_persons(world: World) -> None:
    where = addresses(world, *settle(world, 0, MORE))
    client = signed_in("xian")
    before = {name: len(asked(client, address)) for name, address in where.items() if asked(client, address)}
    settle(world, MORE, MORE)
    after = {name: len(asked(client, address)) for name, address in where.items()}
    assert after == before
