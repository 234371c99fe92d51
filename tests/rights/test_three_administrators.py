"""System, security and audit administration are three persons, and none of them handles business (三员分立)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import NoReverseMatch, reverse

from liancun.contexts.access import api as access
from liancun.contexts.access import rules
from liancun.contexts.access.rules import Grant
from liancun.contexts.posts import api as posts
from liancun.contexts.posts.models import Post
from liancun.contexts.posts.rules import offices
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import current, entered_as_user
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict
from tests.house.permission_table import rows

ADMINISTRATORS = {"xitong": "system_admin", "anquan": "security_admin", "audit": "auditor"}
# What the pages of an administrator are: accounts, keys, grants, the log.
OWN = ("access:", "audit:")
ALSO = {
    ("audit", "assessment:scores"): "the auditor checks how scores came about",
    ("audit", "people:impact"): "the assessment of impact shows kinds of data, and no datum",
    ("anquan", "people:impact"): "the assessment of impact shows kinds of data, and no datum",
    ("anquan", "people:sign_impact"): "signing the assessment is the security administrator's own task",
}


def person_of(world: World, name: str) -> int:
    with as_system():
        found = world.actor(name).person_id
    assert found is not None
    return found


def appoint(world: World, person: int, kind: str, body: int, since: date | None = None) -> int:
    with as_system():
        return posts.appoint(SYSTEM, person_id=person, body_id=body, kind=kind, since=since or clock.today())


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_no_person_holds_two_of_them_or_handles_business(world: World, name: str) -> None:
    person, before = person_of(world, name), Post.objects.count()
    wanted = [(kind, world.county) for kind in ADMINISTRATORS.values() if kind != ADMINISTRATORS[name]]
    wanted += [("county_officer", world.county), ("village_clerk", world.outside.collective)]
    for kind, body in wanted:
        with pytest.raises(Conflict) as refused, transaction.atomic():
            appoint(world, person, kind, body, since=date(2030, 1, 1))
        assert refused.value.code in ("posts.apart", "posts.taken")
    assert Post.objects.count() == before


def test_who_handles_business_becomes_no_administrator(world: World) -> None:
    for kind in ADMINISTRATORS.values():
        with pytest.raises(Conflict) as refused, transaction.atomic():
            appoint(world, world.a.staff[0], kind, world.county)
        assert refused.value.code == "posts.apart"


def test_one_after_the_other_is_allowed(world: World) -> None:
    person = person_of(world, "anquan")
    with as_system():
        held = posts.posts_of(person, clock.today())[0]
        posts.relieve(SYSTEM, post_id=held.id, until=clock.today())
    assert appoint(world, person, "auditor", world.county)


def test_the_database_refuses_what_no_form_asked(world: World) -> None:
    person = person_of(world, "audit")
    insert = (
        "insert into posts_post (person_id, person_name, body_id, kind, since, how, portfolio, sole, office, way,"
        " decision, speciality, end_note, struck_by, struck_reason)"
        " values (%s, '张三', %s, %s, %s, '', '', false, %s, '', '', '', '', '', '')"
    )
    attacks = [
        ("system_admin", "system"),
        ("system_admin", ""),
        ("county_officer", "business"),
        ("auditor", "business"),
    ]
    for kind, office in attacks:
        with as_system(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [person, world.county, kind, date(2020, 1, 1), office])


def test_a_playbook_that_mixes_them_is_refused() -> None:
    assert offices.mixes(["auditor", "system_admin"])
    assert offices.mixes(["auditor", "county_officer"])
    assert not offices.mixes(["auditor"])
    assert not offices.mixes(["county_officer", "township_officer"])
    assert not offices.mixes([])


def _grant(role: str, in_stead_of: str = "") -> Grant:
    return Grant(role, 1, "x", "x", 1, "x", 1, in_stead_of)


def test_a_right_that_came_by_standing_in_is_cut_off() -> None:
    kept = rules.apart([_grant("auditor"), _grant("county_officer", "张三")])
    assert [grant.role for grant in kept] == ["auditor"]
    assert rules.apart([_grant("auditor"), _grant("system_admin")]) == []
    assert len(rules.apart([_grant("county_officer"), _grant("supervisor")])) == 2


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_they_read_nothing_of_any_business(world: World, name: str) -> None:
    with entered_as_user(world.users[name]) as actor:
        now = current()
        assert now is not None
        scope = now[1]
        assert (scope.bodies, scope.books, scope.people, scope.everything) == ((), (), (), False)
        assert scope.audit is (name == "audit")
        assert {grant.role for grant in access.grants_of(actor)} == {ADMINISTRATORS[name]}


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_they_open_no_page_that_a_village_outside_may_not_open(world: World, name: str) -> None:
    """Of pages without a thing in the address: only those open to all who sign in, and their own."""
    browser = signed_in(name)
    wrong = []
    for row in rows():
        if row.method != "GET" or row.route.startswith(OWN) or row.statuses["clerk E"] == 200:
            continue
        try:
            address = reverse(row.route)
        except NoReverseMatch:
            continue
        if browser.get(address).status_code == 200 and (name, row.route) not in ALSO:
            wrong.append(row.route)
    assert wrong == []
