"""The changes the search tries, compiled: a village moves, two change places, a region is cut anew.

Every state between moves keeps all rules; villages that no group can hold wait. Budgets count moves, not seconds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import NOBODY, Dice, Floats, Ints, below, jit, uniform
from liancun.contexts.formation.rules.costing import INFINITE, joined, price

# What a group too few or too many costs while searching; a plan that keeps it is refused at the end.
COUNT_PENALTY = 20.0
TRANSFER, SWAP, PUSH = 0.50, 0.62, 0.72
# Rows of the work space.
FIRST, SECOND, REGION, ORDER, PARENT, BELOW, SIDE, OPEN, OPENED = range(9)


class State(NamedTuple):
    """A plan being changed. `free` is a stack of unused numbers of groups; `tally`: groups, height of the stack."""

    home: Ints
    member: Ints
    size: Ints
    centre: Ints
    cost: Floats
    free: Ints
    tally: Ints
    mark: Ints
    work: Ints


def empty_state(c: County) -> State:
    """All villages waiting."""
    rows = c.near.size - 1
    slots = rows // max(1, c.least) + 2
    room = max(rows, 1) if c.most * 4 > rows else c.most * 4
    widest = int(np.diff(c.near).max()) if rows else 0
    return State(
        home=np.full(rows, -1, np.int64),
        member=np.zeros((slots, c.most), np.int64),
        size=np.zeros(slots, np.int64),
        centre=np.full(slots, -1, np.int64),
        cost=np.zeros(slots),
        free=np.arange(slots)[::-1].copy(),
        tally=np.array([0, slots], np.int64),
        mark=np.zeros(rows, np.int64),
        work=np.zeros((9, max(room * (widest + 1), room + 1)), np.int64),
    )


@jit
def strayed(c: County, count: int) -> float:
    """What it costs to have so many groups."""
    return COUNT_PENALTY * max(0, c.fewest - count, count - c.many)


@jit
def _accepted(delta: float, heat: float, dice: Dice) -> bool:
    return delta <= 0.0 or uniform(dice) < np.exp(-delta / heat)


@jit
def _store(s: State, group: int, members: Ints, size: int, centre: int, cost: float) -> None:
    for at in range(size):
        s.member[group, at] = members[at]
        s.home[members[at]] = group
    s.size[group], s.centre[group], s.cost[group] = size, centre, cost


@jit
def found_group(s: State, members: Ints, size: int, centre: int, cost: float) -> int:
    """Take an unused number for a new group."""
    s.tally[1] -= 1
    group = s.free[s.tally[1]]
    s.tally[0] += 1
    _store(s, group, members, size, centre, cost)
    return int(group)


@jit
def dissolve(s: State, group: int) -> None:
    """All members wait; the number is free again."""
    for at in range(s.size[group]):
        s.home[s.member[group, at]] = -1
    s.size[group] = 0
    s.free[s.tally[1]] = group
    s.tally[1] += 1
    s.tally[0] -= 1


@jit
def _with(s: State, group: int, leaves: int, comes: int, into: Ints) -> int:
    """The members of a group with one gone and one come (−1 for none), written `into`; how many they are."""
    size = 0
    for at in range(s.size[group]):
        if s.member[group, at] != leaves:
            into[size] = s.member[group, at]
            size += 1
    if comes >= 0:
        into[size] = comes
        size += 1
    return size


@jit
def _changed(c: County, s: State, group: int, leaves: int, comes: int, into: Ints) -> tuple[int, int, float]:
    """Size, centre and cost of a group after the change; of no group (−1): what its waiting villages cost."""
    if group < 0:
        return 0, -1, (c.wait[comes] if comes >= 0 else 0.0) - (c.wait[leaves] if leaves >= 0 else 0.0)
    size = s.size[group] - (1 if leaves >= 0 else 0) + (1 if comes >= 0 else 0)
    if size < c.least or size > c.most:
        return size, -1, INFINITE
    _with(s, group, leaves, comes, into)
    centre, cost = price(c, into, size)
    return size, centre, cost


@jit
def _hangs(c: County, s: State, group: int, leaves: int, members: Ints, size: int) -> bool:
    """Whether the changed group is connected; one that only grew by a neighbour is."""
    return group < 0 or leaves < 0 or joined(c, members, size, s.mark, s.work[OPEN])


@jit
def _exchange(c: County, s: State, goes: int, comes: int, to: int, heat: float, dice: Dice) -> float:
    """`goes` moves to group `to` (−1: waits) and `comes` (−1: none) takes its place; the change of cost, or 0."""
    if c.bond[goes] >= 0 or (comes >= 0 and c.bond[comes] >= 0):
        return 0.0
    home, first, second = s.home[goes], s.work[FIRST], s.work[SECOND]
    size_one, centre_one, cost_one = _changed(c, s, home, goes, comes, first)
    if cost_one >= INFINITE:
        return 0.0
    size_two, centre_two, cost_two = _changed(c, s, to, comes, goes, second)
    delta = cost_one + cost_two - (s.cost[home] if home >= 0 else 0.0) - (s.cost[to] if to >= 0 else 0.0)
    if cost_two >= INFINITE or not _accepted(delta, heat, dice):
        return 0.0
    if not _hangs(c, s, home, goes, first, size_one) or not _hangs(c, s, to, comes, second, size_two):
        return 0.0
    s.home[goes] = -1
    if comes >= 0:
        s.home[comes] = -1
    if home >= 0:
        _store(s, home, first, size_one, centre_one, cost_one)
    if to >= 0:
        _store(s, to, second, size_two, centre_two, cost_two)
    return delta


@jit
def _neighbour(c: County, s: State, village: int, dice: Dice) -> int:
    """A neighbour that is elsewhere, by chance; any neighbour where all are at home, −1 for an island."""
    begin, many = c.near[village], c.near[village + 1] - c.near[village]
    if many == 0:
        return -1
    start = below(dice, many)
    for step in range(many):
        other = c.adj[begin + (start + step) % many]
        if s.home[other] != s.home[village]:
            return int(other)
    return int(c.adj[begin + start])


@jit
def _transfer(c: County, s: State, village: int, beside: int, heat: float, dice: Dice) -> float:
    home = s.home[village]
    to = s.home[beside]
    if to == home or uniform(dice) < 0.05:
        to = -1
    return 0.0 if to == home else _exchange(c, s, village, NOBODY, to, heat, dice)


@jit
def _swap(c: County, s: State, village: int, beside: int, heat: float, dice: Dice) -> float:
    """Village goes where its neighbour is, a member from there (or the waiting neighbour) comes."""
    home, there = s.home[village], s.home[beside]
    if home == there or (home < 0 and there < 0):
        return 0.0
    if there < 0:  # a member of the village's group leaves, the waiting neighbour comes
        leaves = s.member[home, below(dice, s.size[home])]
        return _exchange(c, s, leaves, beside, NOBODY, heat, dice)
    comes = s.member[there, below(dice, s.size[there])]
    if home < 0:
        return _exchange(c, s, comes, village, NOBODY, heat, dice)
    return _exchange(c, s, village, comes, there, heat, dice)


@jit
def _rest(c: County, s: State, group: int, leaves: int, into: Ints) -> tuple[int, int, float]:
    """What a group is once a member left: size, centre, cost; no centre where the others wait, as no group."""
    size, centre, cost = _changed(c, s, group, leaves, NOBODY, into)
    if cost < INFINITE and _hangs(c, s, group, leaves, into, size):
        return size, centre, cost
    _with(s, group, leaves, NOBODY, into)
    waits = 0.0
    for at in range(size):
        if c.bond[into[at]] >= 0:
            return size, -1, INFINITE
        waits += c.wait[into[at]]
    return size, -1, waits


@jit
def _push(c: County, s: State, village: int, beside: int, heat: float, dice: Dice) -> float:
    """Village joins its neighbour's group and a member there waits; what is left at home waits if it is no group."""
    home, to = s.home[village], s.home[beside]
    if home < 0 or to < 0 or home == to:
        return 0.0
    out = s.member[to, below(dice, s.size[to])]
    first, second = s.work[FIRST], s.work[SECOND]
    size_two, centre_two, cost_two = _changed(c, s, to, out, village, second)
    if c.bond[village] >= 0 or c.bond[out] >= 0 or cost_two >= INFINITE:
        return 0.0
    size_one, centre_one, cost_one = _rest(c, s, home, village, first)
    delta = cost_one + cost_two + c.wait[out] - s.cost[home] - s.cost[to]
    if centre_one < 0:
        delta += strayed(c, s.tally[0] - 1) - strayed(c, s.tally[0])
    if (
        cost_one >= INFINITE
        or not _accepted(delta, heat, dice)
        or not _hangs(c, s, to, out, second, size_two)
    ):
        return 0.0
    s.home[out] = -1
    if centre_one >= 0:
        _store(s, home, first, size_one, centre_one, cost_one)
    else:
        dissolve(s, home)
    _store(s, to, second, size_two, centre_two, cost_two)
    return float(delta)
