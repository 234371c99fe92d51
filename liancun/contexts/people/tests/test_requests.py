"""Change requests: two pairs of eyes, a paper behind each, and an opened roll that changes in no other way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from liancun.contexts.people import api as people
from liancun.contexts.people import queries
from liancun.contexts.people.models import ChangeRequest, Merge, Numbers, Person
from liancun.contexts.people.tests.casebook import (
    ADULT,
    DAY,
    ROLL,
    actors,
    approve,
    ask,
    household,
    paper,
    person,
    standing,
)
from liancun.demo.world import World
from liancun.framework import crypto
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

NUMBER = "11010519491231002X"  # the example of GB 11643


def kept_number(person_id: int) -> str | None:
    kept = Numbers.objects.get(pk=person_id).identity_number
    return crypto.open_many([kept])[0] if kept is not None else None


def opened(world: World, kind: str = ROLL) -> None:
    with as_system():
        people.open_roll(SYSTEM, kind=kind, body_id=world.a.collective)


def on_roll(world: World, person_id: int, day: date = DAY, kind: str = ROLL) -> bool:
    with as_system():
        return person_id in {line.person_id for line in people.roll(world.a.collective, kind, day)}


def test_a_request_changes_the_roll_only_when_another_approves(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    opened(world)
    one = person(world)
    request = ask(world, clerk, person_id=one)
    assert not on_roll(world, one)
    approve(secretary, request)
    assert on_roll(world, one)
    assert not on_roll(world, one, DAY - timedelta(days=1))


def test_whoever_asked_does_not_approve(world: World) -> None:
    (secretary,) = actors(world, "zhishu-a")
    one = person(world)
    request = ask(world, secretary, person_id=one)
    before = standing()
    with pytest.raises(NotAllowed) as refused:
        approve(secretary, request)
    assert refused.value.code == "people.own_request"
    assert standing() == before


@pytest.mark.parametrize("name", ["baozhang-a", "jiandu-a"])
def test_neither_clerk_nor_supervisor_decides(world: World, name: str) -> None:
    secretary, other = actors(world, "zhishu-a", name)
    request = ask(world, secretary, person_id=person(world))
    before = standing()
    with pytest.raises(NotAllowed):
        approve(other, request)
    assert standing() == before


def test_another_village_does_not_know_the_request(world: World) -> None:
    clerk, stranger = actors(world, "baozhang-a", "zhishu-b")
    request = ask(world, clerk, person_id=person(world))
    before = standing()
    with pytest.raises(Unknown):
        approve(stranger, request)
    assert standing() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "people.no_grounds"),
        ({"files": []}, "people.no_paper"),
        ({"roll": "coop_member"}, "people.roll_not_here"),
        ({"roll": "nobody"}, "people.unknown_roll"),
        ({"kind": "strike", "payload": {"cause": "left"}}, "people.not_enrolled"),
        ({"effective_on": date(1970, 1, 1)}, "people.before_birth"),
        ({"kind": "something"}, "people.unknown_kind"),
        ({"kind": "transfer"}, "people.not_enrolled"),
    ],
)
def test_it_refuses_a_request_that_says_too_little(world: World, given: dict[str, Any], code: str) -> None:
    (clerk,) = actors(world, "baozhang-a")
    one = person(world)
    before = standing()
    with pytest.raises(Refusal) as refused:
        ask(world, clerk, person_id=one, **given)
    assert refused.value.code == code
    assert standing() == before


def test_the_same_request_waits_only_once(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    one = person(world)
    ask(world, clerk, person_id=one)
    before = standing()
    with pytest.raises(Conflict) as refused:
        ask(world, secretary, person_id=one)
    assert refused.value.code == "people.already_asked"
    assert standing() == before


def test_a_decided_request_is_not_decided_again(world: World) -> None:
    clerk, secretary, township = actors(world, "baozhang-a", "zhishu-a", "xiangzhen")
    request = ask(world, clerk, person_id=person(world))
    with as_actor(secretary):
        people.refuse_change(secretary, change_id=request, answer="证明不清楚")
    before = standing()
    with pytest.raises(Conflict) as refused:
        approve(township, request)
    assert refused.value.code == "people.already_decided"
    assert standing() == before


def test_only_the_asker_withdraws(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    request = ask(world, clerk, person_id=person(world))
    with pytest.raises(NotAllowed), as_actor(secretary):
        people.withdraw_change(secretary, change_id=request)
    with as_actor(clerk):
        people.withdraw_change(clerk, change_id=request)
    with as_system():
        assert ChangeRequest.objects.get(pk=request).state == "withdrawn"


def test_an_opened_roll_refuses_direct_changes(world: World) -> None:
    (secretary,) = actors(world, "zhishu-a")
    one = person(world)
    opened(world)
    before = standing()
    entry = people.NewEntry(ROLL, world.a.collective, one, DAY)
    for actor in (secretary, SYSTEM):
        with pytest.raises(Conflict) as refused, as_actor(actor):
            people.enrol_many(actor, entries=[entry])
        assert refused.value.code == "people.kept_by_requests"
    assert standing() == before


def test_a_strike_keeps_the_past(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    opened(world)
    one = person(world)
    approve(secretary, ask(world, clerk, person_id=one))
    later = DAY + timedelta(days=40)
    request = ask(world, clerk, "strike", person_id=one, effective_on=later, payload={"cause": "left"})
    approve(secretary, request)
    assert on_roll(world, one, later - timedelta(days=1))
    assert not on_roll(world, one, later)


def test_a_death_ends_rolls_and_household_and_the_eldest_follows(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    head, widow, child = (
        person(world),
        person(world, "李梅"),
        person(world, "王小明", birth_date=date(2012, 3, 1)),
    )
    home = household(world, "A001", head, (widow, "spouse"), (child, "child"), since=date(2020, 1, 1))
    opened(world)
    approve(secretary, ask(world, clerk, person_id=head))
    day = DAY + timedelta(days=3)
    request = ask(
        world,
        clerk,
        "death",
        body_id=world.a.village,
        roll="",
        person_id=head,
        effective_on=day,
        files=[paper(world, world.a.village)],
    )
    approve(secretary, request)
    assert not on_roll(world, head, day)
    with as_system():
        assert [line.person_id for line in people.members(home, day)] == [widow, child]
        assert people.household(home, day).head_id == widow
        assert people.household(home, DAY).head_id == head
        assert people.standing(head, day) == "dead"


def test_a_corrected_name_leaves_the_former_one(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    one = person(world, "王秀蓝", birth_date=None)
    words = {"name": "王秀兰", "identity_number": NUMBER}
    request = ask(world, clerk, "correct", body_id=world.a.village, roll="", person_id=one, words=words)
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select words from people_changerequest where id = %s", [request])
        assert NUMBER.encode() not in bytes(cursor.fetchone()[0])
    approve(secretary, request)
    with as_system():
        row = Person.objects.get(pk=one)
        assert (row.name, row.sound, row.initials) == ("王秀兰", "wangxiulan", "wxl")
        assert kept_number(one) == NUMBER
        assert (row.birth_date, row.sex) == (date(1949, 12, 31), "female")
        assert [name for name, _day in queries.former_names(one)] == ["王秀蓝"]


def transfer(world: World, clerk: object, one: int) -> int:
    return ask(world, clerk, "transfer", person_id=one, other_id=world.b.collective)  # type: ignore[arg-type]


def test_a_transfer_needs_both_villages_and_the_township(world: World) -> None:
    clerk, other, township = actors(world, "baozhang-a", "baozhang-b", "xiangzhen")
    one = person(world)
    with as_system():
        people.enrol(SYSTEM, kind=ROLL, body_id=world.a.collective, person_id=one, since=date(2026, 1, 1))
    request = transfer(world, clerk, one)
    before = standing()
    with pytest.raises(Conflict) as refused:
        approve(township, request)
    assert refused.value.code == "people.not_agreed"
    assert standing() == before
    with as_actor(other):
        people.agree_to_transfer(other, change_id=request)
    approve(township, request)
    with as_system():
        assert people.person(one).home_id == world.b.village
        assert one in {line.person_id for line in people.roll(world.b.collective, ROLL, DAY)}
    assert not on_roll(world, one)
    assert on_roll(world, one, DAY - timedelta(days=1))
    with as_actor(clerk):
        past = people.roll(world.a.collective, ROLL, DAY - timedelta(days=1))
        assert [line.name for line in past if line.person_id == one] == ["已转出人员"]


def test_one_village_alone_transfers_nobody(world: World) -> None:
    clerk, secretary, other = actors(world, "baozhang-a", "zhishu-a", "zhishu-b")
    one = person(world)
    with as_system():
        people.enrol(SYSTEM, kind=ROLL, body_id=world.a.collective, person_id=one, since=date(2026, 1, 1))
    request = transfer(world, clerk, one)
    with pytest.raises(NotAllowed), as_actor(secretary):
        people.agree_to_transfer(secretary, change_id=request)
    with as_actor(other):
        people.agree_to_transfer(other, change_id=request)
    for one_side in (secretary, other):
        with pytest.raises(NotAllowed):
            approve(one_side, request)
    assert on_roll(world, one)


def test_a_guardian_and_own_living_decide_who_may_vote(world: World) -> None:
    secretary, township = actors(world, "zhishu-a", "xiangzhen")
    parent, child = person(world), person(world, "王小明", birth_date=date(2009, 9, 9))
    with as_system():
        entries = [
            people.NewEntry(ROLL, world.a.collective, one, date(2026, 1, 1)) for one in (parent, child)
        ]
        people.enrol_many(SYSTEM, entries=entries)
    of_person = {"body_id": world.a.village, "roll": "", "person_id": child}
    approve(
        township,
        ask(world, secretary, "guardian", other_person_id=parent, payload={"capacity": "minor"}, **of_person),
    )
    with as_system():
        voters = people.electors(world.a.collective, ROLL, DAY)
        assert (len(voters.entitled), voters.count("minor")) == (1, 1)
    approve(township, ask(world, secretary, "own_living", **of_person))
    with as_actor(township):
        seen = people.electors(world.a.collective, ROLL, DAY)
        assert child in {line.person_id for line in seen.entitled}, (
            "who may vote does not depend on who looks"
        )
        assert "王小明" not in {line.name for line in seen.entitled}
    with as_system():
        assert len(people.electors(world.a.collective, ROLL, DAY).entitled) == 2
        assert len(people.electors(world.a.collective, ROLL, DAY - timedelta(days=1)).entitled) == 1


def representing(world: World, count: int) -> tuple[int, list[int]]:
    one = world.a.representatives[0]
    homes = [household(world, f"R{number:03}", person(world, f"赵{number}")) for number in range(count)]
    return one, homes


@pytest.mark.parametrize("count", [4, 16])
def test_a_representative_stands_for_five_to_fifteen_households(world: World, count: int) -> None:
    (clerk,) = actors(world, "baozhang-a")
    one, homes = representing(world, count)
    before = standing()
    with pytest.raises(Refusal) as refused:
        ask(world, clerk, "represent", roll="representative", person_id=one, payload={"households": homes})
    assert refused.value.code == "people.households_out_of_bounds"
    assert standing() == before


def test_a_household_has_one_representative(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    one, homes = representing(world, 6)
    given = {"roll": "representative", "payload": {"households": homes}}
    approve(secretary, ask(world, clerk, "represent", person_id=one, **given))
    with as_system():
        assert people.represented(world.a.collective, "representative", DAY) == {one: tuple(sorted(homes))}
    with pytest.raises(Refusal) as refused:
        ask(world, clerk, "represent", person_id=world.a.representatives[1], **given)
    assert refused.value.code == "people.household_taken"


def test_merging_keeps_both_histories(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    kept, double = person(world), person(world, phone="13800001111", identity_number=NUMBER, birth_date=None)
    home = household(world, "M001", double, since=date(2020, 1, 1))
    with as_system():
        people.enrol(SYSTEM, kind=ROLL, body_id=world.a.collective, person_id=double, since=date(2026, 1, 1))
    opened(world)
    given = {
        "body_id": world.a.village,
        "roll": "",
        "person_id": double,
        "other_person_id": kept,
        "files": [],
    }
    approve(secretary, ask(world, clerk, "merge", **given))
    with as_system():
        assert people.resolved(double).id == kept
        assert people.person(double).name == "王秀兰", "the merged record stays readable"
        assert kept_number(kept) == NUMBER
        assert Merge.objects.get().kept_id == kept
        assert [line.person_id for line in people.members(home, DAY)] == [kept]
        assert [line.person_id for line in people.members(home)] == [double, kept]
    assert on_roll(world, kept)
    assert not on_roll(world, double)
    assert on_roll(world, double, date(2026, 2, 1))


def test_born_on_that_day_counts_from_the_eighteenth_birthday(world: World) -> None:
    one = person(world, birth_date=date(2008, 2, 29))
    with as_system():
        assert people.standing(one, date(2026, 2, 28)) == "minor"
        assert people.standing(one, date(2026, 3, 1)) == "full"
    assert ADULT.year < 2000
