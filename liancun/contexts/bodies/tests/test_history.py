"""Names, codes and places by day: changed for the days to come, never for those that were."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.conftest import PAPER, START, Tree
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, Refusal

LATER = date(2024, 5, 1)
YET_LATER = date(2025, 3, 1)


def rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {table} order by id")
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def name_on(id: int, day: date) -> str | None:
    line = bodies.line_on(id, day)
    return line.name if line else None


def test_a_name_holds_until_the_day_before_the_next(land: Tree) -> None:
    village = land["v11"]
    made = bodies.rename(SYSTEM, body_id=village, name="东镇新甲村", since=LATER, basis=PAPER)
    assert made.name == "东镇新甲村"
    before = LATER - timedelta(days=1)
    assert [name_on(village, day) for day in (before, LATER)] == ["东镇甲村", "东镇新甲村"]
    assert name_on(village, START - timedelta(days=1)) is None
    assert [line.change for line in bodies.versions_of(village)] == ["registered", "renamed"]
    assert bodies.versions_of(village)[1].basis == PAPER


def test_an_old_code_finds_the_area_on_its_days(land: Tree) -> None:
    village = land["v11"]
    bodies.recode(SYSTEM, body_id=village, code="990101101299", since=LATER, basis=PAPER)
    for code, day in (("990101101201", START), ("990101101299", LATER)):
        found = bodies.find(code, day)
        assert found is not None
        assert found.id == village
    assert bodies.find("990101101201", LATER) is None
    last = bodies.find("990101101201")
    assert last is not None
    assert last.id == village


def test_a_freed_code_may_be_given_again_and_each_day_has_one_holder(land: Tree) -> None:
    bodies.recode(SYSTEM, body_id=land["v11"], code="990101101299", since=LATER, basis=PAPER)
    bodies.recode(SYSTEM, body_id=land["v12"], code="990101101201", since=YET_LATER, basis=PAPER)
    holders = {}
    for day in (START, LATER, YET_LATER):
        line = bodies.find("990101101201", day)
        holders[day] = line.id if line else None
    assert holders == {START: land["v11"], LATER: None, YET_LATER: land["v12"]}


def test_two_areas_cannot_carry_one_code(land: Tree) -> None:
    before = rows("bodies_bodyversion")
    with pytest.raises(Conflict) as caught:
        bodies.recode(SYSTEM, body_id=land["v12"], code="990101101201", since=LATER, basis=PAPER)
    assert caught.value.code == "bodies.code_taken"
    assert rows("bodies_bodyversion") == before


def test_a_village_moves_with_all_its_bodies_and_the_past_stays(land: Tree) -> None:
    village = land["v11"]
    bodies.move(SYSTEM, body_id=village, parent_id=land["t2"], since=LATER, basis=PAPER)
    assert set(bodies.subtree_ids(land["t2"])) >= {village, land["v11b"], land["v11c"], land["v11p"]}
    assert village not in bodies.subtree_ids(land["t1"])
    assert [line.id for line in bodies.above_on(village, START)] == [land["county"], land["t1"]]
    assert [line.id for line in bodies.above_on(land["v11b"], LATER)] == [land["county"], land["t2"], village]
    assert village in {line.id for line in bodies.children_on(land["t1"], START)}
    assert village not in {line.id for line in bodies.children_on(land["t1"], LATER)}
    counts = [bodies.below_on([land["t2"]], day)[land["t2"]].villages for day in (START, LATER)]
    assert counts == [3, 4]


def test_joining_never_moves(land: Tree) -> None:
    before = rows("bodies_body"), rows("bodies_bodyversion")
    bodies.join(SYSTEM, joint_id=land["joint"], member_id=land["v11"], since=LATER)
    assert (rows("bodies_body"), rows("bodies_bodyversion")) == before
    with pytest.raises(Refusal) as caught:
        bodies.move(SYSTEM, body_id=land["v11"], parent_id=land["joint"], since=LATER, basis=PAPER)
    assert caught.value.code == "bodies.wrong_move"
    with pytest.raises(Refusal):
        bodies.move(SYSTEM, body_id=land["company"], parent_id=land["t1"], since=LATER, basis=PAPER)
    assert (rows("bodies_body"), rows("bodies_bodyversion")) == before


def test_a_merged_village_becomes_part_of_its_heir_and_its_collective_stays_whole(land: Tree) -> None:
    gone, heir = land["v11"], land["v12"]
    bodies.join(SYSTEM, joint_id=land["joint"], member_id=gone, since=START)
    bodies.merge(SYSTEM, body_id=gone, into_id=heir, day=LATER, basis=PAPER)
    assert bodies.members_of(land["joint"], LATER) == []
    assert len(bodies.members_of(land["joint"], START)) == 1
    assert gone not in {line.id for line in bodies.children_on(land["t1"], LATER)}
    assert land["v11c"] in bodies.subtree_ids(heir)
    assert bodies.line_on(land["v11c"], LATER) is not None
    assert bodies.line_on(land["v11b"], LATER) is None
    assert bodies.part_of(heir, "collective").id == land["v12c"]
    end = bodies.end_of(gone)
    assert end is not None
    assert (end.day, end.into_id, end.basis) == (LATER, heir, PAPER)
    assert [one.body_id for one in bodies.merged_into(heir, LATER)] == [gone]
    assert [line.id for line in bodies.above_on(gone, START)] == [land["county"], land["t1"]]
    branch_end = bodies.end_of(land["v11b"])
    assert branch_end is not None
    assert branch_end.into_id == land["v12b"]


def test_villages_of_a_merged_township_come_under_its_heir(land: Tree) -> None:
    bodies.merge(SYSTEM, body_id=land["t1"], into_id=land["t2"], day=LATER, basis=PAPER)
    below = {line.id for line in bodies.children_on(land["t2"], LATER) if line.is_village}
    assert below == {land[f"v{town}{village}"] for town in (1, 2) for village in (1, 2, 3)}
    assert bodies.get(land["v11"]).parent_id == land["t2"]
    assert len(bodies.children_on(land["t1"], START)) == 3


def test_a_joint_body_hands_its_members_to_its_heir(land: Tree) -> None:
    for village in ("v11", "v12"):
        bodies.join(SYSTEM, joint_id=land["joint"], member_id=land[village], since=START, role="centre")
    bodies.merge(SYSTEM, body_id=land["joint"], into_id=land["other"], day=LATER, basis=PAPER)
    found = bodies.members_of(land["other"], LATER)
    assert {(line.body.id, line.role, line.since) for line in found} == {
        (land["v11"], "centre", LATER),
        (land["v12"], "centre", LATER),
    }


def test_what_still_holds_property_or_areas_is_not_abolished(land: Tree) -> None:
    before = rows("bodies_body")
    for body in ("v11", "t1"):
        with pytest.raises(Conflict) as caught:
            bodies.abolish(SYSTEM, body_id=land[body], day=LATER, basis=PAPER)
        assert caught.value.code == "bodies.still_below"
    assert rows("bodies_body") == before


def test_an_abolished_joint_body_frees_its_members(land: Tree) -> None:
    bodies.join(SYSTEM, joint_id=land["joint"], member_id=land["v11"], since=START)
    bodies.abolish(SYSTEM, body_id=land["joint"], day=LATER, basis=PAPER)
    bodies.join(SYSTEM, joint_id=land["other"], member_id=land["v11"], since=LATER)
    with pytest.raises(Conflict) as caught:
        bodies.rename(SYSTEM, body_id=land["joint"], name="再来", since=YET_LATER, basis=PAPER)
    assert caught.value.code == "bodies.ended"
    with pytest.raises(Conflict) as caught:
        bodies.join(SYSTEM, joint_id=land["joint"], member_id=land["v13"], since=LATER)
    assert caught.value.code == "bodies.not_then"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"basis": " "}, "bodies.no_basis"),
        ({"since": START}, "bodies.too_early"),
        ({"since": date(2999, 1, 1)}, "bodies.ahead"),
        ({"name": "东镇甲村", "short_name": "甲村"}, "bodies.no_change"),
    ],
)
def test_a_change_is_refused_with_its_reason(land: Tree, change: dict[str, Any], code: str) -> None:
    before = rows("bodies_bodyversion")
    with pytest.raises(Refusal) as caught:
        bodies.rename(
            SYSTEM, **{"body_id": land["v11"], "name": "新村", "since": LATER, "basis": PAPER, **change}
        )
    assert caught.value.code == code
    assert rows("bodies_bodyversion") == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(1, 2000), st.text("甲乙丙丁", min_size=1, max_size=3)), max_size=8)
)
def test_dated_names_touch_and_later_changes_leave_earlier_days_alone(
    land: Tree, steps: list[tuple[int, str]]
) -> None:
    """Whatever is asked: no gap, no overlap, and what was read for a day stays what it was."""
    with transaction.atomic():
        village = land["v21"]
        seen: dict[date, str | None] = {}
        for offset, name in steps:
            day = START + timedelta(days=offset)
            before = {at: name_on(village, at) for at in _days() if at < day}
            try:
                bodies.rename(SYSTEM, body_id=village, name=f"西镇{name}村", since=day, basis=PAPER)
            except Refusal:
                continue
            assert {at: name_on(village, at) for at in before} == before
            seen[day] = f"西镇{name}村"
        versions = bodies.versions_of(village)
        assert versions[0].since == START
        assert versions[-1].until is None
        assert all(one.until == two.since for one, two in itertools.pairwise(versions))
        assert {day: name_on(village, day) for day in seen} == seen
        assert versions[-1].name == bodies.get(village).name
        transaction.set_rollback(True)


def _days() -> list[date]:
    return [START + timedelta(days=step) for step in range(0, 2100, 60)]


ATTACKS = {
    "a name written over": "update bodies_body set name = '假' where id = {v11}",
    "an end taken back": "update bodies_body set until = null where id = {v13}",
    "an end by hand": "update bodies_body set until = '2025-01-01' where id = {v11}",
    "a version rewritten": "update bodies_bodyversion set name = '假' where body_id = {v11}",
    "a version removed": "delete from bodies_bodyversion where body_id = {v11}",
    "a version into the past": (
        "insert into bodies_bodyversion (body_id, change, since, name, short_name, name_pinyin, code, basis, keys,"
        " parent_id) values ({v11}, 'renamed', '2019-01-01', '假', '假', 'jia', '', 'x', '', {t1})"
    ),
    "a second beginning": (
        "insert into bodies_bodyversion (body_id, change, since, name, short_name, name_pinyin, code, basis, keys,"
        " parent_id) values ({v11}, 'registered', '2024-01-01', '假', '假', 'jia', '', 'x', '', {t1})"
    ),
    "a village placed under a union": (
        "insert into bodies_bodyversion (body_id, change, since, name, short_name, name_pinyin, code, basis, keys,"
        " parent_id) values ({v11}, 'moved', '2024-01-01', '假', '假', 'jia', '', 'x', '', {joint})"
    ),
    "a township under its own village": (
        "insert into bodies_bodyversion (body_id, change, since, name, short_name, name_pinyin, code, basis, keys,"
        " parent_id) values ({t1}, 'moved', '2024-01-01', '假', '假', 'jia', '', 'x', '', {v11})"
    ),
    "a village ended twice": "insert into bodies_bodyend (body_id, day, basis) values ({v13}, '2025-01-01', 'x')",
    "an end without a paper": "insert into bodies_bodyend (body_id, day, basis) values ({v11}, '2025-01-01', '')",
    "a village ended while a member": (
        "insert into bodies_bodyend (body_id, day, basis) values ({v12}, '2025-01-01', 'x')"
    ),
    "a village merged into a company": (
        "insert into bodies_bodyend (body_id, day, basis, into_id) values ({v11}, '2025-01-01', 'x', {company})"
    ),
    "an end rewritten": "update bodies_bodyend set day = '2025-01-01'",
    "an end removed": "delete from bodies_bodyend",
    "a member of what is no more": (
        "insert into bodies_membership (joint_id, member_id, role, since, sole, joint_kind, basis, end_basis)"
        " values ({other}, {v13}, 'member', '2025-01-01', true, '', '', '')"
    ),
    "another kind of union written to get around": (
        "insert into bodies_membership (joint_id, member_id, role, since, sole, joint_kind, basis, end_basis)"
        " values ({other}, {v12}, 'member', '2025-01-01', true, 'alliance', '', '')"
    ),
    "a profile of a village": (
        "insert into bodies_jointprofile (body_id, since, nature, bond, mode, setting, basis)"
        " values ({v11}, '2025-01-01', 'functional', '', '', '', '')"
    ),
    "a form rewritten": "update bodies_body set form = 'joint' where id = {v11}",
    "a body that may join by decree": "update bodies_body set joins = true where id = {t1}",
    "a history truncated": "truncate bodies_bodyversion",
}
# Our own two, a constraint, an exclusion, a missing grant; never a column left out by the attacker.
REFUSALS = ("LC001", "LC002", "23514", "23505", "23P01", "42501")
TABLES = ("bodies_body", "bodies_bodyversion", "bodies_bodyend", "bodies_membership", "bodies_jointprofile")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(land: Tree, attack: str) -> None:
    bodies.merge(SYSTEM, body_id=land["v13"], into_id=land["v12"], day=LATER, basis=PAPER)
    bodies.join(SYSTEM, joint_id=land["joint"], member_id=land["v12"], since=LATER)
    before = [rows(table) for table in TABLES]
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack].format(**land))
    assert getattr(refused.value.__cause__, "sqlstate", "") in REFUSALS
    assert [rows(table) for table in TABLES] == before
