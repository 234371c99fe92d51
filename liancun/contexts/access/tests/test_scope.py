"""What a person's posts let them read, and what the database shows them then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liancun.contexts.access import api as access
from liancun.contexts.bodies import api as bodies
from liancun.contexts.identity import api as identity
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock, permissions
from liancun.framework.actors import Actor
from liancun.framework.permissions import Rule
from liancun.framework.scope import entered, entered_as_user
from liancun.framework.testing import SYSTEM, as_system

START = date(2026, 1, 1)
TODAY = date(2026, 5, 30)
POSTS = {
    "county": ("county", "county_officer"),
    "auditor": ("county", "auditor"),
    "town": ("town", "township_officer"),
    "leader": ("town", "township_leader"),
    "secretary": ("joint", "committee_secretary"),
    "accountant": ("agency", "agency_accountant"),
    "secretary A": ("Ab", "branch_secretary"),
    "clerk A": ("Ac", "village_clerk"),
    "clerk B": ("Bc", "village_clerk"),
    "clerk C": ("Cc", "village_clerk"),
}


class Small:
    """A county, one township, villages A and B in a joint committee, C outside; A's books kept by the agency."""

    def __init__(self) -> None:
        self.ids = bodies.add_bodies(SYSTEM, bodies=_bodies())
        for member in ("A", "B"):
            bodies.join(SYSTEM, joint_id=self.ids["joint"], member_id=self.ids[member], since=START)
        bodies.sign_agency(SYSTEM, agency_id=self.ids["agency"], client_id=self.ids["A"], since=START)
        self.users = {name: self._person(name) for name in POSTS}

    def _person(self, name: str) -> int:
        where, kind = POSTS[name]
        user = identity.create_user(
            SYSTEM, username=name.replace(" ", ""), name=name, password="Tian-2026-ye"
        )
        home = self.ids[where[0]] if where[0] in "ABC" else self.ids["town"]
        person = people.add_person(SYSTEM, name=name, home_id=home, user_id=user, phone="13800005678")
        posts.appoint(SYSTEM, person_id=person, body_id=self.ids[where], kind=kind, since=START)
        return user

    def actor(self, name: str) -> Actor:
        with entered_as_user(self.users[name]) as actor:
            return actor

    def below(self, *names: str) -> set[int]:
        return {id for name in names for id in bodies.subtree_ids(self.ids[name])}


def _bodies() -> list[bodies.NewBody]:
    made = [
        bodies.NewBody("county", "甲县", START, key="county"),
        bodies.NewBody("township", "甲镇", START, under="county", key="town"),
        bodies.NewBody("joint_committee", "联合党委", START, under="county", key="joint"),
        bodies.NewBody("agency", "代理中心", START, under="town", key="agency"),
    ]
    for village in "ABC":
        made.append(bodies.NewBody("village", f"{village}村", START, under="town", key=village))
        made.append(bodies.NewBody("collective", f"{village}合作社", START, under=village, key=f"{village}c"))
        made.append(bodies.NewBody("branch", f"{village}党支部", START, under=village, key=f"{village}b"))
    return made


@pytest.fixture
def small(db: None) -> Iterator[Small]:
    with clock.fixed(TODAY), as_system():
        yield Small()


def test_a_clerk_reads_the_own_village_and_its_joint_committee_only(small: Small) -> None:
    with entered(small.actor("clerk A")) as scope:
        assert set(scope.bodies) == small.below("A") | {small.ids["joint"]}
        assert set(scope.books) == small.below("A")
        assert set(scope.people) == small.below("A")
        assert not scope.everything
        assert not scope.audit


def test_a_committee_reads_its_members_and_no_book(small: Small) -> None:
    with entered(small.actor("secretary")) as scope:
        assert set(scope.bodies) == {small.ids["joint"]} | small.below("A", "B")
        assert scope.books == ()
        assert scope.people == ()


def test_an_agency_reads_the_books_of_its_clients_only(small: Small) -> None:
    with entered(small.actor("accountant")) as scope:
        assert set(scope.books) == small.below("A")
        assert set(scope.bodies) == small.below("A", "agency")


def test_an_agency_reads_nothing_after_the_agreement_ends(small: Small) -> None:
    actor = small.actor("accountant")
    with connection.cursor() as cursor:
        cursor.execute("update bodies_agency set until = %s", [TODAY])
    with entered(actor) as scope:
        assert scope.books == ()


def test_a_county_officer_reads_the_county_and_an_auditor_the_log_alone(small: Small) -> None:
    with entered(small.actor("county")) as scope:
        assert set(scope.books) == small.below("county")
        assert not scope.everything
    with entered(small.actor("auditor")) as scope:
        assert scope.audit
        assert (scope.bodies, scope.books, scope.people) == ((), (), ())


def test_a_stranger_and_a_user_without_post_read_nothing(small: Small) -> None:
    idle = identity.create_user(SYSTEM, username="idle", name="闲人", password="Tian-2026-ye")
    with entered_as_user(idle) as actor:
        assert actor.body_id is None
        assert permissions.may(actor, "people.enrol", None) is False
    with entered(Actor.stranger()) as scope:
        assert scope.bodies == ()


def test_another_villages_persons_are_not_seen_nor_changed(small: Small) -> None:
    with entered(small.actor("clerk A")), connection.cursor() as cursor:
        cursor.execute("select distinct home_id from people_person")
        assert cursor.fetchall() == [(small.ids["A"],)]
        cursor.execute("update people_person set name = '改' where home_id = %s", [small.ids["B"]])
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("update people_person set home_id = %s", [small.ids["B"]])


MAY = [
    ("clerk A", "self", "A", True),
    ("clerk A", "self", "Ac", True),
    ("clerk A", "self", "B", False),
    ("clerk A", "joint", "joint", True),
    ("clerk C", "joint", "joint", False),
    ("secretary", "members", "Bc", True),
    ("secretary", "members", "C", False),
    ("secretary", "self", "joint", True),
    ("accountant", "clients", "Ac", True),
    ("accountant", "clients", "B", False),
    ("town", "subtree", "C", True),
    ("town", "subtree", "joint", False),
    ("county", "subtree", "joint", True),
]


@pytest.mark.parametrize(("who", "relation", "where", "allowed"), MAY)
def test_a_role_reaches_by_its_relation(
    small: Small, who: str, relation: Any, where: str, allowed: bool
) -> None:
    actor = small.actor(who)
    role = access.grants_of(actor)[0].role
    resolver = permissions.resolver()
    assert resolver is not None
    assert resolver.may(actor, (Rule("any", role, relation),), small.ids[where]) is allowed
    assert resolver.may(actor, (Rule("any", "auditor", relation),), small.ids[where]) is False


def test_it_names_the_person_with_the_highest_post(small: Small) -> None:
    actor = small.actor("secretary A")
    assert (actor.name, actor.post, actor.body_id) == ("secretary A", "A村·村党支部书记", small.ids["Ab"])


def test_it_takes_as_many_statements_for_a_county_as_for_a_village(small: Small) -> None:
    counts = {}
    for name in ("county", "clerk A"):
        posts.kinds()
        with CaptureQueriesContext(connection) as captured, entered_as_user(small.users[name]) as actor:
            for body in small.ids.values():
                permissions.may(actor, "people.enrol", body)
        reads = [
            query["sql"]
            for query in captured
            if "from" in query["sql"].lower() and "set_config" not in query["sql"]
        ]
        counts[name] = len([sql for sql in reads if "playbookversion" not in sql])
    assert counts["county"] == counts["clerk A"] <= 4
