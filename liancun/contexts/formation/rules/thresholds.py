"""As many connected groups as possible of which each reaches a threshold: the max-p problem, compiled.

With weights cut off at the threshold, the whole divided by it bounds the number of groups (a village above the
threshold fills one group and no more); a plan with so many is the best there is.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush

import numpy as np

from liancun.contexts.formation.rules.compiled import Dice, Floats, Ints, below, dice, jit, uniform
from liancun.contexts.formation.rules.fixed import (
    WIDEST,
    Parts,
    _bare,
    _member_beside,
    _paint,
    _pour,
    _shift,
    _tree,
    parts,
)

HOT, COLD = 0.3, 0.0003


def most_groups(
    near: Ints,
    adj: Ints,
    weight: Floats,
    threshold: float,
    *,
    seed: int = 1,
    moves: int = 1000,
    attempts: int = 4,
) -> tuple[Ints, int, int]:
    """The group of each village, how many groups there are, and how many there can be at most.

    The graph is one piece and weighs the threshold at least (ValueError otherwise).
    """
    load = np.minimum(weight / threshold, 1.0)
    bound = int(np.floor(load.sum() + 1e-9))
    if bound < 1:
        raise ValueError("all villages together do not reach the threshold")
    best, many, tried = np.zeros(load.size, np.int64), 1, bound
    for attempt in range(attempts):
        p = parts(near, adj, load[:, None], scattered(near, adj, tried, dice(seed, 2 * attempt)))
        anneal_loads(p, dice(seed, 2 * attempt + 1), moves * load.size, HOT, COLD)
        home = filled(near, adj, load, p.home)
        found = int(home.max()) + 1
        if found > many:
            best, many = home, found
        # What is missing after merging is what was aimed too high: next time half as high above what was reached.
        following = found + (tried - found) // 2
        if found == bound or following >= tried:
            break
        tried = following
    return best, many, bound


def scattered(near: Ints, adj: Ints, groups: int, roll: Dice) -> Ints:
    """Groups around chance seeds, each village with the nearest; the graph is one piece (ValueError)."""
    rows = near.size - 1
    order = np.arange(rows)
    for at in range(rows - 1, 0, -1):
        other = below(roll, at + 1)
        order[at], order[other] = order[other], order[at]
    home = np.full(rows, -1, np.int64)
    ahead = deque(order[:groups].tolist())
    home[order[:groups]] = np.arange(groups)
    while ahead:
        here = ahead.popleft()
        for other in adj[near[here] : near[here + 1]].tolist():
            if home[other] < 0:
                home[other] = home[here]
                ahead.append(other)
    if (home < 0).any():
        raise ValueError("the graph is in several pieces")
    return home


def filled(near: Ints, adj: Ints, load: Floats, home: Ints) -> Ints:
    """Groups below the threshold join a neighbour, the lightest first, the lightest neighbour each."""
    ends = np.repeat(np.arange(near.size - 1), np.diff(near))
    loads = np.bincount(home, load).tolist()
    beside: list[set[int]] = [set() for _ in loads]
    for one, other in zip(home[ends].tolist(), home[adj].tolist(), strict=True):
        if one != other:
            beside[one].add(other)
    into = list(range(len(loads)))
    light = [(weight, group) for group, weight in enumerate(loads) if weight < 1.0 - 1e-9 and beside[group]]
    heapify(light)
    while light:
        weight, group = heappop(light)
        if into[group] != group or weight != loads[group] or not beside[group]:
            continue
        to = min(beside[group], key=lambda other: (loads[other], other))
        into[group] = to
        loads[to] += weight
        for other in beside[group]:
            beside[other].discard(group)
            if other != to:
                beside[other].add(to)
                beside[to].add(other)
        if loads[to] < 1.0 - 1e-9:
            heappush(light, (loads[to], to))
    return np.asarray(np.unique(_ends(into)[home], return_inverse=True)[1], dtype=np.int64)


def _ends(into: list[int]) -> Ints:
    """Where each group is in the end, along what it joined."""
    root: Ints = np.array(into, np.int64)
    while (root[root] != root).any():
        root = root[root]
    return root


@jit
def _lack(load: float) -> float:
    """What a group lacks; the root, so that what is missing gathers in few groups, which then are merged away."""
    return float(max(0.0, 1.0 - load) ** 0.5)


@jit
def _try_move(p: Parts, village: int, to: int, heat: float, roll: Dice) -> None:
    home, own = p.home[village], p.x[village, 0]
    if p.held[home] <= 1:
        return
    one, two = p.sums[home, 0], p.sums[to, 0]
    delta = _lack(one - own) + _lack(two + own) - _lack(one) - _lack(two)
    if (delta <= 0.0 or uniform(roll) < np.exp(-delta / heat)) and _bare(p, village, home):
        _shift(p, village, to)


@jit
def _fairest_edge(p: Parts, size: int, roll: Dice) -> tuple[int, float]:
    """The tree's edge that leaves least lacking on both sides, by chance among equals."""
    for at in range(size):
        p.many[at] = 1
        p.below[at, 0] = p.x[p.order[at], 0]
    for at in range(size - 1, 0, -1):
        p.many[p.parent[at]] += p.many[at]
        p.below[p.parent[at], 0] += p.below[at, 0]
    best, least, equal = -1, 1e18, 0
    for at in range(1, size):
        lack = _lack(p.below[at, 0]) + _lack(p.below[0, 0] - p.below[at, 0])
        if lack < least - 1e-12:
            best, least, equal = at, lack, 1
        elif lack < least + 1e-12:
            equal += 1
            if below(roll, equal) == 0:
                best = at
    return best, least


