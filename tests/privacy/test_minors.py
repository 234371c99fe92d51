"""Who is under eighteen is read by the two in charge of the village; to all others a line without a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from liancun.contexts.people import api as people
from liancun.contexts.people.models import Person
from liancun.contexts.posts import api as posts
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, Refusal, Unknown

NAME = "慕容小雨"
CHILD = "210102201503072216"
OTHERS = ("baozhang-a", "xiangzhen", "zhishu-b", "jiandu-a", "audit")


def household(world: World, name: str = NAME, number: str = CHILD, **given: Any) -> tuple[int, int]:
    """A child and the household it lives in."""
    with as_system():
        parent = people.add_person(
            SYSTEM, name="慕容建国", home_id=world.a.village, birth_date=date(1980, 5, 4)
        )
        child = people.add_person(SYSTEM, name=name, home_id=world.a.village, identity_number=number, **given)
        members = (people.NewHouseholdMember(parent, "head"), people.NewHouseholdMember(child, "child"))
        home = people.NewHousehold(world.a.village, "M1", "三组", date(2025, 1, 1), members)
        people.enrol(
            SYSTEM,
            kind="collective_member",
            body_id=world.a.collective,
            person_id=child,
            since=date(2025, 1, 1),
        )
        return child, people.found_household(SYSTEM, household=home)


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def child_director(world: World) -> Actor:
    """The second person in charge of the minors of village A, beside the branch secretary."""
    with as_system():
        one = people.add_person(SYSTEM, name="周慧芳", home_id=world.a.village)
        posts.appoint(
            SYSTEM,
            person_id=one,
            body_id=world.a.village_committee,
            kind="child_director",
            since=date(2026, 1, 1),
            how="任命",
        )
    return Actor(None, one, "周慧芳", "儿童主任", world.a.village_committee, "user")


def raw(child: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select name, sound, birth_date, identity_index from people_person where id = %s", [child]
        )
        rows: list[Any] = cursor.fetchall()
    return rows


@pytest.mark.parametrize("name", OTHERS)
def test_no_statement_shows_others_the_row(world: World, name: str) -> None:
    child, _home = household(world)
    with as_actor(actor(world, name)):
        assert raw(child) == []
        assert NAME not in people.names([child]).values()
        with pytest.raises(Unknown):
            people.record(child)


def test_the_two_in_charge_read_it(world: World) -> None:
    child, _home = household(world)
    for keeper in (actor(world, "zhishu-a"), child_director(world)):
        with as_actor(keeper):
            assert people.record(child).name == NAME


def test_others_cannot_change_or_take_the_row(world: World) -> None:
    child, _home = household(world)
    with as_actor(actor(world, "xiangzhen")):
        assert Person.objects.filter(pk=child).update(birth_date=date(1990, 1, 1)) == 0
        assert Person.objects.filter(pk=child).update(home_id=world.a.village) == 0
    with as_system():
        assert Person.objects.get(pk=child).birth_date == date(2015, 3, 7)


def test_a_minor_is_counted_and_shown_without_a_name(world: World) -> None:
    child, home = household(world)
    day = clock.today()
    with as_actor(actor(world, "zhishu-a")):
        known = people.person_counts([world.a.village])
        voters = people.electors(world.a.collective, "collective_member", day)
    with as_actor(actor(world, "xiangzhen")):
        assert people.person_counts([world.a.village]) == known
        line = next(one for one in people.members(home, day) if one.person_id == child)
        assert (line.name, line.birth_year, line.is_minor) == ("未成年人", None, True)
        seen = people.electors(world.a.collective, "collective_member", day)
        assert (len(seen.entitled), seen.count("minor")) == (len(voters.entitled), voters.count("minor"))
        roll = people.roll(world.a.collective, "collective_member", day)
        assert [one.name for one in roll if one.person_id == child] == ["未成年人"]


def test_nobody_of_another_village_learns_of_minors(world: World) -> None:
    child, _home = household(world)
    with as_actor(actor(world, "zhishu-b")), connection.cursor() as cursor:
        cursor.execute("select id from people_unnamed_minors(array[%s]::bigint[], liancun_today())", [child])
        assert cursor.fetchall() == []
        assert people.person_counts([world.a.village]) == {}


def test_on_the_eighteenth_birthday_the_guard_ends(world: World) -> None:
    child, _home = household(world)
    birthday = date(2033, 3, 7)
    for day, visible in ((birthday - timedelta(days=1), False), (birthday, True)):
        with clock.fixed(day):
            township = actor(world, "xiangzhen")
            with as_actor(township):
                assert bool(raw(child)) is visible


def test_officers_register_a_child_whom_they_then_cannot_read(world: World) -> None:
    clerk = actor(world, "baozhang-a")
    with as_actor(clerk):
        child = people.add_person(clerk, name=NAME, home_id=world.a.village, identity_number=CHILD)
        assert raw(child) == []
    with as_actor(actor(world, "zhishu-a")):
        assert people.record(child).name == NAME
    with as_actor(clerk), pytest.raises(Conflict) as known:
        people.add_person(clerk, name=NAME, home_id=world.a.village, identity_number=CHILD)
    assert known.value.code == "people.already_known"
    with as_system():
        assert Person.objects.filter(name=NAME).count() == 1


def test_a_child_without_number_is_not_registered_twice(world: World) -> None:
    clerk, born = actor(world, "baozhang-a"), date(2016, 2, 2)
    given: dict[str, Any] = {"name": NAME, "home_id": world.a.village, "birth_date": born}
    with as_actor(clerk):
        people.add_person(clerk, **given)
        with pytest.raises(Refusal) as alike:
            people.add_person(clerk, **given)
    assert alike.value.code == "people.alike"


def test_pages_show_a_line_without_a_name(world: World) -> None:
    child, home = household(world)
    for name in ("baozhang-a", "xiangzhen"):
        browser = signed_in(name)
        page = browser.get(f"/people/households/{home}/").content.decode()
        assert "未成年人" in page
        assert NAME not in page
        assert "2015" not in page
        assert browser.get(f"/people/persons/{child}/").status_code == 404
        assert NAME not in browser.get("/people/persons/", {"q": NAME}).content.decode().replace(
            f'value="{NAME}"', ""
        )
        roll = browser.get(f"/people/{world.a.collective}/collective_member/?size=500").content.decode()
        assert NAME not in roll
    assert NAME in signed_in("zhishu-a").get(f"/people/households/{home}/").content.decode()
