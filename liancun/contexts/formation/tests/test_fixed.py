"""A fixed number of groups: connected, as many as asked, never worse than Ward, best on what can be enumerated."""

from __future__ import annotations

from itertools import product
from statistics import mean

import numpy as np
import pytest

from liancun.contexts.formation.rules import sample
from liancun.contexts.formation.rules.arrays import encoded
from liancun.contexts.formation.rules.compiled import Ints
from liancun.contexts.formation.rules.fixed import least_squares, squares_of
from liancun.contexts.formation.rules.thresholds import most_groups
from liancun.contexts.formation.rules.ward import ward


def _connected(near: Ints, adj: Ints, home: Ints) -> bool:
    for group in range(int(home.max()) + 1):
        left = set(np.flatnonzero(home == group).tolist())
        ahead = [left.pop()]
        while ahead:
            here = ahead.pop()
            beside = set(adj[near[here] : near[here + 1]].tolist()) & left
            left -= beside
            ahead += beside
        if left:
            return False
    return True


def _part_of_wards(seed: int) -> float:
    """Our sum of squares as a part of Ward's, for 120 villages in 16 groups."""
    c = encoded(sample.county(120, seed)).county
    home, cost = least_squares(c.near, c.adj, c.x, 16, moves=300)
    assert _connected(c.near, c.adj, home)
    assert len(set(home.tolist())) == 16
    assert cost == pytest.approx(squares_of(home, c.x))
    return cost / squares_of(ward(c.near, c.adj, c.x, 16), c.x)


def test_groups_are_connected_never_worse_than_wards_and_better_on_the_mean() -> None:
    # Counties that no heat, share of moves or bar was chosen on; one county alone may gain as little as 1 %.
    parts = [_part_of_wards(seed) for seed in range(101, 109)]
    assert max(parts) <= 1.0 + 1e-9
    assert mean(parts) <= 0.97


def test_the_same_seed_gives_the_same_groups() -> None:
    c = encoded(sample.county(60, 1)).county
    home, _ = least_squares(c.near, c.adj, c.x, 8, seed=5, moves=100)
    again, _ = least_squares(c.near, c.adj, c.x, 8, seed=5, moves=100)
    assert again.tolist() == home.tolist()


def test_it_is_the_best_of_all_where_all_can_be_seen() -> None:
    c = encoded(sample.county(9, 3)).county
    plans = [np.array((0, *rest)) for rest in product(range(3), repeat=8)]
    whole = [plan for plan in plans if len(set(plan.tolist())) == 3 and _connected(c.near, c.adj, plan)]
    _, cost = least_squares(c.near, c.adj, c.x, 3, moves=2000)
    assert cost == pytest.approx(min(squares_of(plan, c.x) for plan in whole))


def test_ward_joins_the_pair_that_adds_least_each_time() -> None:
    c = encoded(sample.county(40, 5)).county
    home = list(range(40))
    beside = {(a, int(b)) for a in range(40) for b in c.adj[c.near[a] : c.near[a + 1]]}
    while len(set(home)) > 6:
        pairs = {(home[a], home[b]) for a, b in beside if home[a] < home[b]}
        costs = {
            pair: squares_of(np.array([pair[0] if one == pair[1] else one for one in home]), c.x)
            for pair in pairs
        }
        keep, gone = min(costs, key=lambda pair: costs[pair])
        home = [keep if one == gone else one for one in home]
    found = ward(c.near, c.adj, c.x, 6).tolist()
    assert len({*zip(home, found, strict=True)}) == 6 == len(set(found))


@pytest.mark.parametrize("seed", [1, 4])
def test_groups_reach_the_threshold_and_are_nearly_as_many_as_can_be(seed: int) -> None:
    problem = sample.county(120, seed)
    c = encoded(problem).county
    weight = np.array([village.population for village in problem.villages], np.float64)
    threshold = 6.5 * float(weight.mean())
    home, many, bound = most_groups(c.near, c.adj, weight, threshold, moves=600)
    assert np.bincount(home, weight).min() >= threshold * (1 - 1e-9)
    assert _connected(c.near, c.adj, home)
    assert len(set(home.tolist())) == many
    assert 0.9 * bound <= many <= bound


def test_a_county_below_the_threshold_is_refused() -> None:
    c = encoded(sample.county(9, 3)).county
    with pytest.raises(ValueError, match="do not reach"):
        most_groups(c.near, c.adj, np.ones(9), 10.0)
