"""Pairings: dated, of kinds the playbook names, counted as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

START = date(2026, 1, 1)
TODAY = date(2026, 6, 1)
KIND = "strong_weak"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def person(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def paired(world: World, since: date = START) -> int:
    officer = person(world, "xiangzhen")
    with as_actor(officer):
        return bodies.pair(
            officer, kind=KIND, helper_id=world.a.village, helped_id=world.b.village, since=since
        )


def places(world: World, villages: int, helpers: int, kind: str = "company") -> tuple[list[int], list[int]]:
    """New villages and helping units of the township, generated."""
    asked = [
        *(
            bodies.NewBody("village", f"示范{n}村", START, under=world.township, key=f"v{n}")
            for n in range(villages)
        ),
        *(bodies.NewBody(kind, f"单位{n}", START, under=world.township, key=f"u{n}") for n in range(helpers)),
    ]
    ids = bodies.add_bodies(SYSTEM, bodies=asked)
    return [ids[f"v{n}"] for n in range(villages)], [ids[f"u{n}"] for n in range(helpers)]


@pytest.mark.mission("NR8")
def test_a_hundred_and_ten_weak_villages_are_paired_with_twenty_nine_strong_ones(world: World) -> None:
    with as_system():
        villages, _none = places(world, 139, 0)
        strong, weak = villages[:29], villages[29:]
        pairs = [bodies.NewPairing(KIND, strong[n % 29], village, START) for n, village in enumerate(weak)]
        assert len(bodies.pair_many(SYSTEM, pairings=pairs)) == 110
        found = bodies.pairing_counts(TODAY)[KIND]
        assert bodies.pairing_counts(START - timedelta(1)) == {}
    assert (found.pairings, found.helpers, found.helped) == (110, 29, 110)


@pytest.mark.mission("JX8")
def test_forty_eight_units_help_ninety_two_villages_along_four_lines(world: World) -> None:
    with as_system():
        villages, units = places(world, 92, 48, kind="organ")
        pairs = [
            bodies.NewPairing("organ_village", units[n % 48], village, START)
            for n, village in enumerate(villages)
        ]
        ids = bodies.pair_many(SYSTEM, pairings=pairs)
        for line in ("支部联建", "规划共谋", "产业共推", "治理共抓"):
            bodies.set_goal(
                SYSTEM, pairing_id=ids[0], line=line, measure="全年活动", target=Decimal(4), due_on=TODAY
            )
        found = bodies.pairing_counts(TODAY)["organ_village"]
        assert len(bodies.pairings_of(units[0], TODAY)) == 2
        assert len(bodies.pairing(ids[0]).goals) == 4
    assert (found.pairings, found.helpers, found.helped) == (92, 48, 92)


def test_goals_results_and_the_closing_are_kept(world: World) -> None:
    id, officer, clerk = paired(world), person(world, "xiangzhen"), person(world, "baozhang-b")
    with as_actor(officer):
        goal = bodies.set_goal(
            officer,
            pairing_id=id,
            measure="村集体收入",
            target=Decimal("100000"),
            unit="元",
            due_on=date(2026, 12, 31),
        )
    with as_actor(clerk):
        bodies.record_result(
            clerk, pairing_id=id, goal_id=goal, quantity=Decimal("42000"), note="合种 30 亩", reached_on=TODAY
        )
    with as_actor(officer):
        bodies.close_pairing(officer, pairing_id=id, until=date(2027, 1, 1), outcome="已摘帽，转为互助")
        found = bodies.pairing(id)
    assert found.goals[0].latest is not None
    assert (found.goals[0].latest.quantity, found.goals[0].latest.recorded_by_name) == (
        Decimal(42000),
        clerk.name,
    )
    assert (found.line.until, found.line.outcome) == (date(2027, 1, 1), "已摘帽，转为互助")
    with pytest.raises(Conflict), as_actor(clerk):
        bodies.record_result(clerk, pairing_id=id, note="迟到的成效", reached_on=TODAY)


@pytest.mark.parametrize(
    ("helper", "helped", "kind", "code"),
    [
        ("a", "a", KIND, "bodies.self_pair"),
        ("a", "b", "organ_village", "bodies.wrong_pair"),
        ("a", "b", "nothing", "bodies.pairing_kind"),
        ("c", "b", KIND, "bodies.paired_already"),
    ],
)
def test_a_wrong_pair_is_refused(world: World, helper: str, helped: str, kind: str, code: str) -> None:
    paired(world)
    with as_system():
        before = bodies.pairings(TODAY)
        with pytest.raises(Refusal) as caught:
            bodies.pair(
                SYSTEM,
                kind=kind,
                helper_id=world.seat(helper).village,
                helped_id=world.seat(helped).village,
                since=TODAY,
            )
        assert bodies.pairings(TODAY) == before
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["zhishu-a", "baozhang-b", "shuji", "kuaiji"])
def test_nobody_else_pairs(world: World, name: str) -> None:
    actor = person(world, name)
    with pytest.raises(NotAllowed), as_actor(actor):
        bodies.pair(actor, kind=KIND, helper_id=world.a.village, helped_id=world.b.village, since=TODAY)
    with as_system():
        assert bodies.pairings(TODAY) == (0, [])


def test_only_the_two_and_those_above_see_it(world: World) -> None:
    paired(world)
    seen = {}
    for name in ("zhishu-a", "baozhang-b", "shuji", "xian", "zhishu-c", "zhishu-e"):
        actor = person(world, name)
        with as_actor(actor):
            seen[name] = bodies.pairings(TODAY)[0]
    assert seen == {"zhishu-a": 1, "baozhang-b": 1, "shuji": 1, "xian": 1, "zhishu-c": 0, "zhishu-e": 0}


ATTACKS = (
    "update bodies_pairing set helper_id = helper_id",
    "update bodies_pairing set until = null",
    "update bodies_pairing set outcome = 'x'",
    "delete from bodies_pairing",
    "update bodies_pairinggoal set target = 1",
    "delete from bodies_pairinggoal",
    "insert into bodies_pairing (kind, helper_id, helped_id, since, outcome, sole)"
    " values ('strong_weak', {a}, {b}, '2026-02-01', '', false)",
    "insert into bodies_pairing (kind, helper_id, helped_id, since, outcome, sole)"
    " values ('strong_weak', {c}, {b}, '2026-02-01', '', true)",
    "insert into bodies_pairing (kind, helper_id, helped_id, since, outcome, sole)"
    " values ('x', {a}, {a}, '2026-02-01', '', false)",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(world: World, attack: str) -> None:
    id = paired(world)
    with as_system():
        bodies.set_goal(SYSTEM, pairing_id=id, measure="收入", due_on=TODAY)
        bodies.close_pairing(SYSTEM, pairing_id=id, until=TODAY, outcome="完成")
        before = bodies.pairing(id)
        with (
            pytest.raises((DatabaseError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attack.format(a=world.a.village, b=world.b.village, c=world.c.village))
        assert bodies.pairing(id) == before


PERIODS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 100), st.booleans()), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERIODS)
def test_a_helped_village_never_has_two_strong_helpers_on_one_day(
    world: World, periods: list[tuple[int, int, bool]]
) -> None:
    """Pairings come in any order; those that would overlap are refused, and history stays as it was."""
    helped = world.b.village
    with as_system(), transaction.atomic():
        kept: dict[int, tuple[date, date, int]] = {}
        for offset, length, other in periods:
            since = START + timedelta(offset)
            until = since + timedelta(length)
            helper = (world.c if other else world.a).village
            new = bodies.NewPairing(KIND, helper, helped, since, until)
            overlaps = any(since < end and begin < until for begin, end, _ in kept.values())
            if overlaps:
                with pytest.raises(Conflict):
                    bodies.pair_many(SYSTEM, pairings=[new])
            else:
                kept[bodies.pair_many(SYSTEM, pairings=[new])[0]] = (since, until, helper)
        for day in (START + timedelta(n) for n in range(0, 400, 7)):
            found = {line.id: line.helper_id for line in bodies.pairings_of(helped, day)}
            assert found == {id: helper for id, (begin, end, helper) in kept.items() if begin <= day < end}
        transaction.set_rollback(True)
