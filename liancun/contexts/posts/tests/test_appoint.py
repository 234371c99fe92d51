"""Appointing and relieving: dated, one holder where the playbook says so, never rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.contexts.posts import playbook
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

START = date(2026, 1, 1)
DAY = date(2026, 5, 30)
Places = dict[str, int]


@pytest.fixture
def places(db: None) -> Iterator[Places]:
    with as_system():
        ids = bodies.add_bodies(
            SYSTEM,
            bodies=[
                bodies.NewBody("county", "甲县", START, key="county"),
                bodies.NewBody("township", "甲镇", START, under="county", key="town"),
                bodies.NewBody("village", "A村", START, under="town", key="A"),
                bodies.NewBody("collective", "A合作社", START, under="A", key="Ac"),
                bodies.NewBody("branch", "A党支部", START, under="A", key="Ab"),
            ],
        )
        made = people.add_people(
            SYSTEM, people=[people.NewPerson("王一", ids["A"]), people.NewPerson("李二", ids["A"])]
        )
        yield ids | {"wang": made[0], "li": made[1]}


def appoint(places: Places, who: str, where: str, kind: str, since: date = START) -> int:
    return posts.appoint(SYSTEM, person_id=places[who], body_id=places[where], kind=kind, since=since)


def held(places: Places, where: str, kind: str, day: date = DAY) -> list[str]:
    return [line.person_name for line in posts.holders(places[where], kind, day)]


def test_a_post_brings_its_roles_and_its_name(places: Places) -> None:
    appoint(places, "wang", "Ac", "village_clerk")
    line = posts.posts_of(places["wang"], DAY)[0]
    assert (line.kind_name, line.roles, line.title) == ("报账员", ("village_clerk",), "A村·报账员")


def test_one_person_holds_several_posts_the_highest_first(places: Places) -> None:
    appoint(places, "wang", "Ac", "collective_chair")
    appoint(places, "wang", "Ab", "branch_secretary")
    assert [line.kind for line in posts.posts_of(places["wang"], DAY)] == [
        "branch_secretary",
        "collective_chair",
    ]


def test_a_post_ends_on_its_day_and_can_be_filled_again(places: Places) -> None:
    post = appoint(places, "wang", "Ac", "village_clerk")
    posts.relieve(SYSTEM, post_id=post, until=DAY)
    appoint(places, "li", "Ac", "village_clerk", since=DAY)
    assert held(places, "Ac", "village_clerk", date(2026, 5, 29)) == ["王一"]
    assert held(places, "Ac", "village_clerk") == ["李二"]


def test_it_refuses_a_second_holder_where_there_is_one(places: Places) -> None:
    appoint(places, "wang", "Ac", "village_clerk")
    with pytest.raises(Conflict) as refused:
        appoint(places, "li", "Ac", "village_clerk", since=DAY)
    assert refused.value.code == "posts.taken"
    assert held(places, "Ac", "village_clerk") == ["王一"]


@pytest.mark.parametrize(
    ("where", "kind", "code"),
    [("Ab", "village_clerk", "posts.wrong_body"), ("Ac", "emperor", "posts.unknown_kind")],
)
def test_it_refuses_a_post_that_is_none_there(places: Places, where: str, kind: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        appoint(places, "wang", where, kind)
    assert refused.value.code == code
    assert posts.posts_of(places["wang"], DAY) == []


def test_nobody_appoints_without_the_right(places: Places) -> None:
    clerk = Actor(1, places["wang"], "王一", "", places["A"], "user")
    with pytest.raises(NotAllowed):
        posts.appoint(
            clerk, person_id=places["wang"], body_id=places["county"], kind="county_officer", since=START
        )
    assert posts.posts_of(places["wang"], DAY) == []


ATTACKS = (
    "insert into posts_post (person_id, person_name, body_id, kind, since, how, portfolio, sole)"
    " values ({li}, '李二', {Ac}, 'village_clerk', '2026-02-01', '', '', true)",
    "update posts_post set person_id = {li}",
    "update posts_post set kind = 'county_officer'",
    "delete from posts_post",
    "truncate posts_post",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(places: Places, attack: str) -> None:
    appoint(places, "wang", "Ac", "village_clerk")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(**places))
    assert held(places, "Ac", "village_clerk") == ["王一"]


def test_a_playbook_with_an_unknown_role_is_refused() -> None:
    kind = playbook.PostKind(name="皇帝", bodies=("county",), roles=("emperor",))
    faults = playbook.check(playbook.PostsSection(post={"emperor": kind}), None)
    assert [fault.code for fault in faults] == ["posts.unknown_role"]


def test_every_role_of_the_program_can_be_held(places: Places) -> None:
    assert {role for kind in posts.kinds().values() for role in kind.roles} == set(posts.ROLES)
