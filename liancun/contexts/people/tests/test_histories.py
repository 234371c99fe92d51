"""Rolls and households from day to day: no overlap, and what was on a past day stays when later days change."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liancun.contexts.people import api as people
from liancun.contexts.people.tests.casebook import ROLL, person
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system
from liancun.framework.testing_databases import undone
from liancun.kernel.errors import Refusal

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]
STEPS = st.lists(st.tuples(st.sampled_from(["in", "out"]), st.integers(0, 39)), max_size=12)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(steps=STEPS)
def test_a_roll_holds_exactly_the_days_it_was_told(world: World, steps: list[tuple[str, int]]) -> None:
    with undone(), as_system():
        one, body = person(world), world.a.collective
        held: set[date] = set()
        open_since: date | None = None
        for step, number in steps:
            day = DAYS[number]
            try:
                if step == "in":
                    people.enrol(SYSTEM, kind=ROLL, body_id=body, person_id=one, since=day)
                    assert not held & set(DAYS[number:])
                    assert open_since is None
                    open_since = day
                    held |= set(DAYS[number:])
                else:
                    people.strike(SYSTEM, kind=ROLL, body_id=body, person_id=one, until=day)
                    assert open_since is not None
                    assert open_since < day
                    held -= set(DAYS[number:])
                    open_since = None
            except Refusal:
                overlaps = open_since is not None or bool(held & set(DAYS[number:]))
                assert overlaps if step == "in" else open_since is None or open_since >= day
        found = {day for day in DAYS if people.roll_size(body, ROLL, day)}
        assert found == held


MOVES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([0, 1]), st.sampled_from(["join", "leave"])),
    max_size=10,
)


@FEW
@given(moves=MOVES)
def test_a_person_lives_in_one_household_and_the_past_stays(
    world: World, moves: list[tuple[int, int, str]]
) -> None:
    with undone(), as_system():
        heads = [person(world, "赵大"), person(world, "钱二")]
        some = [person(world, name) for name in ("孙三", "李四", "周五")]
        homes = [
            people.found_household(
                SYSTEM,
                household=people.NewHousehold(
                    world.a.village, f"H{number}", "", FIRST, (people.NewHouseholdMember(head, "head"),)
                ),
            )
            for number, head in enumerate(heads)
        ]
        past: dict[date, list[list[int]]] = {}
        for number, (who, where, step) in enumerate(moves, 1):
            day = DAYS[number * 3]
            _move(homes[where], some[who], step, day)
            past[day] = _living(homes, day)
            everybody = [one for home in past[day] for one in home]
            assert len(everybody) == len(set(everybody)), "one household at a time"
        assert {day: _living(homes, day) for day in past} == past


def _move(home: int, one: int, step: str, day: date) -> None:
    try:
        if step == "join":
            people.join_household(
                SYSTEM, household_id=home, person_id=one, relation="other", since=day, cause="moved"
            )
        else:
            people.leave_household(SYSTEM, household_id=home, person_id=one, until=day, cause="moved")
    except Refusal:
        pass


def _living(homes: list[int], day: date) -> list[list[int]]:
    return [sorted(line.person_id for line in people.members(home, day)) for home in homes]
