"""Tallies: what triggers keep is what the rows come to, on every day; what is broken is found and mended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.people import actions
from liancun.contexts.people import api as people
from liancun.contexts.people.models import Household, Person, RollEntry, Tally
from liancun.contexts.people.queries.dating import holding
from liancun.contexts.people.tests.casebook import DAY, ROLL, actors, approve, ask, household, person
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_actor, as_system


def test_counts_are_those_of_the_rows_on_every_day(world: World) -> None:
    village, collective = world.a.village, world.a.collective
    one, two, three = (person(world, name) for name in ("王一", "王二", "王三"))
    household(world, "00901", one, (two, "spouse"))
    household(world, "00902", three, since=DAY + timedelta(days=3))
    with as_system():
        people.enrol(SYSTEM, kind=ROLL, body_id=collective, person_id=one, since=DAY)
        people.enrol(SYSTEM, kind=ROLL, body_id=collective, person_id=two, since=DAY + timedelta(days=1))
        people.strike(SYSTEM, kind=ROLL, body_id=collective, person_id=one, until=DAY + timedelta(days=5))
        Person.objects.filter(pk=three).update(home_id=world.b.village)
        Person.objects.filter(pk=two).update(died_on=DAY)
        for day in (DAY - timedelta(days=1), *(DAY + timedelta(days=number) for number in range(7))):
            assert people.roll_sizes(day) == rolls_by_rows(day)
            assert people.household_counts([village], day).get(village, 0) == homes_by_rows(village, day)
        alive = Person.objects.filter(home_id=village, merged_into__isnull=True, died_on__isnull=True)
        assert people.person_counts([village]) == {village: alive.count()}
        assert people.miscounts() == []


def rolls_by_rows(day: date) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for key in RollEntry.objects.filter(holding(day)).values_list("body_id", "kind"):
        found[key] = found.get(key, 0) + 1
    return found


def homes_by_rows(village: int, day: date) -> int:
    return Household.objects.filter(holding(day), home_id=village).count()


def test_a_merge_is_one_person_less(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    kept, merged = person(world, "王秀兰"), person(world, "王秀蓝")
    with as_system():
        before = people.person_counts([world.a.village])[world.a.village]
    approve(
        secretary,
        ask(world, clerk, "merge", body_id=world.a.village, person_id=kept, other_person_id=merged, roll=""),
    )
    with as_system():
        assert people.person_counts([world.a.village])[world.a.village] == before - 1
        assert people.miscounts() == []


def test_lines_of_one_day_become_one_and_no_count_changes(world: World) -> None:
    for name in ("王一", "王二", "王三"):
        person(world, name)
    with as_system():
        before = people.person_counts([world.a.village])
        assert Tally.objects.filter(body_id=world.a.village, what="person").count() > 1
        actions.join_tallies()
        assert Tally.objects.filter(body_id=world.a.village, what="person").count() == 1
        assert people.person_counts([world.a.village]) == before
        assert people.miscounts() == []


def test_officers_see_the_counts_of_their_village_alone(world: World) -> None:
    (secretary,) = actors(world, "zhishu-a")
    person(world), person(world, home=world.b.village)
    with as_actor(secretary):
        assert set(people.person_counts([world.a.village, world.b.village])) == {world.a.village}


ATTACKS = (
    "update people_tally set change = change + 1",
    "delete from people_tally",
    "truncate people_tally",
    "insert into people_tally (body_id, what, kind, day, change) values ({village}, 'person', '', '2026-01-01', 1)",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_writes_a_tally(world: World, attack: str) -> None:
    person(world)
    with as_system():
        before = people.person_counts([world.a.village])
    with pytest.raises(DatabaseError), transaction.atomic(), as_system(), connection.cursor() as cursor:
        cursor.execute(attack.format(village=world.a.village))
    with as_system():
        assert people.person_counts([world.a.village]) == before
