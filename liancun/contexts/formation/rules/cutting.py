"""Cutting a region anew, compiled: one or two groups and waiting villages are drawn as a tree, and cut where best."""

from __future__ import annotations

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import NOTHING, Dice, Ints, below, jit, uniform
from liancun.contexts.formation.rules.costing import INFINITE, price
from liancun.contexts.formation.rules.moves import (
    BELOW,
    FIRST,
    OPEN,
    OPENED,
    ORDER,
    PARENT,
    REGION,
    SECOND,
    SIDE,
    State,
    _accepted,
    dissolve,
    found_group,
    strayed,
)


@jit
def _take_group(s: State, group: int, region: Ints, size: int) -> int:
    for at in range(s.size[group]):
        region[size] = s.member[group, at]
        size += 1
    return size


@jit
def _take_waiting(c: County, s: State, start: int, most: int, region: Ints, size: int, dice: Dice) -> int:
    """Add up to `most` waiting villages around `start`, each by chance; bound sets stay outside."""
    begin = size
    region[size] = start
    s.mark[start] = 1
    size += 1
    head = begin
    while head < size and size - begin < most:
        here = region[head]
        head += 1
        for edge in range(c.near[here], c.near[here + 1]):
            other = c.adj[edge]
            free = s.home[other] < 0 and s.mark[other] == 0 and c.bond[other] < 0 and size - begin < most
            if free and uniform(dice) < 0.7:
                s.mark[other] = 1
                region[size] = other
                size += 1
    for at in range(begin, size):
        s.mark[region[at]] = 0
    return size


@jit
def _take_fringe(c: County, s: State, region: Ints, size: int, most: int, dice: Dice) -> int:
    """Add waiting neighbours of the region, each by a coin."""
    for at in range(size):
        s.mark[region[at]] = 1
    inner = size
    for at in range(inner):
        for edge in range(c.near[region[at]], c.near[region[at] + 1]):
            other = c.adj[edge]
            free = s.home[other] < 0 and s.mark[other] == 0 and c.bond[other] < 0 and size < most
            if free and uniform(dice) < 0.5:
                s.mark[other] = 1
                region[size] = other
                size += 1
    for at in range(size):
        s.mark[region[at]] = 0
    return size


@jit
def _tree(c: County, s: State, size: int, dice: Dice) -> int:
    """A random tree over the region, written as ORDER and PARENT (places in ORDER); how many it reaches."""
    region, order, parent = s.work[REGION], s.work[ORDER], s.work[PARENT]
    ahead, behind = s.work[OPEN], s.work[OPENED]
    for at in range(size):
        s.mark[region[at]] = 1
    order[0], parent[0] = region[below(dice, size)], -1
    s.mark[order[0]] = 0
    done, waiting, here = 1, 0, 0
    while True:
        for edge in range(c.near[order[here]], c.near[order[here] + 1]):
            if s.mark[c.adj[edge]] == 1:
                ahead[waiting], behind[waiting] = c.adj[edge], here
                waiting += 1
        village = -1
        while waiting > 0 and village < 0:
            pick = below(dice, waiting)
            village, root = ahead[pick], behind[pick]
            waiting -= 1
            ahead[pick], behind[pick] = ahead[waiting], behind[waiting]
            if s.mark[village] == 0:
                village = -1
        if village < 0:
            break
        s.mark[village] = 0
        order[done], parent[done] = village, root
        here = done
        done += 1
    for at in range(size):
        s.mark[region[at]] = 0
    return done


@jit
def _part(c: County, members: Ints, size: int) -> tuple[int, float]:
    """What one side of a cut costs: as a group with its centre, or waiting with −1 where that is cheaper."""
    waits = 0.0
    for at in range(size):
        waits += c.wait[members[at]]
    centre, cost = price(c, members, size)
    if cost <= waits:
        return centre, cost
    return -1, waits


