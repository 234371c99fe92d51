"""Ward's clustering over a neighbour graph, compiled: the plan of the well-known tools, sooner.

The pair whose union adds least to the sum of squares is joined, until `groups` are left (Ward 1963; the lazy heap as
in Murtagh and Legendre 2014). A graph in several pieces keeps at least one group for each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from liancun.contexts.formation.rules.compiled import Floats, Ints, jit


class Forest(NamedTuple):
    """Work space: clusters 0 … n−1 are villages, then each union. Lists of neighbours are chained in `chain`."""

    sums: Floats
    held: Floats
    parent: Ints
    head: Ints
    chain: Ints
    seen: Ints
    heat: Floats
    pairs: Ints
    used: Ints


def ward(near: Ints, adj: Ints, x: Floats, groups: int) -> Ints:
    """The group of each village, numbered by first appearance."""
    rows = near.size - 1
    room = max(64, 24 * (adj.size + rows))
    while True:
        forest = Forest(
            sums=np.zeros((2 * rows, x.shape[1])),
            held=np.zeros(2 * rows),
            parent=np.full(2 * rows, -1, np.int64),
            head=np.full(2 * rows, -1, np.int64),
            chain=np.zeros((room, 2), np.int64),
            seen=np.full(2 * rows, -1, np.int64),
            heat=np.zeros(room),
            pairs=np.zeros((room, 2), np.int64),
            used=np.zeros(2, np.int64),
        )
        if grown(near, adj, x, groups, forest):
            return labels(forest.parent, rows)
        room *= 2


def labels(parent: Ints, rows: int) -> Ints:
    """The root of each village, numbered from 0 by first appearance."""
    root = np.arange(parent.size)
    for cluster in range(parent.size - 1, -1, -1):
        if parent[cluster] >= 0:
            root[cluster] = root[parent[cluster]]
    _, first, inverse = np.unique(root[:rows], return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[inverse], dtype=np.int64)


@jit
def _apart(f: Forest, one: int, other: int) -> float:
    """What the union adds to the sum of squares."""
    total = 0.0
    for column in range(f.sums.shape[1]):
        total += (f.sums[one, column] / f.held[one] - f.sums[other, column] / f.held[other]) ** 2
    return float(total * f.held[one] * f.held[other] / (f.held[one] + f.held[other]))


@jit
def _link(f: Forest, one: int, other: int) -> None:
    f.chain[f.used[0], 0], f.chain[f.used[0], 1] = other, f.head[one]
    f.head[one] = f.used[0]
    f.used[0] += 1


@jit
def _before(f: Forest, one: int, other: int) -> bool:
    if f.heat[one] != f.heat[other]:
        return bool(f.heat[one] < f.heat[other])
    if f.pairs[one, 0] != f.pairs[other, 0]:
        return bool(f.pairs[one, 0] < f.pairs[other, 0])
    return bool(f.pairs[one, 1] < f.pairs[other, 1])


@jit
def _switch(f: Forest, one: int, other: int) -> None:
    f.heat[one], f.heat[other] = f.heat[other], f.heat[one]
    for side in range(2):
        f.pairs[one, side], f.pairs[other, side] = f.pairs[other, side], f.pairs[one, side]


@jit
def _push(f: Forest, one: int, other: int) -> None:
    at = f.used[1]
    f.heat[at] = _apart(f, one, other)
    f.pairs[at, 0], f.pairs[at, 1] = one, other
    f.used[1] += 1
    while at > 0 and _before(f, at, (at - 1) // 2):
        _switch(f, at, (at - 1) // 2)
        at = (at - 1) // 2


@jit
def _drop_top(f: Forest) -> None:
    f.used[1] -= 1
    _switch(f, 0, f.used[1])
    at = 0
    while True:
        least = at
        for child in (2 * at + 1, 2 * at + 2):
            if child < f.used[1] and _before(f, child, least):
                least = child
        if least == at:
            return
        _switch(f, at, least)
        at = least


@jit
def _join(f: Forest, one: int, other: int, new: int) -> None:
    """Make the union and put its pairs on the heap."""
    f.parent[one] = f.parent[other] = new
    f.held[new] = f.held[one] + f.held[other]
    for column in range(f.sums.shape[1]):
        f.sums[new, column] = f.sums[one, column] + f.sums[other, column]
    for side in (one, other):
        at = f.head[side]
        while at >= 0:
            beside = f.chain[at, 0]
            if f.parent[beside] < 0 and f.seen[beside] != new:
                f.seen[beside] = new
                _link(f, new, beside)
                _link(f, beside, new)
                _push(f, new, beside)
            at = f.chain[at, 1]


@jit
def grown(near: Ints, adj: Ints, x: Floats, groups: int, f: Forest) -> bool:
    """Join until `groups` are left or no pair is; False where the work space is too small."""
    rows = near.size - 1
    for one in range(rows):
        f.held[one] = 1.0
        for column in range(x.shape[1]):
            f.sums[one, column] = x[one, column]
    for one in range(rows):
        for edge in range(near[one], near[one + 1]):
            _link(f, one, adj[edge])
            if adj[edge] < one:
                _push(f, one, adj[edge])
    new = rows
    while 2 * rows - new > groups and f.used[1] > 0:
        one, other = f.pairs[0, 0], f.pairs[0, 1]
        _drop_top(f)
        if f.parent[one] >= 0 or f.parent[other] >= 0:
            continue
        # A union has at most as many neighbours as there are clusters left.
        if f.used[0] + 2 * (2 * rows - new) > f.chain.shape[0] and f.used[0] * 2 > f.chain.shape[0]:
            return False
        if f.used[1] + (2 * rows - new) > f.heat.size and f.used[1] * 2 > f.heat.size:
            return False
        _join(f, one, other, new)
        new += 1
    return True
