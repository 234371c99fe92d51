"""One-time links: looking spends nothing, using spends once, whoever races."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from liancun.contexts.access import api as access
from liancun.contexts.access.models import OneTimeLink
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal

STRANGER = Actor.stranger()


def issue(world: World, person: int | None = None) -> str:
    with as_system():
        return access.issue_link(
            SYSTEM,
            purpose="own_data",
            person_id=person or world.a.representatives[0],
            body_id=world.a.village,
        )


def spend(token: str) -> access.LinkLine:
    with entered(STRANGER):
        return access.spend_link(STRANGER, token=token, purpose="own_data")


def test_it_is_spent_by_using_and_not_by_looking(world: World) -> None:
    token = issue(world)
    with entered(STRANGER):
        for _ in range(3):
            assert access.look(token, "own_data").person_id == world.a.representatives[0]
    assert spend(token).body_id == world.a.village
    with pytest.raises(Refusal) as refused:
        spend(token)
    assert refused.value.code == "access.link_used"


def test_it_is_forgiving_about_how_it_is_typed(world: World) -> None:
    assert spend(issue(world).lower().replace("-", " "))


def test_it_ends(world: World) -> None:
    with clock.fixed(clock.now()) as time:
        token = issue(world)
        time.advance(hours=73)
        with pytest.raises(Refusal) as refused:
            spend(token)
    assert refused.value.code == "access.link_over"


def test_one_purpose_is_not_another(world: World) -> None:
    token = issue(world)
    with entered(STRANGER), pytest.raises(Refusal) as refused:
        access.look(token, "another")
    assert refused.value.code == "access.link_unknown"


def test_the_act_it_was_for_failing_leaves_it_unspent(world: World) -> None:
    token = issue(world)
    with entered(STRANGER):
        access.spend_link(STRANGER, token=token, purpose="own_data")
        transaction.set_rollback(True)
    assert spend(token)


def test_only_officers_of_the_home_give_one(world: World) -> None:
    with as_system():
        people_asked = [world.actor(name) for name in ("zhishu-b", "kuaiji", "xitong", "audit")]
    for who in people_asked:
        with as_actor(who), pytest.raises(NotAllowed):
            access.issue_link(
                who, purpose="own_data", person_id=world.a.representatives[0], body_id=world.a.village
            )
    with as_system():
        assert not OneTimeLink.objects.exists()


def test_a_used_link_stays_used_below_the_forms(world: World) -> None:
    token = issue(world)
    spend(token)
    for attack in ("used_at = null", "until = until + interval '9 days'", "person_id = person_id + 1"):
        with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update access_onetimelink set {attack}")


def test_the_token_is_kept_nowhere_and_strangers_see_no_row(world: World) -> None:
    token = issue(world)
    with as_system():
        assert token not in repr(OneTimeLink.objects.values().get())
    with entered(STRANGER):
        assert not OneTimeLink.objects.exists()


def test_of_four_who_race_one_gets_through(cloned_world: World) -> None:
    token = issue(cloned_world)

    def attempt(_: int) -> bool:
        try:
            return bool(spend(token))
        except Refusal:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]


def test_a_person_sees_the_own_records_once_and_nobody_elses(world: World) -> None:
    person = world.a.representatives[0]
    shown = signed_in("zhishu-a").post(f"/access/links/{person}/").content.decode()
    address = "/access/own/" + shown.split("/access/own/")[1].split('"')[0]
    stranger = Client()
    with as_system():
        name = people.person(person).name
    before = stranger.get(address)
    assert before.status_code == 200
    assert name not in before.content.decode()
    told = stranger.post(address).content.decode()
    assert name in told
    assert "成员代表" in told
    assert stranger.post(address).status_code == 410
    assert stranger.get(address).status_code == 410


def test_a_link_lasts_three_days(world: World) -> None:
    issue(world)
    with as_system():
        row = OneTimeLink.objects.get()
    assert row.until - row.made_at == timedelta(hours=72)
