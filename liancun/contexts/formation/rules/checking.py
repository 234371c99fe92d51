"""What a plan costs and whether it keeps the rules, computed slowly and plainly.

Shares nothing with the solver but the statement of the problem: whatever the solver says is checked here.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median

import numpy as np

from liancun.contexts.formation.rules.problem import TERMS, Group, Plan, Problem, Score, Village

Network = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Scales:
    """What the terms are counted in: see docs/planning.md, "The score". `trades`: supply links of each village."""

    features: dict[str, tuple[float, ...]]
    minutes: float
    resources: dict[str, float]
    strength_mean: float
    strength_spread: float
    supply: float
    trades: dict[str, list[tuple[str, float]]]


def network(problem: Problem) -> Network:
    """Neighbours of each willing village with the minutes between; unwilling villages are not passed through."""
    known = {village.key for village in problem.villages if village.willing}
    found: Network = {key: {} for key in known}
    for link in problem.links:
        if link.one in known and link.other in known and link.one != link.other:
            least = min(link.minutes, found[link.one].get(link.other, link.minutes))
            found[link.one][link.other] = found[link.other][link.one] = least
    return found


def around(roads: Network, start: str, reach: int) -> dict[str, tuple[int, float]]:
    """Villages within `reach` links of `start`, each with its links and its least minutes using at most so many."""
    best = {start: 0.0}
    links = {start: 0}
    for step in range(1, reach + 1):
        before = dict(best)
        for key, minutes in before.items():
            for other, more in roads[key].items():
                links.setdefault(other, step)
                best[other] = min(best.get(other, float("inf")), minutes + more)
    return {key: (links[key], best[key]) for key in best}


def connected(roads: Network, members: Iterable[str]) -> bool:
    """Whether one can go from any member to any other without leaving them."""
    left = set(members)
    queue = deque([left.pop()]) if left else deque()
    while queue:
        for other in roads[queue.popleft()]:
            if other in left:
                left.remove(other)
                queue.append(other)
    return not left


def scales(problem: Problem) -> Scales:
    willing = [village for village in problem.villages if village.willing]
    strengths = [village.strength for village in willing]
    mean = _mean(strengths)
    lengths = [link.minutes for link in problem.links if link.one != link.other]
    known = {village.key for village in willing}
    return Scales(
        features=_features(willing),
        minutes=(median(lengths) if lengths else 1.0) or 1.0,
        resources=_resources(willing),
        strength_mean=mean,
        strength_spread=_mean([(one - mean) ** 2 for one in strengths]) ** 0.5 or 1.0,
        supply=sum(s.amount for s in problem.supplies if _inner(s.seller, s.buyer, known)) or 1.0,
        trades=_trades(problem, known),
    )


def _inner(one: str, other: str, known: set[str]) -> bool:
    return one in known and other in known and one != other


def _trades(problem: Problem, known: set[str]) -> dict[str, list[tuple[str, float]]]:
    """With whom each village trades, and how much; each link stands at both ends."""
    found: dict[str, list[tuple[str, float]]] = {}
    for supply in problem.supplies:
        if _inner(supply.seller, supply.buyer, known):
            found.setdefault(supply.seller, []).append((supply.buyer, supply.amount))
            found.setdefault(supply.buyer, []).append((supply.seller, supply.amount))
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _features(willing: Sequence[Village]) -> dict[str, tuple[float, ...]]:
    """Shares of industries and standardised traits, scaled so that the whole county has the sum of squares n."""
    kinds = sorted({kind for village in willing for kind in village.industries})
    rows = [[*_shares(village, kinds), *village.traits] for village in willing]
    if not rows or not rows[0]:
        return {village.key: () for village in willing}
    table = np.array(rows, np.float64)
    table -= table.mean(axis=0)
    spread = np.sqrt((table**2).mean(axis=0))
    # Traits have units of their own, shares have one unit.
    spread[: len(kinds)] = 1.0
    table /= np.where(spread > 0, spread, 1.0)
    total = float((table**2).sum())
    table *= (len(willing) / total) ** 0.5 if total > 1e-12 else 0.0
    return {v.key: tuple(row) for v, row in zip(willing, table.tolist(), strict=True)}


def _shares(village: Village, kinds: Sequence[str]) -> list[float]:
    whole = sum(village.industries.values())
    return [village.industries.get(kind, 0.0) / whole if whole > 0 else 0.0 for kind in kinds]


def _resources(willing: Sequence[Village]) -> dict[str, float]:
    """What an average village needs of each resource that anyone needs."""
    names = sorted({name for village in willing for name in village.needs})
    means = {name: _mean([village.needs.get(name, 0.0) for village in willing]) for name in names}
    return {name: mean for name, mean in means.items() if mean > 0}


def group_score(
    problem: Problem, group: Group, at: Scales, roads: Network, villages: Mapping[str, Village] | None = None
) -> Score:
    """The cost of one group with the centre it names; `villages` by key where the caller has them at hand."""
    villages = villages or problem.by_key()
    members = [villages[key] for key in group.members]
    reached = around(roads, group.centre, problem.rules.reach)
    raw = {
        "near": sum(reached[key][1] if key in reached else float("inf") for key in group.members)
        / at.minutes,
        "alike": squares([at.features[key] for key in group.members]),
        "supply": _supply_cut(set(group.members), at),
        "lack": _lack(members, at),
        "balance": max(0.0, sum((at.strength_mean - v.strength) / at.strength_spread for v in members)),
        "across": len({village.township for village in members}) - 1.0,
        "group": 1.0,
        "waiting": 0.0,
    }
    return Score({term: problem.profile.weight(term) * raw[term] if raw[term] else 0.0 for term in TERMS})


def squares(points: Sequence[Sequence[float]]) -> float:
    """The sum of squared distances to the mean."""
    columns = zip(*points, strict=True)
    return sum(sum((value - _mean(column)) ** 2 for value in column) for column in columns)


def _supply_cut(members: Set[str], at: Scales) -> float:
    """Half of each supply link that leaves the group, in villages."""
    leaving = sum(
        amount for key in sorted(members) for other, amount in at.trades.get(key, ()) if other not in members
    )
    return 0.5 * leaving / at.supply * len(at.features)


def _lack(members: Sequence[Village], at: Scales) -> float:
    missing = 0.0
    for name, mean in at.resources.items():
        short = sum(village.needs.get(name, 0.0) - village.has.get(name, 0.0) for village in members)
        missing += max(0.0, short) / mean
    return missing / len(at.resources) if at.resources else 0.0


class Judge:
    """A problem laid out for scoring many plans."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.villages = problem, problem.by_key()
        self.at, self.roads = scales(problem), network(problem)
        self._cut = {key: _supply_cut({key}, self.at) for key in self.at.trades}
        self._known: dict[Group, Score] = {}

    def score(self, plan: Plan) -> Score:
        """The cost of a whole plan: its groups, and what the waiting villages cost."""
        sums = dict.fromkeys(TERMS, 0.0)
        for group in plan.groups:
            for term, value in self.group(group):
                sums[term] += value
        sums["waiting"] += self.problem.profile.waiting * len(plan.waiting)
        weight = self.problem.profile.supply
        sums["supply"] += sum(weight * self._cut.get(key, 0.0) for key in plan.waiting)
        return Score(sums)

    def group(self, group: Group) -> Score:
        """The cost of one group with the centre it names; each group is worked out once."""
        if group not in self._known:
            self._known[group] = group_score(self.problem, group, self.at, self.roads, self.villages)
        return self._known[group]


