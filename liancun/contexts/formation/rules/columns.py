"""Every group there can be around a centre, enumerated exactly and compiled: the columns of the set partitioning.

A group is a bit mask over the villages its centre can lead. Each connected set that holds the centre is met once:
a neighbour is taken in, or barred for all that follows (reverse search).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import Floats, Ints, jit

Masks = NDArray[np.uint64]
ONE, NONE = np.uint64(1), np.uint64(0)
WIDEST = 63


class Around(NamedTuple):
    """What one centre can lead, as small tables; row 0 is the centre. `gain`: what a village saves at most."""

    row: Ints
    beside: Masks
    foes: Masks
    bond: Masks
    base: Floats
    x: Floats
    short: Floats
    trade: Floats
    town: Ints
    ready: Floats


@dataclass(frozen=True)
class Columns:
    """The groups of one centre that save something: masks over `rows`, cost less what waiting would cost."""

    rows: Ints
    masks: Masks
    saving: Floats


class TooMany(Exception):
    """More groups than there is room for: reach or size is too wide for an exact bound."""


def around(c: County, centre: int) -> Around:
    """The small tables of a centre; its own township only where groups may not cross townships."""
    span = slice(int(c.far[centre]), int(c.far[centre + 1]))
    rows, costs = c.far_to[span], c.far_cost[span]
    inside = c.town[rows] == c.town[centre] if c.bounded_towns else np.ones(len(rows), bool)
    order = np.argsort(rows[inside] != centre, kind="stable")
    row, cost = rows[inside][order], costs[inside][order]
    if len(row) > WIDEST:
        raise TooMany(f"{len(row)} villages within reach of one centre, {WIDEST} at most")
    place = {int(village): number for number, village in enumerate(row)}
    trade = np.zeros((len(row), len(row)))
    for one, village in enumerate(row):
        for edge in range(c.buys[village], c.buys[village + 1]):
            if int(c.buys_of[edge]) in place:
                trade[one, place[int(c.buys_of[edge])]] += c.buys_by[edge]
    return Around(
        row=row,
        beside=_masks(row, place, c.near, c.adj),
        foes=_enemies(c, row, place),
        bond=_bonds(c, row),
        base=cost + c.half[row] - c.wait[row],
        x=np.ascontiguousarray(c.x[row]),
        short=np.ascontiguousarray(c.short[row]),
        trade=trade,
        town=_small(c.town[row]),
        ready=c.ready[row] if c.ready.size else np.zeros(len(row)),
    )


def _small(towns: Ints) -> Ints:
    return np.unique(towns, return_inverse=True)[1].astype(np.int64)


def _masks(row: Ints, place: dict[int, int], starts: Ints, to: Ints) -> Masks:
    found = [
        sum(1 << place[int(o)] for o in set(to[starts[v] : starts[v + 1]].tolist()) if int(o) in place)
        for v in row
    ]
    return np.array(found, np.uint64)


def _enemies(c: County, row: Ints, place: dict[int, int]) -> Masks:
    """Those a village may not be with: apart, or of another kept group."""
    found = _masks(row, place, c.foes, c.foes_of)
    for one, village in enumerate(row):
        rivals = (c.kept[row] >= 0) & (c.kept[row] != c.kept[village]) & (c.kept[village] >= 0)
        found[one] |= np.uint64(sum(1 << int(at) for at in np.flatnonzero(rivals)))
    return found


def _bonds(c: County, row: Ints) -> Masks:
    """For each village all that must be with it; bit 63 where one of them is out of the centre's reach."""
    found = np.zeros(len(row), np.uint64)
    for one, village in enumerate(row):
        if c.bond[village] >= 0:
            inside = np.flatnonzero(c.bond[row] == c.bond[village])
            whole = len(inside) == int((c.bond == c.bond[village]).sum())
            found[one] = np.uint64(sum(1 << int(at) for at in inside) | (0 if whole else 1 << WIDEST))
    return found


class Stack(NamedTuple):
    """Work space, one row a depth."""

    chosen: Masks
    ahead: Masks
    barred: Masks
    x: Floats
    squares: Floats
    short: Floats
    base: Floats
    trade: Floats
    ready: Floats
    wanted: Masks


def stack(c: County) -> Stack:
    deep = c.most + 2
    return Stack(
        chosen=np.zeros(deep, np.uint64),
        ahead=np.zeros(deep, np.uint64),
        barred=np.zeros(deep, np.uint64),
        x=np.zeros((deep, c.x.shape[1])),
        squares=np.zeros(deep),
        short=np.zeros((deep, c.short.shape[1])),
        base=np.zeros(deep),
        trade=np.zeros(deep),
        ready=np.zeros(deep),
        wanted=np.zeros(deep, np.uint64),
    )


@jit
def _bit(mask: np.uint64) -> int:
    """The number of the lowest bit."""
    low = mask & (~mask + ONE)
    number = 0
    for width in (32, 16, 8, 4, 2, 1):
        if (low >> np.uint64(width)) > NONE:
            low >>= np.uint64(width)
            number += width
    return number


@jit
def _push(a: Around, k: Stack, depth: int, new: int) -> None:
    """Row `depth` = row before with village `new`."""
    old = depth - 1
    bit = ONE << np.uint64(new)
    squares, trade = 0.0, 0.0
    for column in range(a.x.shape[1]):
        k.x[depth, column] = k.x[old, column] + a.x[new, column]
        squares += a.x[new, column] ** 2
    for column in range(a.short.shape[1]):
        k.short[depth, column] = k.short[old, column] + a.short[new, column]
    for other in range(a.row.size):
        if (k.chosen[old] >> np.uint64(other)) & ONE:
            trade += a.trade[new, other]
    k.squares[depth] = k.squares[old] + squares
    k.trade[depth] = k.trade[old] + trade
    k.base[depth] = k.base[old] + a.base[new]
    k.ready[depth] = k.ready[old] + a.ready[new]
    k.wanted[depth] = k.wanted[old] | a.bond[new]
    k.chosen[depth] = k.chosen[old] | bit
    k.barred[depth] = k.barred[old] | a.foes[new]
    k.ahead[depth] = (k.ahead[old] | a.beside[new]) & ~k.chosen[depth] & ~k.barred[depth]


