"""Keys of programs: made once, shown once, bound to a body, and nothing more than they name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.access import api as access
from liancun.contexts.access.actions import keys as actions
from liancun.contexts.access.models import ApiKey
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock, permissions
from liancun.framework.scope import entered
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal


def made(world: World, *scopes: str, body: int | None = None, days: int = 30) -> actions.NewKey:
    with as_system():
        return actions.make_key(
            SYSTEM,
            body_id=body or world.a.village,
            label="县数据平台",
            scopes=scopes,
            until=clock.today() + timedelta(days=days),
        )


def test_a_key_reads_its_body_and_below_and_only_what_it_names(world: World) -> None:
    token = made(world, "people.read").token
    actor = access.actor_of_key(token)
    below = set(bodies.subtree_ids(world.a.village))
    with entered(actor) as scope:
        assert (scope.bodies, scope.books, scope.audit, scope.everything) == ((), (), False, False)
        assert set(scope.people) == below
        assert people.at_homes([world.b.village]) == []
        assert people.at_homes([world.a.village]) != []
        assert permissions.may(actor, "people.see_roll", world.a.village)
        assert not permissions.may(actor, "people.see_roll", world.b.village)
        assert not permissions.may(actor, "people.add_person", world.a.village)


def test_a_key_for_import_brings_records_of_its_body_alone(world: World) -> None:
    actor = access.actor_of_key(made(world, "people.import").token)
    with entered(actor):
        assert people.add_person(actor, name="张三", home_id=world.a.village)
        with pytest.raises(NotAllowed):
            people.add_person(actor, name="张三", home_id=world.b.village)


def test_a_key_never_opens_a_page(world: World) -> None:
    actor = access.actor_of_key(made(world, "bodies.read", "people.read").token)
    assert not actor.is_signed_in
    assert actor.person_id is None


@pytest.mark.parametrize("token", ["", "lck_", "lck_" + "A" * 43])
def test_an_unknown_key_is_refused(world: World, token: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        access.actor_of_key(token)
    assert refused.value.code == "access.key_refused"


def test_it_ends_on_its_day(world: World) -> None:
    token = made(world, "bodies.read", days=3).token
    with clock.fixed(clock.now() + timedelta(days=2)):
        assert access.actor_of_key(token)
    with clock.fixed(clock.now() + timedelta(days=3)), pytest.raises(NotAllowed):
        access.actor_of_key(token)


def test_it_ends_when_taken_back_and_stays_so(world: World) -> None:
    key = made(world, "bodies.read")
    with as_system():
        actions.revoke_key(SYSTEM, key_id=key.id)
        actions.revoke_key(SYSTEM, key_id=key.id)
    with pytest.raises(NotAllowed):
        access.actor_of_key(key.token)
    for change in ("revoked_at = null", "until = until + 300", "scopes = '{people.read}'", "body_id = 1"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"update access_apikey set {change} where id = %s", [key.id])


def test_the_key_itself_is_kept_nowhere(world: World) -> None:
    key = made(world, "bodies.read")
    row = ApiKey.objects.values().get(pk=key.id)
    assert key.token not in repr(row)
    assert row["last_four"] == key.token[-4:]


@pytest.mark.parametrize(("scopes", "days"), [((), 30), (("books.read",), 30), (("bodies.read",), 0)])
def test_it_refuses_a_key_for_nothing_or_too_long(world: World, scopes: tuple[str, ...], days: int) -> None:
    with pytest.raises(Refusal):
        made(world, *scopes, days=days)
    with pytest.raises(Refusal):
        made(world, "bodies.read", days=367)
    assert not ApiKey.objects.exists()


def test_only_the_system_administrator_of_the_area_makes_keys(world: World) -> None:
    with as_system():
        actors = [world.actor(name) for name in ("xian", "anquan", "audit", "zhishu-a")]
    for actor in actors:
        with as_actor(actor), pytest.raises(NotAllowed):
            actions.make_key(
                actor,
                body_id=world.a.village,
                label="x",
                scopes=["bodies.read"],
                until=clock.today() + timedelta(days=9),
            )
    assert not ApiKey.objects.exists()


def test_the_page_shows_a_new_key_once(world: World) -> None:
    browser = signed_in("xitong")
    until = clock.today() + timedelta(days=30)
    form = {"body": world.county, "label": "县平台", "scopes": ["people.read"], "until": until.isoformat()}
    shown = browser.post("/access/keys/new/", form).content.decode()
    token = shown.split('value="lck_')[1].split('"')[0]
    assert access.actor_of_key(f"lck_{token}").body_id == world.county
    listed = browser.get("/access/keys/").content.decode()
    assert "县平台" in listed
    assert token not in listed
    key = ApiKey.objects.get()
    assert browser.get(f"/access/keys/{key.pk}/").status_code == 200
    assert browser.post(f"/access/keys/{key.pk}/").status_code == 302
    with pytest.raises(NotAllowed):
        access.actor_of_key(f"lck_{token}")
