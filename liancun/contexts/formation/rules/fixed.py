"""A fixed number of connected groups with the least sum of squares: the problem the public tools know, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from liancun.contexts.formation.rules.compiled import Dice, Floats, Ints, below, dice, jit, uniform
from liancun.contexts.formation.rules.ward import ward

# The widest region that is cut anew; wider ones are left to single moves.
WIDEST = 256


class Parts(NamedTuple):
    """Who is where, with the sums of each group, and work space. `mark` holds −1 or a stamp."""

    near: Ints
    adj: Ints
    x: Floats
    home: Ints
    sums: Floats
    held: Ints
    mark: Ints
    stamp: Ints
    order: Ints
    parent: Ints
    open: Ints
    below: Floats
    many: Ints


def least_squares(
    near: Ints, adj: Ints, x: Floats, groups: int, *, seed: int = 1, moves: int = 200
) -> tuple[Ints, float]:
    """Groups and their sum of squares: Ward's plan, annealed with `moves` tries a village."""
    home = ward(near, adj, x, groups)
    p = parts(near, adj, x, home)
    if moves:
        spread = float(x.var(axis=0).sum())
        anneal_parts(p, dice(seed), moves * home.size, 0.06 * spread, 0.0015 * spread)
    return p.home, squares_of(p.home, x)


def parts(near: Ints, adj: Ints, x: Floats, home: Ints) -> Parts:
    many = int(home.max()) + 1
    sums = np.zeros((many, x.shape[1]))
    np.add.at(sums, home, x)
    return Parts(
        *(near, adj, np.ascontiguousarray(x), home.copy(), sums, np.bincount(home, minlength=many)),
        mark=np.full(home.size, -1, np.int64),
        stamp=np.zeros(1, np.int64),
        order=np.zeros(home.size + 1, np.int64),
        parent=np.zeros(home.size + 1, np.int64),
        open=np.zeros((2 * max(adj.size, 1) + 2, 2), np.int64),
        below=np.zeros((WIDEST, x.shape[1])),
        many=np.zeros(WIDEST, np.int64),
    )


def squares_of(home: Ints, x: Floats) -> float:
    """The sum of squares around the means, from nothing."""
    counts = np.bincount(home)
    sums = np.zeros((counts.size, x.shape[1]))
    np.add.at(sums, home, x)
    return float((x * x).sum() - ((sums**2).sum(axis=1) / np.maximum(1, counts)).sum())


@jit
def _distance(p: Parts, village: int, group: int) -> float:
    total = 0.0
    for column in range(p.x.shape[1]):
        total += (p.x[village, column] - p.sums[group, column] / p.held[group]) ** 2
    return total


@jit
def _bare(p: Parts, village: int, group: int) -> bool:
    """Whether the group hangs together without the village: its neighbours there reach one another."""
    p.stamp[0] += 1
    wanted, stamp, first = 0, p.stamp[0], -1
    for edge in range(p.near[village], p.near[village + 1]):
        if p.home[p.adj[edge]] == group:
            wanted += 1
            first = p.adj[edge]
            p.mark[first] = -2
    if wanted == 0:
        return False
    p.order[0], p.mark[first], p.mark[village] = first, stamp, stamp
    head, tail, found = 0, 1, 1
    while head < tail and found < wanted:
        here = p.order[head]
        head += 1
        for edge in range(p.near[here], p.near[here + 1]):
            other = p.adj[edge]
            if p.home[other] == group and p.mark[other] != stamp:
                found += 1 if p.mark[other] == -2 else 0
                p.mark[other] = stamp
                p.order[tail] = other
                tail += 1
    for edge in range(p.near[village], p.near[village + 1]):
        p.mark[p.adj[edge]] = -1
    return found == wanted


@jit
def _shift(p: Parts, village: int, to: int) -> None:
    home = p.home[village]
    for column in range(p.x.shape[1]):
        p.sums[home, column] -= p.x[village, column]
        p.sums[to, column] += p.x[village, column]
    p.held[home] -= 1
    p.held[to] += 1
    p.home[village] = to


@jit
def _move(p: Parts, village: int, to: int, heat: float, roll: Dice) -> None:
    home = p.home[village]
    one, two = p.held[home], p.held[to]
    if one <= 1:
        return
    delta = _distance(p, village, to) * two / (two + 1.0) - _distance(p, village, home) * one / (one - 1.0)
    if (delta <= 0.0 or uniform(roll) < np.exp(-delta / heat)) and _bare(p, village, home):
        _shift(p, village, to)


