"""Facts of a body by year: entered once, corrected beside what was there, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.queries.facts import fact_register, fact_values
from liancun.contexts.bodies.rules import facts as rules
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed, Place, Refusal, Refusals

TODAY = date(2026, 6, 1)
YEARBOOK = "2025 年农村经营管理统计年报"


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


@pytest.fixture
def clerk(world: World) -> Actor:
    with as_system():
        return world.actor("baozhang-a")


def fact(world: World, code: str = "population", value: Any = 1200, year: int = 2025) -> bodies.NewFact:
    return bodies.NewFact(world.a.village, code, year, value, YEARBOOK)


def enter(actor: Actor, *facts: bodies.NewFact, reason: str = "") -> bodies.Entered:
    with as_actor(actor):
        return bodies.record_facts(actor, facts=facts, reason=reason)


def held(world: World, year: int = 2025) -> dict[str, bodies.FactLine]:
    with as_system():
        return bodies.facts_of([world.a.village], year).get(world.a.village, {})


def rows() -> int:
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select count(*) from bodies_bodyfact")
        found: int = (cursor.fetchone() or (0,))[0]
    return found


def test_values_of_every_kind_are_kept(world: World, clerk: Actor) -> None:
    done = enter(
        clerk,
        fact(world, "population", 1200),
        fact(world, "land_cropland", Decimal("3210.55")),
        fact(world, "parcel_point", True),
        fact(world, "road_class", "三级"),
        fact(world, "collective_income", "1,856,000.20"),
        fact(world, "industry_sorghum", "85.5"),
    )
    assert done == bodies.Entered(new=6)
    found = held(world)
    assert found["population"].quantity == 1200
    assert found["land_cropland"].quantity == Decimal("3210.55")
    assert found["parcel_point"].quantity == 1
    assert found["road_class"].wording == "三级"
    assert found["collective_income"].quantity == Decimal("1856000.20")
    assert found["population"].source == YEARBOOK
    assert found["population"].entered_by_name == clerk.name


def test_the_same_list_twice_changes_nothing(world: World, clerk: Actor) -> None:
    enter(clerk, fact(world))
    before = rows()
    assert enter(clerk, fact(world), fact(world, "households", 310)) == bodies.Entered(new=1, same=1)
    assert rows() == before + 1


def test_a_second_value_is_a_correction_that_keeps_the_first(world: World, clerk: Actor) -> None:
    enter(clerk, fact(world))
    assert enter(clerk, fact(world, value=1215), reason="漏报 15 人") == bodies.Entered(corrected=1)
    assert held(world)["population"].quantity == 1215
    with as_system():
        values = [(line.sequence, line.quantity, line.reason) for line in fact_values(world.a.village, 2025)]
    assert values == [(2, Decimal(1215), "漏报 15 人"), (1, Decimal(1200), "")]


def test_a_correction_without_a_reason_is_refused(world: World, clerk: Actor) -> None:
    enter(clerk, fact(world))
    before = rows()
    with pytest.raises(Refusal) as caught:
        enter(clerk, fact(world, value=1215))
    assert caught.value.code == "bodies.fact_reason"
    assert (rows(), held(world)["population"].quantity) == (before, Decimal(1200))


@pytest.mark.parametrize(
    ("code", "value", "refusal"),
    [
        ("population", "-1", "bodies.fact_value"),
        ("population", "12.5", "bodies.fact_places"),
        ("population", "一千", "bodies.fact_value"),
        ("population", "NaN", "bodies.fact_value"),
        ("population", "1e30", "bodies.fact_value"),
        ("land_cropland", "1.005", "bodies.fact_places"),
        ("parcel_point", "也许", "bodies.fact_value"),
        ("road_class", "高速", "bodies.fact_choice"),
        ("nothing", "1", "bodies.fact_unknown"),
    ],
)
def test_a_wrong_value_is_refused_with_its_row(
    world: World, clerk: Actor, code: str, value: str, refusal: str
) -> None:
    before = rows()
    with pytest.raises(Refusals) as caught:
        enter(clerk, fact(world, "households", 310), fact(world, code, value))
    assert [one.code for one in caught.value.refusals] == [refusal]
    assert caught.value.refusals[0].place == Place("field", field=code, row=2)
    assert rows() == before


def test_a_year_that_has_not_begun_a_missing_source_and_a_double_line_are_refused(
    world: World, clerk: Actor
) -> None:
    before = rows()
    with pytest.raises(Refusals) as caught:
        enter(
            clerk,
            fact(world, year=2027),
            replace(fact(world, "households", 3), source=" "),
            fact(world, "labour", 5),
            fact(world, "labour", 6),
        )
    codes = [one.code for one in caught.value.refusals]
    assert codes == ["bodies.fact_year", "bodies.fact_source", "bodies.fact_twice"]
    assert rows() == before


@pytest.mark.parametrize("name", ["baozhang-b", "shuji", "jiandu-a", "kuaiji"])
def test_nobody_else_enters_facts_of_a_village(world: World, name: str) -> None:
    before = rows()
    with as_system():
        actor = world.actor(name)
    with pytest.raises(NotAllowed):
        enter(actor, fact(world))
    assert rows() == before


def test_a_village_reads_its_own_facts_and_the_committee_those_of_its_members(world: World) -> None:
    enter(SYSTEM, fact(world))
    seen = {}
    for name in ("baozhang-a", "shuji", "xiangzhen", "xian", "baozhang-b", "baozhang-e"):
        with as_system():
            actor = world.actor(name)
        with as_actor(actor):
            seen[name] = bool(bodies.facts_of([world.a.village], 2025))
    assert seen == {
        "baozhang-a": True,
        "shuji": True,
        "xiangzhen": True,
        "xian": True,
        "baozhang-b": False,
        "baozhang-e": False,
    }


ATTACKS = {
    "a value rewritten": "update bodies_bodyfact set quantity = 9",
    "a value removed": "delete from bodies_bodyfact",
    "all removed": "truncate bodies_bodyfact",
    "a second first value": "insert into bodies_bodyfact (body_id, code, year, sequence, quantity, wording, source,"
    " reason, entered_by_name, entered_at) values ({village}, 'population', 2025, 1, 9, '', 's', '', 'n', now())",
    "a value slipped in before": "insert into bodies_bodyfact (body_id, code, year, sequence, quantity, wording,"
    " source, reason, entered_by_name, entered_at)"
    " values ({village}, 'population', 2025, 5, 9, '', 's', 'r', 'n', now())",
    "a correction without a reason": "insert into bodies_bodyfact (body_id, code, year, sequence, quantity, wording,"
    " source, reason, entered_by_name, entered_at)"
    " values ({village}, 'population', 2025, 2, 9, '', 's', '', 'n', now())",
    "a number and words at once": "insert into bodies_bodyfact (body_id, code, year, sequence, quantity, wording,"
    " source, reason, entered_by_name, entered_at)"
    " values ({village}, 'labour', 2025, 1, 9, 'w', 's', '', 'n', now())",
    "a value without a source": "insert into bodies_bodyfact (body_id, code, year, sequence, quantity, wording,"
    " source, reason, entered_by_name, entered_at)"
    " values ({village}, 'labour', 2025, 1, 9, '', '', '', 'n', now())",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(world: World, attack: str) -> None:
    enter(SYSTEM, fact(world))
    before = rows()
    with (
        pytest.raises((DatabaseError, IntegrityError)),
        as_system(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTACKS[attack].format(village=world.a.village))
    assert (rows(), held(world)["population"].quantity) == (before, Decimal(1200))


def test_the_register_of_a_fact_lists_the_missing_first(world: World) -> None:
    enter(SYSTEM, fact(world))
    with as_system():
        officer = world.actor("xian")
    with as_actor(officer):
        found = fact_register("population", 2025, bodies.get(world.county), TODAY)
        missing = fact_register("population", 2025, bodies.get(world.county), TODAY, missing_only=True)
    assert (found.bodies - found.missing, found.total) == (1, Decimal(1200))
    assert found.page[0].line is None
    assert {one.body_id for one in found.page if one.line} <= {world.a.village}
    assert all(one.line is None for one in missing.page)


def test_the_register_of_a_fact_shows_only_bodies_of_the_scope(world: World, clerk: Actor) -> None:
    with as_actor(clerk):
        found = fact_register("population", 2025, bodies.get(world.county), TODAY)
    assert [one.body_id for one in found.page] == [world.a.village]


def test_flags_are_dated_and_unseen_outside_the_scope(world: World) -> None:
    with as_system():
        officer, outsider = world.actor("xiangzhen"), world.actor("zhishu-b")
    village, since = world.a.village, date(2026, 1, 1)
    with as_actor(officer):
        flag = bodies.flag_body(
            officer, body_id=village, code="weak_income", basis="年收入不足 10 万元", since=since
        )
        bodies.lift_flag(officer, flag_id=flag, until=date(2026, 5, 1))
        assert bodies.flagged([village], date(2026, 4, 30)) == {village: ("weak_income",)}
        assert bodies.flagged([village], date(2026, 5, 1)) == {}
        assert [(one.name, one.until) for one in bodies.flags_of(village)] == [
            ("集体经济薄弱村", date(2026, 5, 1))
        ]
    for actor in (outsider, Actor.stranger()):
        with as_actor(actor):
            assert bodies.flags_of(village) == []


def test_two_equal_flags_at_once_and_an_end_changed_are_refused(world: World) -> None:
    village, since = world.a.village, date(2026, 1, 1)
    with as_system():
        flag = bodies.flag_body(SYSTEM, body_id=village, code="lax", basis="县委组织部认定", since=since)
        with pytest.raises(Refusal) as caught:
            bodies.flag_body(SYSTEM, body_id=village, code="lax", basis="再次认定", since=date(2026, 2, 1))
        assert caught.value.code == "bodies.flagged_already"
        bodies.lift_flag(SYSTEM, flag_id=flag, until=date(2026, 3, 1))
        for attack in ("update bodies_bodyflag set until = null", "delete from bodies_bodyflag"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(attack)
        assert [(one.code, one.until) for one in bodies.flags_of(village)] == [("lax", date(2026, 3, 1))]


@settings(max_examples=200)
@given(
    st.decimals(min_value=0, max_value=10**12, allow_nan=False, allow_infinity=False, places=6),
    st.integers(0, 4),
)
def test_a_number_is_kept_exactly_or_refused(number: Decimal, places: int) -> None:
    measure = rules.Measure("x", "number", places)
    if number == round(number, places):
        assert rules.value_of(measure, str(number), Place("field", field="x")).quantity == number
    else:
        with pytest.raises(Refusal):
            rules.value_of(measure, str(number), Place("field", field="x"))