def plan_score(problem: Problem, plan: Plan) -> Score:
    """The cost of a whole plan; for many plans of one problem keep a Judge."""
    return Judge(problem).score(plan)


def faults(problem: Problem, plan: Plan) -> list[str]:
    """Every rule the plan breaks, in words for the makers of the program; empty for a plan that keeps all."""
    return [*_placement(problem, plan), *_wishes(problem, plan), *group_faults(problem, plan)]


def _placement(problem: Problem, plan: Plan) -> Iterator[str]:
    willing = {village.key for village in problem.villages if village.willing}
    placed = Counter(key for group in plan.groups for key in group.members)
    placed.update(plan.waiting)
    yield from (f"{key} stands {times} times" for key, times in placed.items() if times > 1)
    yield from (f"{key} is missing" for key in sorted(willing - set(placed)))
    yield from (f"{key} is not willing or not known" for key in sorted(set(placed) - willing))
    if problem.rules.everyone and plan.waiting:
        yield f"{len(plan.waiting)} villages wait, none may"
    least, most = problem.rules.groups
    if least is not None and len(plan.groups) < least:
        yield f"{len(plan.groups)} groups, {least} at least"
    if most is not None and len(plan.groups) > most:
        yield f"{len(plan.groups)} groups, {most} at most"


def _wishes(problem: Problem, plan: Plan) -> Iterator[str]:
    place = {key: number for number, group in enumerate(plan.groups) for key in group.members}
    for wish in problem.rules.together:
        if len({place.get(key) for key in wish}) > 1:
            yield f"{wish} are not together"
    homes = [{place.get(key) for key in kept} for kept in problem.rules.kept]
    for kept, home in zip(problem.rules.kept, homes, strict=True):
        if len(home) > 1 or None in home:
            yield f"{kept} is not kept"


def group_faults(problem: Problem, plan: Plan) -> Iterator[str]:
    """What each group breaks by itself."""
    roads, villages = network(problem), problem.by_key()
    for group in plan.groups:
        said = f"group of {group.centre}"
        yield from (
            f"{said}: {rule} {detail}".rstrip() for rule, detail in broken(problem, group, roads, villages)
        )


def broken(
    problem: Problem, group: Group, roads: Network, villages: Mapping[str, Village]
) -> Iterator[tuple[str, str]]:
    """The rules one group breaks by itself, by the names of `conflicts.WORDS`, each with the villages it is about.

    `joined`: the group does not hang together.
    """
    rules = problem.rules
    members = [villages[key] for key in group.members]
    if len(members) < rules.least:
        yield "least", str(len(members))
    if len(members) > rules.most:
        yield "most", str(len(members))
    if not connected(roads, group.members):
        yield "joined", ""
    if group.centre not in group.members or not villages[group.centre].strong:
        yield "strong", group.centre
    yield from _reach(problem, group, roads)
    if rules.townships == "within" and len({village.township for village in members}) > 1:
        yield "townships", "、".join(sorted({village.township for village in members}))
    for one, other in rules.apart:
        if one in group.members and other in group.members:
            yield "apart", f"{one}、{other}"
    if sum(any(key in group.members for key in kept) for kept in rules.kept) > 1:
        yield "kept", ""
    if rules.gate is not None and _mean([v.readiness for v in members]) < rules.gate - 1e-9:
        yield "gate", f"{_mean([v.readiness for v in members]):.1f}"


def _reach(problem: Problem, group: Group, roads: Network) -> Iterator[tuple[str, str]]:
    reached = around(roads, group.centre, problem.rules.reach)
    limit = problem.rules.minutes
    for key in group.members:
        if key not in reached:
            yield "reach", key
        elif limit is not None and reached[key][1] > limit + 1e-9:
            yield "minutes", key
