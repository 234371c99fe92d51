"""Numbers of persons: opened for a reason and for minutes, logged whatever happens, guarded for minors and health."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from liancun.contexts.people import actions, queries
from liancun.contexts.people import api as people
from liancun.contexts.people.models import Consent, Health, Numbers, Opening
from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

NUMBER = "11010519491231002X"
CHILD = "210102201503072216"
PHONE = "13904100001"
CARD = "6228481234567890128"
WHY = "核对分红发放名单"


def add(world: World, name: str = "王秀兰", **given: Any) -> int:
    with as_system():
        return people.add_person(SYSTEM, name=name, home_id=world.a.village, **given)


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def logged(verb: str) -> list[Any]:
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select detail from audit_auditrow where verb = %s", [verb])
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def give_post(world: World, person_id: int, kind: str) -> None:
    with as_system():
        posts.appoint(
            SYSTEM,
            person_id=person_id,
            body_id=world.a.village_committee,
            kind=kind,
            since=clock.today() - timedelta(days=1),
            how="任命",
        )


def test_numbers_are_masked_until_they_are_opened(world: World) -> None:
    person = add(world, identity_number=NUMBER, phone=PHONE)
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        shown = {line.field: line.shown for line in queries.numbers(person, secretary.user_id)}
    assert shown == {
        "identity_number": "110105********002X",
        "phone": "139****0001",
        "bank_card": "",
        "health": "",
    }


def test_an_opened_number_closes_by_itself(cloned_world: World) -> None:
    person = add(cloned_world, identity_number=NUMBER)
    secretary = actor(cloned_world, "zhishu-a")
    with clock.fixed(clock.now()) as fixed:
        with as_actor(secretary):
            assert (
                actions.open_number(secretary, person_id=person, field="identity_number", reason=WHY)
                == NUMBER
            )
        with as_actor(secretary):
            assert queries.numbers(person, secretary.user_id)[0].shown == NUMBER
        clerk = actor(cloned_world, "baozhang-a")
        with as_actor(clerk):
            assert queries.numbers(person, clerk.user_id)[0].shown != NUMBER, "it is open to one person alone"
        fixed.advance(minutes=10)
        with as_actor(secretary):
            assert queries.numbers(person, secretary.user_id)[0].shown == "110105********002X"


def test_an_opening_is_logged_although_the_request_fails(cloned_world: World) -> None:
    person = add(cloned_world, identity_number=NUMBER)
    secretary = actor(cloned_world, "zhishu-a")
    with pytest.raises(RuntimeError):
        open_and_fail(secretary, person)
    assert logged("people.open_numbers") == [{"field": "identity_number", "reason": WHY}]
    with as_system():
        assert not Opening.objects.exists(), "what failed opened nothing"


def open_and_fail(who: Actor, person: int) -> None:
    with as_actor(who):
        actions.open_number(who, person_id=person, field="identity_number", reason=WHY)
        raise RuntimeError("the page could not be drawn")


@pytest.mark.parametrize("reason", ["", "看看", "   "])
def test_without_a_reason_nothing_is_opened(world: World, reason: str) -> None:
    person = add(world, identity_number=NUMBER)
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary), pytest.raises(Refusal) as refused:
        actions.open_number(secretary, person_id=person, field="identity_number", reason=reason)
    assert refused.value.code == "people.no_reason"
    with as_system():
        assert not Opening.objects.exists()


@pytest.mark.parametrize("name", ["zhishu-b", "kuaiji", "shuji", "audit", "anquan"])
def test_others_know_of_nobody(world: World, name: str) -> None:
    person = add(world, identity_number=NUMBER)
    other = actor(world, name)
    with as_actor(other), pytest.raises(Unknown):
        actions.open_number(other, person_id=person, field="identity_number", reason=WHY)


@pytest.mark.parametrize("name", ["jiandu-a", "xian"])
def test_those_who_see_the_roll_alone_open_nothing(world: World, name: str) -> None:
    person = add(world, identity_number=NUMBER)
    other = actor(world, name)
    with as_actor(other), pytest.raises(NotAllowed):
        actions.open_number(other, person_id=person, field="identity_number", reason=WHY)
    with as_system():
        assert not Opening.objects.exists()


def test_a_minors_numbers_are_read_by_the_two_in_charge_alone(world: World) -> None:
    child = add(world, "王小雨", identity_number=CHILD)
    give_post(world, world.a.staff[2], "child_director")
    secretary, clerk, township = (actor(world, name) for name in ("zhishu-a", "baozhang-a", "xiangzhen"))
    for other in (clerk, township):
        with as_actor(other):
            assert not Numbers.objects.filter(pk=child).exists(), "the row policy hides the row itself"
            assert all(not line.shown for line in queries.numbers(child, other.user_id))
    for other in (clerk, township):
        with as_actor(other), pytest.raises(Refusal) as refused:
            actions.open_number(other, person_id=child, field="identity_number", reason=WHY)
        assert refused.value.code == "people.unknown", "they do not even learn that there is somebody"
    with as_system():
        director = next(
            line for line in posts.holders(world.a.village_committee, "child_director", clock.today())
        )
    for keeper in (secretary, Actor(None, director.person_id, "儿童主任", "", None, "user")):
        with as_actor(keeper):
            assert Numbers.objects.filter(pk=child).exists()


def test_a_minor_who_grows_up_is_guarded_no_more(world: World) -> None:
    child = add(world, "王小雨", identity_number=CHILD)
    with as_system():
        until = Numbers.objects.values_list("guarded_until", flat=True).get(pk=child)
    assert until is not None
    assert (until.year, until.month, until.day) == (2033, 4, 1), "told to the month only"
    with clock.fixed(until):
        clerk = actor(world, "baozhang-a")
        with as_actor(clerk):
            assert Numbers.objects.filter(pk=child).exists(), "from that day the officers of the home read it"


def test_health_is_written_and_read_by_those_in_charge_alone(world: World) -> None:
    person = add(world)
    secretary, clerk = actor(world, "zhishu-a"), actor(world, "baozhang-a")
    consent: dict[str, Any] = {
        "person_id": person,
        "given_by": "self",
        "given_on": clock.today(),
        "paper": "2026 年第 1 号",
    }
    with as_actor(secretary):
        actions.record_consent(secretary, kind="health", **consent)
        actions.keep_number(secretary, person_id=person, field="health", text="慢性病")
    with as_actor(clerk):
        assert not Health.objects.exists()
        with pytest.raises(NotAllowed):
            actions.keep_number(clerk, person_id=person, field="health", text="已痊愈")
    with as_actor(secretary):
        line = queries.numbers(person, secretary.user_id)[3]
        assert line.shown == "••••••"
        assert actions.open_number(secretary, person_id=person, field="health", reason=WHY) == "慢性病"


def test_sensitive_data_needs_a_consent_and_goes_with_it(world: World) -> None:
    person = add(world)
    clerk = actor(world, "baozhang-a")
    with as_actor(clerk):
        with pytest.raises(Refusal) as refused:
            actions.keep_number(clerk, person_id=person, field="bank_card", text=CARD)
        assert refused.value.code == "people.no_consent"
        assert not Numbers.objects.filter(pk=person).exists()
        given = actions.record_consent(
            clerk, person_id=person, kind="account", given_by="self", given_on=clock.today(), paper="第 2 号"
        )
        actions.keep_number(clerk, person_id=person, field="bank_card", text=CARD)
        assert queries.numbers(person, clerk.user_id)[2].shown == "*" * 15 + "0128"
        actions.withdraw_consent(clerk, consent_id=given)
        assert queries.numbers(person, clerk.user_id)[2].shown == ""
        assert Consent.objects.get(pk=given).withdrawn_on == clock.today()


def test_a_guardian_consents_for_a_child(world: World) -> None:
    child = add(world, "王小雨", identity_number=CHILD)
    secretary = actor(world, "zhishu-a")
    given: dict[str, Any] = {
        "person_id": child,
        "kind": "health",
        "given_on": clock.today(),
        "paper": "第 3 号",
    }
    with as_actor(secretary):
        with pytest.raises(Refusal) as refused:
            actions.record_consent(secretary, given_by="self", **given)
        assert refused.value.code == "people.guardian_signs"
        assert actions.record_consent(secretary, given_by="guardian", **given)


def test_a_roll_of_numbers_leaves_only_with_a_reason_and_a_trace(cloned_world: World) -> None:
    world = cloned_world
    person = add(world, identity_number=NUMBER, phone=PHONE)
    child = add(world, "王小雨", identity_number=CHILD)
    with as_system():
        for one in (person, child):
            people.enrol(
                SYSTEM,
                kind="collective_member",
                body_id=world.a.collective,
                person_id=one,
                since=clock.today(),
            )
    secretary = actor(world, "zhishu-a")
    told: dict[str, Any] = {
        "body_id": world.a.collective,
        "kind": "collective_member",
        "fields": ["phone", "identity_number"],
    }
    with as_actor(secretary):
        with pytest.raises(Refusal):
            actions.export_numbers(secretary, reason="", **told)
        rows = actions.export_numbers(secretary, reason=WHY, **told)
    found = {row.name: row.identity_number for row in rows}
    assert (found["王秀兰"], found["王小雨"]) == (NUMBER, ""), "a minor's number is never in a bulk export"
    (detail,) = logged("people.export_numbers")
    assert detail["reason"] == WHY
    assert NUMBER not in str(detail)
    clerk = actor(world, "baozhang-a")
    with as_actor(clerk), pytest.raises(NotAllowed):
        actions.export_numbers(clerk, reason=WHY, **told)


def test_numbers_follow_to_a_new_home(world: World) -> None:
    child = add(world, "王小雨", identity_number=CHILD)
    with as_system(), connection.cursor() as cursor:
        cursor.execute("update people_person set home_id = %s where id = %s", [world.b.village, child])
        assert Numbers.objects.get(pk=child).home_id == world.b.village


def test_an_exact_number_is_found_and_its_index_tells_nothing(world: World) -> None:
    person = add(world, identity_number=NUMBER)
    with pytest.raises(Conflict), transaction.atomic():
        add(world, "另一人", identity_number=NUMBER)
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select identity_index from people_person where id = %s", [person])
        (index,) = cursor.fetchone()
    assert len(index) == 64
    assert NUMBER[:6] not in index