@jit
def _tree(p: Parts, start: int, one: int, two: int, roll: Dice) -> int:
    """A random tree over two groups from `start`, as `order` and `parent`; how many villages it holds."""
    p.stamp[0] += 1
    stamp = p.stamp[0]
    p.open[0, 0], p.open[0, 1] = start, -1
    waiting, done = 1, 0
    while waiting > 0:
        pick = below(roll, waiting)
        village, root = p.open[pick, 0], p.open[pick, 1]
        waiting -= 1
        p.open[pick, 0], p.open[pick, 1] = p.open[waiting, 0], p.open[waiting, 1]
        if p.mark[village] == stamp:
            continue
        p.mark[village] = stamp
        p.order[done], p.parent[done] = village, root
        for edge in range(p.near[village], p.near[village + 1]):
            other = p.adj[edge]
            if (p.home[other] == one or p.home[other] == two) and p.mark[other] != stamp:
                p.open[waiting, 0], p.open[waiting, 1] = other, done
                waiting += 1
        done += 1
    return done


@jit
def _best_edge(p: Parts, size: int) -> tuple[int, float]:
    """The tree's edge to cut so that the sums of squares of both sides are least: Σ‖sum‖²/count is greatest."""
    for at in range(size):
        p.many[at] = 1
        for column in range(p.x.shape[1]):
            p.below[at, column] = p.x[p.order[at], column]
    for at in range(size - 1, 0, -1):
        p.many[p.parent[at]] += p.many[at]
        for column in range(p.x.shape[1]):
            p.below[p.parent[at], column] += p.below[at, column]
    best, most = -1, -1.0
    for at in range(1, size):
        worth = 0.0
        for column in range(p.x.shape[1]):
            side = p.below[at, column]
            worth += side**2 / p.many[at] + (p.below[0, column] - side) ** 2 / (size - p.many[at])
        if worth > most:
            best, most = at, worth
    return best, most


@jit
def _worth(p: Parts, group: int) -> float:
    total = 0.0
    for column in range(p.x.shape[1]):
        total += p.sums[group, column] ** 2
    return float(total / p.held[group])


@jit
def _together(p: Parts, one: int, two: int) -> float:
    total = 0.0
    for column in range(p.x.shape[1]):
        total += (p.sums[one, column] + p.sums[two, column]) ** 2
    return float(total / (p.held[one] + p.held[two]))


@jit
def _paint(p: Parts, size: int, root: int, upper: int, lower: int) -> None:
    """The villages below `root` go to group `lower`, the others to `upper`."""
    for at in range(size):
        under = at == root or (at > root and p.many[p.parent[at]] < 0)
        if under:
            p.many[at] = -1
        to = lower if under else upper
        if p.home[p.order[at]] != to:
            _shift(p, p.order[at], to)


@jit
def _recut(p: Parts, village: int, one: int, two: int, heat: float, roll: Dice) -> None:
    if p.held[one] + p.held[two] > WIDEST:
        return
    size = _tree(p, village, one, two, roll)
    root, worth = _best_edge(p, size)
    delta = _worth(p, one) + _worth(p, two) - worth
    if root > 0 and (delta <= 0.0 or uniform(roll) < np.exp(-delta / heat)):
        _paint(p, size, root, one, two)


@jit
def _merge_and_split(p: Parts, village: int, one: int, two: int, far: int, heat: float, roll: Dice) -> None:
    """Two neighbouring groups become one, and a third elsewhere is cut in two."""
    third = p.home[far]
    if third in (one, two) or p.held[third] < 2 or p.held[third] > WIDEST:
        return
    size = _tree(p, far, third, third, roll)
    root, worth = _best_edge(p, size)
    delta = _worth(p, one) + _worth(p, two) - _together(p, one, two) + _worth(p, third) - worth
    if root < 0 or (delta > 0.0 and uniform(roll) >= np.exp(-delta / heat)):
        return
    _pour(p, village if p.home[village] == two else _member_beside(p, village, two), two, one)
    _paint(p, size, root, third, two)


@jit
def _member_beside(p: Parts, village: int, group: int) -> int:
    for edge in range(p.near[village], p.near[village + 1]):
        if p.home[p.adj[edge]] == group:
            return int(p.adj[edge])
    return village


@jit
def _pour(p: Parts, start: int, group: int, into: int) -> None:
    """All of `group` goes `into` another; `order` and `parent` stay as they are."""
    p.open[0, 0] = start
    _shift(p, start, into)
    waiting = 1
    while waiting > 0:
        waiting -= 1
        here = p.open[waiting, 0]
        for edge in range(p.near[here], p.near[here + 1]):
            if p.home[p.adj[edge]] == group:
                _shift(p, p.adj[edge], into)
                p.open[waiting, 0] = p.adj[edge]
                waiting += 1


@jit
def anneal_parts(p: Parts, roll: Dice, moves: int, hot: float, cold: float) -> None:
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
        if kind < 0.85:
            _move(p, village, to, heat, roll)
        elif kind < 0.95:
            _recut(p, village, p.home[village], to, heat, roll)
        else:
            _merge_and_split(p, village, p.home[village], to, below(roll, p.home.size), heat, roll)
