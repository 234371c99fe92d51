"""Joining a joint committee: a dated overlay that changes nothing else (law 1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, Refusal

pytestmark = [pytest.mark.mission("B4"), pytest.mark.mission("JX2")]

START = date(2026, 1, 1)
Tree = dict[str, int]


def tree_of(*villages: str) -> list[bodies.NewBody]:
    """A county with one township, the villages, their collectives, and two joint committees."""
    made = [
        bodies.NewBody("county", "甲县", START, key="county"),
        bodies.NewBody("township", "甲镇", START, under="county", key="town"),
        bodies.NewBody("joint_committee", "联合党委", START, under="county", key="joint"),
        bodies.NewBody("joint_committee", "另一联合党委", START, under="county", key="other"),
        bodies.NewBody("agency", "代理中心", START, under="town", key="agency"),
    ]
    for village in villages:
        made.append(bodies.NewBody("village", f"{village}村", START, under="town", key=village))
        made.append(bodies.NewBody("collective", f"{village}合作社", START, under=village, key=f"{village}c"))
    return made


@pytest.fixture
def tree(db: None) -> Iterator[Tree]:
    with as_system():
        yield bodies.add_bodies(SYSTEM, bodies=tree_of("A", "B"))


def everything_but_memberships() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from bodies_body order by id")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def test_it_changes_nothing_in_the_tree(tree: Tree) -> None:
    before = everything_but_memberships()
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START, role="centre")
    bodies.leave(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], until=date(2026, 6, 1))
    assert everything_but_memberships() == before


def test_it_holds_from_its_first_day_to_the_day_before_its_end(tree: Tree) -> None:
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START, until=date(2026, 6, 1))
    days = [date(2025, 12, 31), START, date(2026, 5, 31), date(2026, 6, 1)]
    assert [len(bodies.members_of(tree["joint"], day)) for day in days] == [0, 1, 1, 0]
    assert [line.body.id for line in bodies.joints_of(tree["A"], START)] == [tree["joint"]]


@pytest.mark.parametrize("joint", ["joint", "other"])
def test_it_refuses_to_be_in_two_places_at_once(tree: Tree, joint: str) -> None:
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START)
    with pytest.raises(Conflict) as refused:
        bodies.join(SYSTEM, joint_id=tree[joint], member_id=tree["A"], since=date(2026, 5, 1))
    assert refused.value.code == "bodies.already_member"
    assert len(bodies.members_of(tree["joint"], date(2026, 5, 1))) == 1
    assert bodies.members_of(tree["other"], date(2026, 5, 1)) == []


def test_it_allows_to_change_after_leaving(tree: Tree) -> None:
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START)
    bodies.leave(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], until=date(2026, 5, 1))
    bodies.join(SYSTEM, joint_id=tree["other"], member_id=tree["A"], since=date(2026, 5, 1))
    assert [line.body.id for line in bodies.joints_of(tree["A"], date(2026, 5, 1))] == [tree["other"]]


def test_it_refuses_what_cannot_be_a_member(tree: Tree) -> None:
    with pytest.raises(Refusal) as refused:
        bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["Ac"], since=START)
    assert refused.value.code == "bodies.wrong_union"
    assert bodies.members_of(tree["joint"], START) == []


ATTACKS = {
    "overlapping membership": (
        "insert into bodies_membership (joint_id, member_id, role, since, sole)"
        " values ({other}, {A}, 'member', '2026-03-01', true)"
    ),
    "a county as a member": (
        "insert into bodies_membership (joint_id, member_id, role, since, sole)"
        " values ({joint}, {county}, 'member', '2026-03-01', true)"
    ),
    "another member put in place": "update bodies_membership set member_id = {B}",
    "a membership removed": "delete from bodies_membership",
    "a village moved": "update bodies_body set parent_id = {county} where id = {A}",
    "a path rewritten": "update bodies_body set path = '/' where id = {A}",
    "a village that becomes a company": "update bodies_body set kind = 'company' where id = {A}",
    "a body removed": "delete from bodies_body where id = {Bc}",
    "two agencies at once": (
        "insert into bodies_agency (agency_id, client_id, since) values"
        " ({agency}, {A}, '2026-01-01'), ({agency}, {A}, '2026-02-01')"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(tree: Tree, attack: str) -> None:
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START)
    before = everything_but_memberships()
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack].format(**tree))
    assert everything_but_memberships() == before
    assert [line.body.id for line in bodies.members_of(tree["joint"], START)] == [tree["A"]]


def test_an_end_once_set_stays(tree: Tree) -> None:
    bodies.join(SYSTEM, joint_id=tree["joint"], member_id=tree["A"], since=START, until=date(2026, 6, 1))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update bodies_membership set until = null")
    assert bodies.members_of(tree["joint"], date(2026, 6, 1)) == []


def memberships_and_traces() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select count(*) from bodies_membership),"
            " (select count(*) from audit_auditrow where verb = 'bodies.join')"
        )
        found: tuple[int, int] = cursor.fetchone() or (0, 0)
    return found


def test_a_list_joins_with_one_trace_each(tree: Tree) -> None:
    before = memberships_and_traces()
    members = [bodies.NewMember(tree["joint"], tree[village], START) for village in ("A", "B")]
    made = bodies.join_many(SYSTEM, members=members)
    assert len(set(made)) == 2
    assert memberships_and_traces() == (before[0] + 2, before[1] + 2)
    assert [line.body.id for line in bodies.members_of(tree["joint"], START)] == [tree["A"], tree["B"]]


def test_a_list_with_one_wrong_member_joins_nobody(tree: Tree) -> None:
    before = memberships_and_traces()
    members = [bodies.NewMember(tree["joint"], tree[place], START) for place in ("A", "county")]
    with pytest.raises(Refusal) as caught:
        bodies.join_many(SYSTEM, members=members)
    assert caught.value.code == "bodies.wrong_union"
    assert memberships_and_traces() == before


def test_a_list_of_agreements_is_kept_whole_or_not_at_all(tree: Tree) -> None:
    twice = [bodies.NewAgreement(tree["agency"], tree[village], START) for village in ("A", "B", "A")]
    with pytest.raises(Conflict):
        bodies.sign_agencies(SYSTEM, agreements=twice)
    assert bodies.clients_of(tree["agency"], START) == []
    assert len(bodies.sign_agencies(SYSTEM, agreements=twice[:2])) == 2
    assert {line.id for line in bodies.clients_of(tree["agency"], START)} == {tree["A"], tree["B"]}
