"""Turns: fair, agreed, and done by handing over."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.queries import rotas as queries
from liancun.contexts.posts.rules import rotas as rules
from liancun.contexts.posts.tests.places import DAY, Places
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

JUNE = date(2026, 6, 1)
WEEK = timedelta(days=7)
BEGIN = date(2026, 1, 1)
PERSONS = st.lists(st.integers(1, 50), min_size=1, max_size=12, unique=True)


@given(PERSONS, st.integers(1, 40), st.integers(1, 400))
def test_turns_cover_every_day_once_and_are_even(persons: list[int], days: int, length: int) -> None:
    end = BEGIN + timedelta(days=length)
    turns = rules.plan(BEGIN, end, days, persons, {})
    assert [turn.since for turn in turns[1:]] == [turn.until for turn in turns[:-1]]
    assert (turns[0].since, turns[-1].until) == (BEGIN, end)
    loads = Counter(turn.person for turn in turns)
    given_to = [loads.get(person, 0) for person in persons]
    assert max(given_to) - min(given_to) <= 1
    assert rules.plan(BEGIN, end, days, persons, {}) == turns


AWAY = st.dictionaries(
    st.integers(1, 6), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=3), max_size=6
)


@given(AWAY, st.integers(5, 40))
def test_nobody_has_a_turn_while_away_and_those_present_share_evenly(
    away: dict[int, list[tuple[int, int]]], days: int
) -> None:
    absent = {
        person: [
            rules.Away(BEGIN + timedelta(days=start), BEGIN + timedelta(days=start + length))
            for start, length in spans
        ]
        for person, spans in away.items()
    }
    always = [7, 8]
    turns = rules.plan(BEGIN, BEGIN + timedelta(days=365), days, [1, 2, 3, 4, 5, 6, *always], absent)
    assert not any(rules.is_away(absent.get(turn.person, ()), turn.since, turn.until) for turn in turns)
    loads = Counter(turn.person for turn in turns)
    assert abs(loads[7] - loads[8]) <= 1


def test_a_day_on_which_all_are_away_is_said() -> None:
    away = {1: [rules.Away(date(2026, 1, 5), date(2026, 1, 6))]}
    with pytest.raises(Refusal) as refused:
        rules.plan(BEGIN, date(2026, 1, 10), 3, [1], away)
    assert (refused.value.code, refused.value.params["day"]) == ("posts.nobody_free", "2026-01-04")


def rota(county: Places, body: str = "joint", who: tuple[str, ...] = ("wang", "li", "zhang")) -> int:
    return posts.make_rota(
        SYSTEM,
        body_id=county[body],
        kind="stationing",
        since=JUNE,
        until=JUNE + 6 * WEEK,
        persons=[county[name] for name in who],
        days=7,
    )


def person(county: Places, name: str) -> Actor:
    return Actor(1, county[name], name, "", county["A"], "user")


def who(made: int) -> list[str]:
    return [one.person_name for one in posts.slots_of(made)]


@pytest.mark.mission("NR2")
def test_a_rota_is_made_from_a_list(county: Places) -> None:
    made = rota(county)
    assert who(made) == ["王一", "李二", "张三"] * 2
    assert posts.persons_in_turn(JUNE) == 3
    assert posts.persons_in_turn(JUNE - WEEK) == 0


def test_nobody_is_in_two_places_at_once(county: Places) -> None:
    rota(county)
    with pytest.raises(Conflict) as refused:
        rota(county, "alliance")
    assert refused.value.code == "posts.rota_taken"
    assert posts.persons_in_turn(JUNE, [county["alliance"]]) == 0


@pytest.mark.mission("NR2")
def test_a_swap_needs_both(county: Places) -> None:
    made = rota(county)
    first, second, *_ = posts.slots_of(made)
    asked = posts.ask_swap(person(county, "wang"), slot_id=first.id, with_slot_id=second.id)
    for name in ("wang", "zhang"):
        with pytest.raises(NotAllowed) as refused:
            posts.answer_swap(person(county, name), swap_id=asked, agree=True)
        assert refused.value.code == "posts.not_asked"
    assert who(made)[:2] == ["王一", "李二"]
    posts.answer_swap(person(county, "li"), swap_id=asked, agree=True)
    assert who(made)[:2] == ["李二", "王一"]
    with pytest.raises(Refusal):
        posts.answer_swap(person(county, "wang"), swap_id=asked, agree=False)
    assert who(made)[:2] == ["李二", "王一"]


def test_a_swap_that_is_declined_changes_nothing(county: Places) -> None:
    made = rota(county)
    first, second, *_ = posts.slots_of(made)
    asked = posts.ask_swap(person(county, "wang"), slot_id=first.id, with_slot_id=second.id)
    posts.answer_swap(person(county, "li"), swap_id=asked, agree=False)
    assert who(made)[:2] == ["王一", "李二"]


def test_nobody_swaps_away_anothers_turn(county: Places) -> None:
    made = rota(county)
    first, second, *_ = posts.slots_of(made)
    with pytest.raises(NotAllowed):
        posts.ask_swap(person(county, "zhang"), slot_id=first.id, with_slot_id=second.id)
    with clock.fixed(JUNE), pytest.raises(Refusal) as refused:
        posts.ask_swap(person(county, "wang"), slot_id=first.id, with_slot_id=second.id)
    assert refused.value.code == "posts.no_swap"


@pytest.mark.mission("NR2")
def test_an_absence_is_filled_by_whoever_has_the_fewest(county: Places) -> None:
    made = rota(county)
    first = posts.slots_of(made)[0]
    taken = posts.report_absence(person(county, "wang"), slot_id=first.id, reason="住院")
    assert taken == "李二"
    record = queries.record(made)
    assert [(one.was_name, one.now_name, one.reason) for one in record.changes] == [("王一", "李二", "住院")]
    assert sum(number for _, number, _ in record.loads) == 6


@pytest.mark.mission("NR2")
def test_a_turn_is_done_when_handed_over_and_missed_when_nobody_did(county: Places) -> None:
    made = rota(county)
    first = posts.slots_of(made)[0]
    with pytest.raises(Conflict) as early:
        posts.hand_over(person(county, "wang"), slot_id=first.id, to_name="李二", note="已交接")
    assert early.value.code == "posts.too_early"
    with clock.fixed(JUNE + WEEK):
        posts.hand_over(person(county, "wang"), slot_id=first.id, to_name="李二", note="草料合同待签")
        with pytest.raises(Conflict):
            posts.hand_over(person(county, "wang"), slot_id=first.id, to_name="李二", note="再交一次")
    with clock.fixed(JUNE + 2 * WEEK + timedelta(days=2)):
        assert [one.stage for one in posts.slots_of(made)][:3] == ["done", "due", "now"]
    with clock.fixed(JUNE + 2 * WEEK + timedelta(days=3)):
        assert [one.stage for one in posts.slots_of(made)][:3] == ["done", "missed", "now"]
        assert queries.record(made).notes[first.id].note == "草料合同待签"


ATTACKS = (
    "update posts_slot set since = since - 1",
    "update posts_slot set person_id = (select max(id) from people_person) where id ="
    " (select slot_id from posts_handover)",
    "delete from posts_slot",
    "update posts_handover set note = '没有这回事'",
    "delete from posts_handover",
    "delete from posts_slotchange",
    "update posts_swap set agreed = true where agreed = false",
    "update posts_rota set until = until + 30",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(county: Places, attack: str) -> None:
    made = rota(county)
    first, second, third, *_ = posts.slots_of(made)
    asked = posts.ask_swap(person(county, "li"), slot_id=second.id, with_slot_id=third.id)
    posts.answer_swap(person(county, "zhang"), swap_id=asked, agree=False)
    with clock.fixed(JUNE + WEEK):
        posts.hand_over(person(county, "wang"), slot_id=first.id, to_name="李二", note="已交接")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert who(made)[:3] == ["王一", "李二", "张三"]
    assert DAY < JUNE