@jit
def _try_recut(p: Parts, village: int, one: int, two: int, heat: float, roll: Dice) -> None:
    if p.held[one] + p.held[two] > WIDEST:
        return
    size = _tree(p, village, one, two, roll)
    root, after = _fairest_edge(p, size, roll)
    delta = after - _lack(p.sums[one, 0]) - _lack(p.sums[two, 0])
    if root > 0 and (delta <= 0.0 or uniform(roll) < np.exp(-delta / heat)):
        _paint(p, size, root, one, two)


@jit
def _try_elsewhere(p: Parts, village: int, one: int, two: int, far: int, heat: float, roll: Dice) -> None:
    """Two neighbouring groups become one, and a third elsewhere is cut in two."""
    third = p.home[far]
    if third in (one, two) or p.held[third] < 2 or p.held[third] > WIDEST:
        return
    size = _tree(p, far, third, third, roll)
    root, after = _fairest_edge(p, size, roll)
    before = _lack(p.sums[one, 0]) + _lack(p.sums[two, 0]) + _lack(p.sums[third, 0])
    delta = after + _lack(p.sums[one, 0] + p.sums[two, 0]) - before
    if root < 0 or (delta > 0.0 and uniform(roll) >= np.exp(-delta / heat)):
        return
    _pour(p, village if p.home[village] == two else _member_beside(p, village, two), two, one)
    _paint(p, size, root, third, two)


@jit
def anneal_loads(p: Parts, roll: Dice, moves: int, hot: float, cold: float) -> None:
    """Try `moves` changes while the heat falls from `hot` to `cold`."""
    fall = (cold / hot) ** (1.0 / max(1, moves // 256))
    heat = hot
    for move in range(moves):
        if move % 256 == 255:
            heat *= fall
        village = below(roll, p.home.size)
        degree = p.near[village + 1] - p.near[village]
        if degree == 0:
            continue
        to = p.home[p.adj[p.near[village] + below(roll, degree)]]
        if to == p.home[village]:
            continue
        kind = uniform(roll)
        if kind < 0.8:
            _try_move(p, village, to, heat, roll)
        elif kind < 0.95:
            _try_recut(p, village, p.home[village], to, heat, roll)
        else:
            _try_elsewhere(p, village, p.home[village], to, below(roll, p.home.size), heat, roll)
