"""Rotas against every rota there is; swaps; and the run of days that nobody can fill."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, product

import numpy as np
import pytest

from liancun.contexts.formation.rules.rotas import (
    Person,
    RotaRules,
    Turn,
    rota,
    rota_cost,
    rota_faults,
    swapped,
    swaps,
)
from liancun.kernel.errors import Refusal

FIRST = date(2026, 3, 2)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


def _best(turns: list[Turn], people: list[Person], rules: RotaRules) -> float | None:
    ways = [list(combinations([p.key for p in people], turn.need)) for turn in turns]
    rotas = [{turn.day: came for turn, came in zip(turns, chosen, strict=True)} for chosen in product(*ways)]
    return min(
        (rota_cost(each, people, rules) for each in rotas if not rota_faults(each, people, rules)),
        default=None,
    )


def test_a_rota_is_the_fairest_of_all_and_refused_only_where_there_is_none() -> None:
    random = np.random.default_rng(6)
    refused = 0
    for _ in range(20):
        days = sorted(random.choice(8, 4, replace=False).tolist())
        turns = [Turn(_day(n), int(random.integers(1, 3))) for n in days]
        people = [
            Person(
                f"p{n}",
                before=int(random.integers(0, 3)),
                absent=frozenset(_day(d) for d in range(8) if random.random() < 0.2),
                wishes=frozenset(_day(d) for d in range(8) if random.random() < 0.2),
            )
            for n in range(4)
        ]
        published = {turns[0].day: ("p1",), turns[1].day: ("p0", "p2")}
        rules = RotaRules(int(random.integers(0, 3)), [None, 2][int(random.integers(0, 2))], published)
        best = _best(turns, people, rules)
        try:
            found = rota(turns, people, rules=rules)
        except Refusal:
            assert best is None
            refused += 1
        else:
            assert rota_faults(found.days, people, rules) == []
            assert found.proven
            assert found.cost == pytest.approx(best)
    assert 1 < refused < 18


@pytest.mark.mission("NR4")
def test_a_season_of_first_secretaries_is_fair() -> None:
    people = [Person(str(n), before=n % 2, absent=frozenset({_day(n)})) for n in range(30)]
    turns = [Turn(_day(n), 2) for n in range(45)]
    found = rota(turns, people)
    assert found.proven
    assert found.spread <= 1
    assert found.days == rota(turns, people).days


def test_a_published_rota_changes_only_where_it_must() -> None:
    people = [Person(key, key) for key in "甲乙丙丁"]
    turns = [Turn(_day(n)) for n in range(8)]
    first = rota(turns, people)
    ill = next(iter(first.days[_day(3)]))
    away = [
        Person(p.key, p.name, absent=frozenset({_day(3)}) if p.key == ill else frozenset()) for p in people
    ]
    again = rota(turns, away, rules=RotaRules(published=first.days))
    assert 1 <= sum(first.days[day] != again.days[day] for day in first.days) <= 2
    assert again.spread <= 2


def test_swaps_that_may_be_are_offered_and_others_say_why() -> None:
    people = [Person("a", "甲"), Person("b", "乙"), Person("c", "丙", absent=frozenset({_day(0)}))]
    days = {_day(0): ("a",), _day(2): ("b",), _day(4): ("c",)}
    offers = swaps(days, people, day=_day(0), out="a")
    assert {(swap.into, swap.back) for swap in offers} == {("b", None), ("b", _day(2))}
    assert offers[0].back == _day(2)
    assert offers[0].more == 0
    bad = swapped(days, people, day=_day(0), out="a", into="c")
    assert [str(each) for each in bad.sentences] == ["“丙”2026-03-02 不能来。"]
    close = swapped(days, people, day=_day(4), out="c", into="b", rules=RotaRules(rest=2))
    assert "两次之间不到 2 天" in str(close.sentences[0])
    with pytest.raises(Refusal, match="没有“乙”的班"):
        swapped(days, people, day=_day(0), out="b", into="a")


def test_the_shortest_run_of_days_that_cannot_be_filled_is_named() -> None:
    people = [
        Person("a", "甲", absent=frozenset({_day(7)})),
        Person("b", "乙", absent=frozenset({_day(5)})),
    ]
    turns = [Turn(_day(n)) for n in range(9)]
    with pytest.raises(Refusal, match=r"2026-03-07 至 2026-03-09 共需 3 人次.*甲（1 天）、乙（1 天）"):
        rota(turns, people)
    with pytest.raises(Refusal, match="需要 2 人，能来的只有 1 人（不能来：乙）"):
        rota([Turn(_day(5), 2)], people)
    with pytest.raises(Refusal, match="写了不止一次"):
        rota([Turn(FIRST), Turn(FIRST)], people)