@jit
def _unlike(a: Around, k: Stack, depth: int) -> float:
    total = float(k.squares[depth])
    for column in range(a.x.shape[1]):
        total -= k.x[depth, column] ** 2 / depth
    return total


@jit
def _saving(c: County, a: Around, k: Stack, depth: int) -> float:
    """The cost of the set at `depth` less what its villages would cost waiting."""
    total = float(k.base[depth] + c.per_group - k.trade[depth]) + _unlike(a, k, depth)
    for column in range(a.short.shape[1]):
        total += max(0.0, k.short[depth, column])
    seen = NONE
    count = 0
    for one in range(a.row.size):
        if (k.chosen[depth] >> np.uint64(one)) & ONE:
            town = ONE << np.uint64(a.town[one])
            if seen & town == NONE:
                seen |= town
                count += 1
    return float(total + c.per_town * (count - 1))


@jit
def _hope(c: County, a: Around, k: Stack, depth: int) -> float:
    """What any set that grows from here costs at least (docs/planning.md, "The bound").

    Squares: a village that joins a set of k brings at least k/most of its distance to the set's mean. Trade between
    two that may join belongs to both by half. Shortfalls: not below zero, and not below the sum of those that are
    positive now; the better of the two.
    """
    fixed = float(k.base[depth] + c.per_group - k.trade[depth]) + _unlike(a, k, depth)
    none, linear = fixed, fixed
    for column in range(a.short.shape[1]):
        linear += max(0.0, k.short[depth, column])
    for one in range(a.row.size):
        if ((k.chosen[depth] | k.barred[depth]) >> np.uint64(one)) & ONE:
            continue
        distance, trade, short = 0.0, 0.0, 0.0
        for column in range(a.x.shape[1]):
            distance += (a.x[one, column] - k.x[depth, column] / depth) ** 2
        for other in range(a.row.size):
            share = 1.0 if (k.chosen[depth] >> np.uint64(other)) & ONE else 0.5
            trade += share * a.trade[one, other]
        for column in range(a.short.shape[1]):
            if k.short[depth, column] > 0.0:
                short += a.short[one, column]
        brings = a.base[one] + distance * depth / c.most - trade
        none += min(0.0, brings)
        linear += min(0.0, brings + short)
    return float(max(none, linear))


@jit
def _complete(c: County, k: Stack, depth: int) -> bool:
    """Whether the set may be a group: large enough, ready, with all that must be together."""
    large = depth >= c.least and k.ready[depth] >= -1e-9 * depth
    return large and k.wanted[depth] & ~k.chosen[depth] == NONE


@jit
def enumerate_groups(
    c: County, a: Around, k: Stack, masks: Masks, saving: Floats, limit: float, least_only: bool
) -> int:
    """Write every group of the centre that costs less than `limit`; how many, or −1 when there is no more room.

    `least_only`: each found lowers the limit to its own cost, so that the last is the cheapest of all.
    """
    k.chosen[0] = k.ahead[0] = k.barred[0] = k.wanted[0] = NONE
    k.squares[0] = k.base[0] = k.trade[0] = k.ready[0] = 0.0
    k.x[0, :] = 0.0
    k.short[0, :] = 0.0
    _push(a, k, 1, 0)
    depth, found, fresh = 1, 0, True
    while depth > 0:
        if fresh:
            fresh = False
            value = _saving(c, a, k, depth) if _complete(c, k, depth) else limit
            if value < limit:
                if found == masks.size:
                    return -1
                masks[found], saving[found] = k.chosen[depth], value
                found += 1
                limit = value if least_only else limit
            if depth == c.most or _hope(c, a, k, depth) >= limit:
                k.ahead[depth] = NONE
        if k.ahead[depth] == NONE:
            depth -= 1
            continue
        new = _bit(k.ahead[depth])
        bit = ONE << np.uint64(new)
        k.ahead[depth] &= ~bit
        k.barred[depth] |= bit
        _push(a, k, depth + 1, new)
        depth += 1
        fresh = True
    return found


def columns(
    c: County,
    a: Around,
    prices: Floats,
    per_group: float,
    limit: float,
    *,
    least_only: bool,
    room: int = 1 << 22,
) -> Columns:
    """The groups of a centre whose cost, with the prices of their villages and of a group, is below `limit`.

    Costs are those without the prices, less what waiting would cost. Raises TooMany.
    """
    priced = a._replace(base=a.base + prices[a.row])
    county = c._replace(per_group=c.per_group + per_group)
    space, size = stack(c), 1 << 12
    while size <= room:
        masks, saving = np.zeros(size, np.uint64), np.zeros(size)
        found = enumerate_groups(county, priced, space, masks, saving, limit, least_only)
        if found >= 0:
            plain = saving[:found] - _sums(a.row, masks[:found], prices) - per_group
            return Columns(a.row, masks[:found].copy(), plain)
        size *= 4
    raise TooMany(f"more than {room} groups around one centre")


def _sums(row: Ints, masks: Masks, prices: Floats) -> Floats:
    """The prices of the villages of each mask, summed."""
    total = np.zeros(len(masks))
    for at, village in enumerate(row):
        total += ((masks >> np.uint64(at)) & ONE).astype(np.float64) * prices[village]
    return total
