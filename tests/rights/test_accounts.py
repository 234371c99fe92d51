"""Accounts as the administrators keep them, and what they may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from liancun.contexts.access.actions.accounts import open_account
from liancun.contexts.bodies import api as bodies
from liancun.contexts.identity import actions as identity_actions
from liancun.contexts.identity import api as identity
from liancun.contexts.identity.models import Blocked, User
from liancun.contexts.people import api as people
from liancun.demo.small import PASSWORD, signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal


def account(world: World, name: str) -> str:
    return f"/access/accounts/{world.users[name]}/"


def test_opening_one_shows_the_first_password_once_and_asks_to_change_it(world: World) -> None:
    browser = signed_in("xitong")
    person = world.a.staff[1]
    with as_system():
        name = people.person(person).name
    assert name in browser.get("/access/accounts/new/", {"q": name}).content.decode()
    shown = browser.post(f"/access/accounts/new/{person}/", {"username": "wei.yuan-1"}).content.decode()
    password = shown.split("<dd><code>")[2].split("<")[0]
    newcomer = Client()
    assert newcomer.post("/sign-in/", {"username": "wei.yuan-1", "password": password}).status_code == 302
    assert newcomer.get("/access/mine/")["Location"] == "/password/"
    assert password not in browser.get("/access/accounts/", {"q": "wei.yuan"}).content.decode()


def test_a_person_has_one_account(world: World) -> None:
    with as_system():
        administrator = world.actor("xitong")
    before = User.objects.count()
    with as_actor(administrator), pytest.raises(Conflict) as refused:
        open_account(administrator, person_id=world.a.staff[0], username="zweites")
    assert refused.value.code == "people.has_account"
    assert User.objects.count() == before


def test_only_holders_of_posts_get_one(world: World) -> None:
    with as_system():
        administrator = world.actor("xitong")
    with as_actor(administrator), pytest.raises(Refusal) as refused:
        open_account(administrator, person_id=world.a.representatives[-1], username="dritter")
    assert refused.value.code == "access.no_post"


def test_a_new_password_ends_every_session_and_must_be_changed(world: World) -> None:
    owner = signed_in("mishu")
    browser = signed_in("xitong")
    shown = browser.post(account(world, "mishu") + "repair/", {"verb": "set_password"}).content.decode()
    assert shown.count("<dd><code>") == 2
    assert owner.get("/access/mine/").status_code == 302
    row = User.objects.get(username="mishu")
    assert row.must_change_password
    assert browser.get(account(world, "mishu")).status_code == 200


def test_blocking_ends_sessions_at_once_and_opening_lifts_the_lock(world: World) -> None:
    owner, browser = signed_in("mishu"), signed_in("xitong")
    browser.post(account(world, "mishu") + "repair/", {"verb": "block"})
    assert owner.get("/access/mine/").status_code == 302
    User.objects.filter(username="mishu").update(locked_until=clock.now() + timedelta(hours=1))
    browser.post(account(world, "mishu") + "repair/", {"verb": "unblock"})
    assert signed_in("mishu").get("/access/mine/").status_code == 200


@pytest.mark.parametrize("verb", ["block", "set_password", "unblock"])
def test_the_own_account_is_left_to_others(world: World, verb: str) -> None:
    browser = signed_in("xitong")
    before = User.objects.values().get(username="xitong")
    assert browser.post(account(world, "xitong") + "repair/", {"verb": verb}).status_code == 403
    assert User.objects.values().get(username="xitong") == before


def test_taking_over_an_account_needs_two_administrators(world: World) -> None:
    with as_system():
        system, security = world.actor("xitong"), world.actor("anquan")
    target = world.users["kuaiji"]
    with as_actor(system), pytest.raises(NotAllowed):
        identity.reset_second_factor(system, user_id=target)
    for act in (identity.set_password, identity.block, identity.unblock):
        with as_actor(security), pytest.raises(NotAllowed):
            act(security, user_id=target)
    with as_actor(security):
        identity.reset_second_factor(security, user_id=target)


def test_an_account_of_another_area_or_of_the_program_is_not_theirs(world: World) -> None:
    with as_system():
        system = world.actor("xitong")
        other = identity.create_user(SYSTEM, username="program", name="程序", password=PASSWORD)
        above = identity.create_user(
            SYSTEM, username="stadt", name="市里", password=PASSWORD, body_id=_above(world)
        )
    for user in (other, above):
        with as_actor(system), pytest.raises(NotAllowed):
            identity.set_password(system, user_id=user)
        assert signed_in("xitong").get(f"/access/accounts/{user}/").status_code == 404


def _above(world: World) -> int:
    return bodies.get(world.county).parent_id or 0


def test_nobody_else_sees_accounts(world: World) -> None:
    for name in ("xian", "audit", "zhishu-a", "kuaiji", "shuji"):
        assert signed_in(name).get("/access/accounts/").status_code == 403
    assert signed_in("anquan").get("/access/accounts/").status_code == 200


def test_the_list_says_nothing_of_when_an_account_was_used(world: World) -> None:
    shown = signed_in("xitong").get("/access/accounts/").content.decode()
    assert "mishu" in shown
    assert "最近登录" not in shown
    assert "次登录" not in shown


def test_accounts_that_nobody_uses_are_blocked_by_rule(world: World) -> None:
    with clock.fixed(clock.now()) as time:
        time.advance(days=200)
        signed_in("xian")
        with as_system():
            blocked = identity_actions.block_idle(SYSTEM, days=180)
            assert identity_actions.block_idle(SYSTEM, days=180) == 0
        assert blocked == User.objects.filter(blocked_as=Blocked.IDLE).count() == User.objects.count() - 1
        assert User.objects.get(username="xian").is_active
        time.advance(days=1)


def test_one_opened_again_counts_as_new(world: World) -> None:
    with clock.fixed(clock.now()) as time, as_system():
        time.advance(days=200)
        identity_actions.block_idle(SYSTEM, days=180)
        identity.unblock(SYSTEM, user_id=world.users["mishu"])
        identity_actions.block_idle(SYSTEM, days=180)
        assert User.objects.get(username="mishu").is_active


@pytest.mark.parametrize("name", ["ab", "Zhang San", "张三", "a" * 41, "-abc", "a/b"])
def test_odd_user_names_are_refused(world: World, name: str) -> None:
    browser = signed_in("xitong")
    assert browser.post(f"/access/accounts/new/{world.a.staff[1]}/", {"username": name}).status_code == 422
    assert not User.objects.filter(username=name.lower()).exists()
