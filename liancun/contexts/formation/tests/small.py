"""Small counties and the true best plan of each, found by looking at every one of them."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from hypothesis import strategies as st

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import (
    Group,
    Link,
    Plan,
    Problem,
    Profile,
    Rules,
    Supply,
    Village,
)


def line(count: int, **of_all: object) -> tuple[tuple[Village, ...], tuple[Link, ...]]:
    """Villages 0, 1, 2 … in a row, each a neighbour of the next."""
    villages = tuple(Village(str(n), f"{n}村", **of_all) for n in range(count))  # type: ignore[arg-type]
    return villages, tuple(Link(str(n), str(n + 1)) for n in range(count - 1))


def best(problem: Problem) -> float:
    """The cost of the best plan of all, with the slow checker's eyes only."""
    keys = [village.key for village in problem.villages if village.willing]
    cost = {
        frozenset(group): value for group in _subsets(keys) if (value := _cost(problem, group)) is not None
    }
    waits = {key: checking.plan_score(_loose(problem), Plan((), (key,))).total for key in keys}

    @cache
    def least(left: frozenset[str]) -> float:
        if not left:
            return 0.0
        first = min(left)
        found = waits[first] + least(left - {first})
        return min([found, *(c + least(left - g) for g, c in cost.items() if first in g and g <= left)])

    return least(frozenset(keys))


def _subsets(keys: list[str]) -> list[tuple[str, ...]]:
    return [group for size in range(1, len(keys) + 1) for group in combinations(keys, size)]


def _loose(problem: Problem) -> Problem:
    return problem


def _cost(problem: Problem, members: tuple[str, ...]) -> float | None:
    """The cheapest centre's cost where the group keeps the rules."""
    others = tuple(v.key for v in problem.villages if v.willing and v.key not in members)
    at, roads = checking.scales(problem), checking.network(problem)
    costs = [
        checking.group_score(problem, Group(centre, members), at, roads).total
        for centre in members
        if not checking.faults(problem, Plan((Group(centre, members),), others))
    ]
    return min(costs, default=None)


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> Problem:
    """Any small county: islands, equal villages, few centres and tight bounds are all among them."""
    count = draw(st.integers(1, most))
    number = st.integers(0, 4).map(float)
    villages = tuple(
        Village(
            key=str(key),
            township=draw(st.sampled_from("甲乙")),
            strength=draw(number),
            strong=draw(st.booleans()) or key % 3 == 0,
            readiness=draw(st.sampled_from([40.0, 60.0, 80.0])),
            willing=draw(st.integers(0, 7)) > 0,
            traits=(draw(number), draw(number)),
            industries={"粮食": draw(number), "畜牧": draw(number)},
            has={"加工": draw(number)},
            needs={"加工": draw(number), "运输": draw(number)},
        )
        for key in range(count)
    )
    pairs = [(str(a), str(b)) for a, b in combinations(range(count), 2)]
    chosen = [pair for pair in pairs if draw(st.integers(0, 2)) > 0]
    links = tuple(Link(a, b, draw(st.integers(1, 5)) * 1.0) for a, b in chosen)
    supplies = tuple(Supply(a, b, 1.0 + draw(number)) for a, b in pairs if draw(st.integers(0, 4)) == 0)
    least = draw(st.integers(1, 2))
    rules = Rules(
        least=least,
        most=draw(st.integers(least, 4)),
        townships=draw(st.sampled_from(("within", "across"))),
        reach=draw(st.integers(1, 2)),
        gate=draw(st.sampled_from([None, 55.0])),
        apart=tuple(pair for pair in pairs if draw(st.integers(0, 9)) == 0),
    )
    return Problem(villages, links, supplies, rules, Profile(waiting=draw(st.sampled_from([1.0, 3.0]))))


def grown(problem: Problem) -> Plan:
    """A plain plan without any search: villages in order, each with its free neighbours; rules may be broken."""
    roads = checking.network(problem)
    free = {village.key: None for village in problem.villages if village.willing}
    groups = []
    for village in problem.villages:
        beside = [key for key in sorted(roads.get(village.key, ())) if key in free]
        if village.strong and village.key in free and len(beside) >= 2:
            members = [village.key, *beside[:3]]
            groups.append(Group(village.key, tuple(key for key in free if key in members)))
            for key in members:
                del free[key]
    return Plan(tuple(groups), tuple(free))
