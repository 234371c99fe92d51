"""Simulated annealing over a county, compiled: from hot to cold in a given number of moves."""

from __future__ import annotations

import numpy as np

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import NOBODY, Dice, Floats, below, jit, uniform
from liancun.contexts.formation.rules.cutting import recut
from liancun.contexts.formation.rules.moves import (
    PUSH,
    SWAP,
    TRANSFER,
    State,
    _neighbour,
    _push,
    _swap,
    _transfer,
    strayed,
)

# Of the regions that are cut anew, the part that is one group and not two.
ALONE = 0.2
# The last tenth of the moves takes nothing but what is better.
STILL = 1e-9


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
    """Try `moves` changes while the heat falls from `hot` to `cold`, the last without any; the cost at the end."""
    rows = s.home.size
    still = moves - moves // 10
    fall = (cold / hot) ** (1.0 / max(1, still // 256))
    heat = hot
    for move in range(moves):
        if move % 256 == 255:
            heat = heat * fall if move < still else STILL
        village = below(dice, rows)
        beside = _neighbour(c, s, village, dice)
        kind = uniform(dice)
        if beside < 0 or kind >= PUSH:
            recut(c, s, village, NOBODY if uniform(dice) < ALONE else beside, heat, dice)
        elif kind < TRANSFER:
            _transfer(c, s, village, beside, heat, dice)
        elif kind < SWAP:
            _swap(c, s, village, beside, heat, dice)
        else:
            _push(c, s, village, beside, heat, dice)
    return cost_of(c, s)


def group_costs(s: State) -> Floats:
    """The costs of the groups there are."""
    return np.asarray(s.cost[s.size > 0])
