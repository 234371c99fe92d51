"""Pairings against every assignment there is, and the sentence that names what makes one impossible."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from django.utils import translation
from django.utils.translation import gettext

from liancun.contexts.formation.rules.assigning import Party, Table, assigned, uneven
from liancun.contexts.formation.rules.pairing import (
    Agency,
    Helper,
    Household,
    PairRules,
    PairWeights,
    assign_households,
    pair_agencies,
    pair_villages,
)
from liancun.contexts.formation.rules.problem import Village
from liancun.contexts.formation.rules.sample import county
from liancun.kernel.errors import Refusal


def _best(table: Table) -> float | None:
    cost, opened = table.cost(), table.open()
    found = []
    for chosen in product(range(len(table.few)), repeat=len(table.many)):
        loads = np.bincount(chosen, minlength=len(table.few)).astype(np.int64)
        bounds = all(p.least <= n <= p.most for p, n in zip(table.few, loads, strict=True))
        if bounds and all(opened[row, column] for row, column in enumerate(chosen)):
            found.append(sum(cost[row, column] for row, column in enumerate(chosen)) + uneven(table, loads))
    return min(found, default=None)


def test_an_assignment_is_the_best_of_all_and_refused_only_where_there_is_none() -> None:
    random = np.random.default_rng(8)
    refused = 0
    for _ in range(70):
        rows, columns = int(random.integers(1, 6)), int(random.integers(1, 4))
        table = Table(
            tuple(Party(f"m{n}") for n in range(rows)),
            tuple(
                Party(f"f{n}", "", int(random.integers(0, 2)), int(random.integers(1, 4)))
                for n in range(columns)
            ),
            {"near": random.integers(0, 5, (rows, columns)).astype(float)},
            {"太远": random.random((rows, columns)) < 0.3},
            even=float(random.choice([0.0, 0.7])),
        )
        best = _best(table)
        try:
            found = assigned(table)
        except Refusal:
            assert best is None
            refused += 1
        else:
            assert best is not None
            assert found.cost == pytest.approx(best)
            assert len(found.pairs) == rows
    assert 10 < refused < 60


@pytest.mark.mission("NR8")
def test_weak_villages_are_paired_near_and_alike_with_a_reason_each() -> None:
    villages = county(139, 5).villages
    ranked = sorted(villages, key=lambda v: -v.strength)
    strong, weak = ranked[:29], ranked[29:]
    found = pair_villages(weak, strong, most=5)
    assert set(found.to()) == {v.key for v in weak}
    assert max(found.loads.values()) <= 5
    assert all(str(pair.why).endswith("。") for pair in found.pairs)
    assert found == pair_villages(weak, strong, most=5)
    today = {pair.one: pair.to for pair in found.pairs}
    stays = pair_villages(weak, strong, most=5, rules=PairRules(today=today), weights=PairWeights(change=9.0))
    assert stays.to() == today


def test_the_villages_that_find_no_room_are_named_with_the_rule() -> None:
    strong = [Village("s", "强村", east=0.0), Village("t", "远强村", east=90.0)]
    weak = [Village(f"w{n}", f"弱村{n}", east=1.0 + n) for n in range(3)]
    with pytest.raises(Refusal, match=r"弱村0、弱村1、弱村2.*只能去“强村”.*至多 2 个.*距离不超过规定"):
        pair_villages(weak, strong, most=2, rules=PairRules(farthest=30.0))
    with pytest.raises(Refusal, match="“弱村2”没有可去的：距离不超过规定"):
        pair_villages(weak, strong, most=3, rules=PairRules(farthest=2.5))


@pytest.mark.mission("JX7")
def test_each_agency_has_a_village_and_helps_where_it_fits() -> None:
    villages = county(92, 3).villages
    kinds = sorted({name for village in villages for name in village.needs})
    agencies = [Agency(f"a{n}", f"单位{n}", frozenset({kinds[n % len(kinds)]})) for n in range(48)]
    found = pair_agencies(villages, agencies)
    assert min(found.loads.values()) >= 1
    assert sum(found.loads.values()) == 92
    idle = [Agency("a", "甲局", least=2), Agency("b", "乙局", least=2)]
    with pytest.raises(Refusal, match="“甲局、乙局”合计至少要 4 个，可去的只有 3 个"):
        pair_agencies(villages[:3], idle)


@pytest.mark.mission("TL4")
def test_households_stay_with_their_person_and_loads_are_even() -> None:
    random = np.random.default_rng(2)
    places = random.uniform(0, 10, (57, 2))
    households = [
        Household(f"h{n}", f"{n}户", float(spot[0]), float(spot[1])) for n, spot in enumerate(places)
    ]
    helpers = [Helper(f"p{n}", f"{n}号", random.uniform(0, 10), random.uniform(0, 10)) for n in range(14)]
    first = assign_households(households, helpers, weights=PairWeights(even=50.0))
    assert set(first.loads.values()) == {4, 5}
    today = first.to()
    less = assign_households(
        households, helpers[1:], rules=PairRules(today=today), weights=PairWeights(even=50.0, change=3.0)
    )
    free = assign_households(households, helpers[1:], weights=PairWeights(even=50.0))
    changed, unkept = (sum(each.to()[k] != today[k] for k in today) for each in (less, free))
    assert first.loads["p0"] <= changed < unkept
    with pytest.raises(Refusal, match="“0户”没有可去的：不许结对的名单"):
        assign_households(households[:1], helpers[:1], rules=PairRules(apart=(("h0", "p0"),)))


def test_the_rules_in_a_refusal_are_said_in_the_readers_language() -> None:
    weak = [Village("w", "弱村", "东镇", east=90.0)]
    strong = [Village("s", "强村", "西镇")]
    with pytest.raises(Refusal) as caught:
        pair_villages(weak, strong, rules=PairRules(farthest=5.0, within=True))
    with translation.override("en"):
        said = caught.value.text(gettext)
    assert "the greatest distance; within one township" in said
    assert "距离" not in said
