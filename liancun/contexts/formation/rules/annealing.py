"""Simulated annealing over a county, compiled: from hot to cold in a given number of moves."""

from __future__ import annotations

import numpy as np

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import Dice, Floats, below, jit, uniform
from liancun.contexts.formation.rules.cutting import recut, strayed
from liancun.contexts.formation.rules.moves import SWAP, TRANSFER, State, _neighbour, _swap, _transfer


@jit
def cost_of(c: County, s: State) -> float:
    """What the state costs as a whole, summed anew."""
    total = strayed(c, s.tally[0])
    for group in range(s.size.size):
        if s.size[group] > 0:
            total += s.cost[group]
    for village in range(s.home.size):
        if s.home[village] < 0:
            total += c.wait[village]
    return float(total)


@jit
def anneal(c: County, s: State, dice: Dice, moves: int, hot: float, cold: float) -> float:
    """Try `moves` changes while the heat falls from `hot` to `cold`; the cost at the end."""
    rows = s.home.size
    fall = (cold / hot) ** (1.0 / max(1, moves // 256))
    heat = hot
    for move in range(moves):
        if move % 256 == 255:
            heat *= fall
        village = below(dice, rows)
        beside = _neighbour(c, s, village, dice)
        kind = uniform(dice)
        if beside < 0 or kind >= SWAP:
            recut(c, s, village, beside, heat, dice)
        elif kind < TRANSFER:
            _transfer(c, s, village, beside, heat, dice)
        else:
            _swap(c, s, village, beside, heat, dice)
    return cost_of(c, s)


def group_costs(s: State) -> Floats:
    """The costs of the groups there are."""
    return np.asarray(s.cost[s.size > 0])