@jit
def _sides(s: State, size: int, root: int) -> int:
    """Write the villages below `root` into FIRST and the others into SECOND; how many the first are."""
    order, parent, side = s.work[ORDER], s.work[PARENT], s.work[SIDE]
    one, two = 0, 0
    for at in range(size):
        side[at] = 1 if at == root or (at > root and side[parent[at]] == 1) else 0
        if side[at]:
            s.work[FIRST, one] = order[at]
            one += 1
        else:
            s.work[SECOND, two] = order[at]
            two += 1
    return one


@jit
def _parts_a_bond(c: County, s: State, one: int, two: int) -> bool:
    for at in range(one):
        bond = c.bond[s.work[FIRST, at]]
        if bond >= 0:
            for other in range(two):
                if c.bond[s.work[SECOND, other]] == bond:
                    return True
    return False


@jit
def _best_cut(c: County, s: State, size: int, gone: int) -> tuple[int, float]:
    """The place in ORDER below which to cut (0: leave whole), and the cost with the count of groups."""
    below_here = s.work[BELOW]
    for at in range(size):
        below_here[at] = 1
    for at in range(size - 1, 0, -1):
        below_here[s.work[PARENT, at]] += below_here[at]
    best, least = -1, INFINITE
    for root in range(size):
        one, two = below_here[root], size - below_here[root]
        fits = c.least <= one <= c.most or c.least <= two <= c.most
        if root > 0 and not fits:
            continue
        _sides(s, size, root)
        if _parts_a_bond(c, s, one, two):
            continue
        centre_one, cost = _part(c, s.work[FIRST], one)
        count = s.tally[0] - gone + (1 if centre_one >= 0 else 0)
        if two > 0:
            centre_two, more = _part(c, s.work[SECOND], two)
            count += 1 if centre_two >= 0 else 0
            cost += more
        cost += strayed(c, count)
        if cost < least:
            best, least = root, cost
    return best, least


@jit
def _take(c: County, s: State, village: int, size: int, dice: Dice) -> int:
    """Add the village's group, or waiting villages around it, to the region."""
    if s.home[village] >= 0:
        return _take_group(s, s.home[village], s.work[REGION], size)
    if c.bond[village] >= 0:
        return size
    return _take_waiting(c, s, village, 1 + below(dice, c.most), s.work[REGION], size, dice)


@jit
def _region(c: County, s: State, village: int, beside: int, dice: Dice) -> tuple[int, int, float]:
    """Write the region to cut into REGION: its size, the groups in it, what it costs now."""
    region = s.work[REGION]
    size = _take(c, s, village, NOTHING, dice)
    if beside >= 0 and s.home[beside] != s.home[village]:
        size = _take(c, s, beside, size, dice)
    if size > 0 and s.home[region[0]] >= 0 and size < 3 * c.most:
        size = _take_fringe(c, s, region, size, 3 * c.most, dice)
    gone, before, last = 0, 0.0, -1
    for at in range(size):
        home = s.home[region[at]]
        if home < 0:
            before += c.wait[region[at]]
        elif home != last:
            gone, before, last = gone + 1, before + s.cost[home], home
    return size, gone, before


@jit
def recut(c: County, s: State, village: int, beside: int, heat: float, dice: Dice) -> float:
    """Join the regions of two neighbours (`beside` −1: only one) and cut them anew; the change of cost, or 0."""
    size, gone, before = _region(c, s, village, beside, dice)
    if size == 0 or _tree(c, s, size, dice) < size:
        return 0.0
    root, after = _best_cut(c, s, size, gone)
    delta = after - before - strayed(c, s.tally[0])
    if root < 0 or after >= INFINITE or not _accepted(delta, heat, dice):
        return 0.0
    for at in range(size):
        if s.home[s.work[ORDER, at]] >= 0:
            dissolve(s, s.home[s.work[ORDER, at]])
    one = _sides(s, size, root)
    _settle(c, s, s.work[FIRST], one)
    _settle(c, s, s.work[SECOND], size - one)
    return delta


@jit
def _settle(c: County, s: State, members: Ints, size: int) -> None:
    if size > 0:
        centre, cost = _part(c, members, size)
        if centre >= 0:
            found_group(s, members, size, centre, cost)
