"""The cost of one group and its connectedness, compiled: what every move, column and explanation asks."""

from __future__ import annotations

import numpy as np

from liancun.contexts.formation.rules.arrays import County
from liancun.contexts.formation.rules.compiled import Ints, jit

INFINITE = 1e18


@jit
def lead(c: County, centre: int, members: Ints, size: int) -> float:
    """Weighted minutes from `centre` to all members; INFINITE when one is out of its reach."""
    begin, end = c.far[centre], c.far[centre + 1]
    if begin == end:
        return INFINITE
    total = 0.0
    for at in range(size):
        low, high = begin, end
        while low < high:
            middle = (low + high) // 2
            if c.far_to[middle] < members[at]:
                low = middle + 1
            else:
                high = middle
        if low == end or c.far_to[low] != members[at]:
            return INFINITE
        total += c.far_cost[low]
    return total


@jit
def best_centre(c: County, members: Ints, size: int) -> tuple[int, float]:
    """The member that leads at the least cost, the first of equals; (−1, INFINITE) when none can."""
    best, cost = -1, INFINITE
    for at in range(size):
        here = lead(c, members[at], members, size)
        if here < cost - 1e-12 or (here < cost + 1e-12 and best >= 0 and members[at] < best):
            best, cost = members[at], here
    return best, cost


@jit
def allowed(c: County, members: Ints, size: int) -> bool:
    """Size, gate, townships, apart and kept; not connectedness, not the centre."""
    if size < c.least or size > c.most:
        return False
    ready = 0.0
    held = -1
    for at in range(size):
        one = members[at]
        if c.ready.size:
            ready += c.ready[one]
        if c.bounded_towns and c.town[one] != c.town[members[0]]:
            return False
        if c.kept[one] >= 0:
            if held >= 0 and held != c.kept[one]:
                return False
            held = c.kept[one]
        for foe in range(c.foes[one], c.foes[one + 1]):
            for other in range(size):
                if members[other] == c.foes_of[foe]:
                    return False
    return ready >= -1e-9 * size


@jit
def unlike(c: County, members: Ints, size: int) -> float:
    """The sum of squares around the group's mean, weighted."""
    total = 0.0
    for column in range(c.x.shape[1]):
        sums = squares = 0.0
        for at in range(size):
            value = c.x[members[at], column]
            sums += value
            squares += value * value
        total += squares - sums * sums / size
    return total


@jit
def shortfall(c: County, members: Ints, size: int) -> float:
    """What the group lacks over all its columns, weighted."""
    total = 0.0
    for column in range(c.short.shape[1]):
        sums = 0.0
        for at in range(size):
            sums += c.short[members[at], column]
        total += max(0.0, sums)
    return total


@jit
def cut(c: County, members: Ints, size: int) -> float:
    """Half of each supply link that leaves the group, weighted."""
    total = 0.0
    for at in range(size):
        one = members[at]
        total += c.half[one]
        for edge in range(c.buys[one], c.buys[one + 1]):
            for other in range(size):
                if members[other] == c.buys_of[edge]:
                    total -= c.buys_by[edge] / 2
    return total


@jit
def towns(c: County, members: Ints, size: int) -> float:
    """Townships beyond the first, weighted."""
    count = 0
    for at in range(size):
        new = 1
        for before in range(at):
            if c.town[members[before]] == c.town[members[at]]:
                new = 0
                break
        count += new
    return c.per_town * (count - 1)


@jit
def price(c: County, members: Ints, size: int) -> tuple[int, float]:
    """Centre and cost of a group; (−1, INFINITE) where it breaks a rule. Connectedness is not asked."""
    if not allowed(c, members, size):
        return -1, INFINITE
    centre, minutes = best_centre(c, members, size)
    if centre < 0:
        return -1, INFINITE
    cost = minutes + unlike(c, members, size) + shortfall(c, members, size) + cut(c, members, size)
    return centre, cost + towns(c, members, size) + c.per_group


@jit
def joined(c: County, members: Ints, size: int, mark: Ints, queue: Ints) -> bool:
    """Whether the members hang together. `mark` is all zeros before and after; `queue` has room for them."""
    for at in range(size):
        mark[members[at]] = 1
    queue[0] = members[0]
    mark[members[0]] = 0
    head, tail = 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for edge in range(c.near[here], c.near[here + 1]):
            other = c.adj[edge]
            if mark[other] == 1:
                mark[other] = 0
                queue[tail] = other
                tail += 1
    for at in range(size):
        mark[members[at]] = 0
    return tail == size


def empty_marks(count: int) -> Ints:
    return np.zeros(count, np.int64)
