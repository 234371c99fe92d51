"""Looking into a village: for a reason, for hours, only reading, every page in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from liancun.contexts.access.actions import inspections as actions
from liancun.contexts.access.models import Inspection
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock, permissions
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal

REASON = "核对群众反映的补助发放名单"


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def begin(world: World, name: str = "kuaiji", hours: int = 2) -> int:
    who = actor(world, name)
    with entered(who):
        return actions.inspect(who, body_id=world.a.village, reason=REASON, hours=hours)


def sees(world: World, name: str = "kuaiji") -> bool:
    with entered(actor(world, name)):
        return people.at_homes([world.a.village]) != []


def test_it_opens_a_village_and_no_other_until_it_ends(world: World) -> None:
    with clock.fixed(clock.now()) as time:
        assert not sees(world)
        begin(world, hours=2)
        assert sees(world)
        with entered(actor(world, "kuaiji")) as scope:
            assert people.at_homes([world.b.village]) == []
            assert "正在查看" in scope.note
        time.advance(hours=2)
        assert not sees(world)


def test_ending_it_closes_the_village_at_once(world: World) -> None:
    id = begin(world)
    who = actor(world, "kuaiji")
    with entered(who):
        actions.end_inspection(who, inspection_id=id)
        actions.end_inspection(who, inspection_id=id)
    assert not sees(world)


def test_it_lets_nobody_do_anything(world: World) -> None:
    begin(world)
    who = actor(world, "kuaiji")
    with entered(who):
        assert permissions.may(who, "people.see_roll", world.a.village)
        for verb in ("people.enrol", "people.add_person", "affairs.raise_matter", "access.issue_link"):
            assert not permissions.may(who, verb, world.a.village)


@pytest.mark.parametrize("name", ["xian", "xitong", "anquan", "audit", "zhishu-b", "shuji"])
def test_whoever_has_no_such_task_is_refused(world: World, name: str) -> None:
    who = actor(world, name)
    with entered(who), pytest.raises(NotAllowed):
        actions.inspect(who, body_id=world.a.village, reason=REASON, hours=1)
    with as_system():
        assert not Inspection.objects.exists()


@pytest.mark.parametrize(("reason", "hours"), [("", 1), ("看看", 1), (REASON, 0), (REASON, 9)])
def test_without_a_reason_or_an_end_there_is_none(world: World, reason: str, hours: int) -> None:
    who = actor(world, "kuaiji")
    with entered(who), pytest.raises(Refusal):
        actions.inspect(who, body_id=world.a.village, reason=reason, hours=hours)
    assert not sees(world)


def test_a_village_that_is_not_a_client_stays_closed(world: World) -> None:
    who = actor(world, "kuaiji")
    with entered(who), pytest.raises(NotAllowed):
        actions.inspect(who, body_id=world.outside.village, reason=REASON, hours=1)


def test_the_village_and_the_auditor_see_it_and_others_do_not(world: World) -> None:
    begin(world)
    for name, seen in {"zhishu-a": True, "audit": True, "kuaiji": True, "zhishu-b": False}.items():
        shown = signed_in(name).get("/access/inspections/").content.decode()
        assert (REASON in shown) is seen, name


ATTACKS = (
    "update access_inspection set until = until + interval '4 hours'",
    "update access_inspection set closed_at = null",
    "delete from access_inspection",
    "insert into access_inspection (person_id, name, post, body_id, reason, since, until)"
    " select person_id, name, post, body_id, reason, since, since + interval '9 hours' from access_inspection",
    "insert into access_inspection (person_id, name, post, body_id, reason, since, until)"
    " select person_id + 1, name, post, body_id, reason, since, until from access_inspection",
    "insert into access_inspection (person_id, name, post, body_id, reason, since, until)"
    " select person_id, name, post, body_id, reason, since + interval '2 hours', until + interval '2 hours'"
    " from access_inspection",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses_to_stretch_it(world: World, attack: str) -> None:
    with clock.fixed(clock.now()):
        id = begin(world)
        who = actor(world, "kuaiji")
        with entered(who):
            actions.end_inspection(who, inspection_id=id)
        with entered(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_every_page_inside_is_in_the_log_and_none_outside(world: World) -> None:
    browser = signed_in("kuaiji")
    before = _pages()
    browser.get("/access/mine/")
    assert _pages() == before
    id = begin(world)
    assert browser.get(f"/people/rolls/{world.a.collective}/representative/").status_code in (200, 404)
    shown = browser.get("/access/mine/").content.decode()
    assert "正在查看" in shown
    assert _pages() == before + 2
    with as_actor(actor(world, "kuaiji")):
        actions.end_inspection(actor(world, "kuaiji"), inspection_id=id)
    browser.get("/access/mine/")
    assert _pages() == before + 2


def _pages() -> int:
    """Rows written aside are there although the test's own transaction is undone."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from audit_auditrow where verb = 'access.inspected_page'")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def test_the_page_asks_and_begins(world: World) -> None:
    browser = signed_in("fuhe")
    assert browser.get("/access/inspections/new/").status_code == 200
    form = {"body": world.a.village, "reason": "看", "hours": "2"}
    assert browser.post("/access/inspections/new/", form).status_code == 422
    form["reason"] = REASON
    assert browser.post("/access/inspections/new/", form).status_code == 302
    with as_system():
        row = Inspection.objects.get()
    assert row.until - row.since == timedelta(hours=2)
    assert browser.post(f"/access/inspections/{row.pk}/end/").status_code == 302
    with as_system():
        assert Inspection.objects.get().closed_at is not None
