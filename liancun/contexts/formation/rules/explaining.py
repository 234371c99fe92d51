"""Why a village is where it is, and what each group is good at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import TERMS, Group, Plan, Problem, Score, Village


@dataclass(frozen=True)
class Alternative:
    """Another place for a village: `centre` of that group (None: waiting), what the whole plan would cost more,
    term by term, and `faults`, the rules the move would break (then it is not to be had at that price)."""

    centre: str | None
    terms: Mapping[str, float]
    faults: tuple[str, ...]

    @property
    def more(self) -> float:
        return sum(self.terms.values())


@dataclass(frozen=True)
class Why:
    """`terms`: what leaving the village out of its group would save, term by term (negative: it helps the group)."""

    village: str
    centre: str | None
    terms: Mapping[str, float]
    alternatives: tuple[Alternative, ...]

    @property
    def best(self) -> Alternative | None:
        """The cheapest other place that breaks no rule."""
        return next((each for each in self.alternatives if not each.faults), None)


@dataclass(frozen=True)
class Roles:
    """Who does what in a group, each with the fact that says so; `chain`: villages by stage; `ready`: 0–100."""

    centre: str
    transport: str
    processing: str
    facts: Mapping[str, str]
    chain: Mapping[str, tuple[str, ...]]
    ready: float
    score: Score


class Explainer:
    """Answers for one plan; scores are the slow checker's, so that an explanation needs no trust in the solver."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.villages = problem.by_key()
        self.at, self.roads = checking.scales(problem), checking.network(problem)
        self.home = plan.group_of()
        self.known_faults = frozenset(checking.faults(problem, plan))

    def score(self, members: Sequence[str]) -> tuple[str, Score] | None:
        """The best centre for these members and what the group costs; None where nobody can lead it."""
        found = [
            (score.total, key, score)
            for key in members
            if self.villages[key].strong
            for score in (
                checking.group_score(self.problem, Group(key, tuple(members)), self.at, self.roads),
            )
            if score.terms["near"] < float("inf") and self._on_time(key, members)
        ]
        return min(found)[1:] if found else None

    def _on_time(self, centre: str, members: Sequence[str]) -> bool:
        reached = checking.around(self.roads, centre, self.problem.rules.reach)
        limit = self.problem.rules.minutes
        return all(key in reached and (limit is None or reached[key][1] <= limit + 1e-9) for key in members)

    def why(self, village: str) -> Why:
        """The village's own terms and every other place next to it, cheapest first."""
        here = self.home.get(village)
        beside = {self.home[key].centre: self.home[key] for key in self.roads[village] if key in self.home}
        others = [group for group in beside.values() if here is None or group.centre != here.centre]
        found = [self._move(village, here, group) for group in others]
        if here is not None:
            found.append(self._move(village, here, None))
        ranked = sorted(found, key=lambda each: (bool(each.faults), each.more))
        return Why(village, here.centre if here else None, self._own(village, here), tuple(ranked))

    def own(self, village: str) -> dict[str, float]:
        """What leaving the village out of its group would save, term by term."""
        return self._own(village, self.home.get(village))

    def _own(self, village: str, here: Group | None) -> dict[str, float]:
        if here is None:
            return dict(self._waiting(village).terms)
        rest = [key for key in here.members if key != village]
        left = self.score(rest) if rest else None
        whole = checking.group_score(self.problem, here, self.at, self.roads)
        without = left[1].terms if left else dict.fromkeys(TERMS, 0.0)
        return {term: whole.terms[term] - without[term] for term in TERMS}

    def _waiting(self, village: str) -> Score:
        lone = Plan((), (village,))
        sums = dict.fromkeys(TERMS, 0.0)
        sums["waiting"] = self.problem.profile.waiting * len(lone.waiting)
        group = Group(village, (village,))
        sums["supply"] = checking.group_score(self.problem, group, self.at, self.roads).terms["supply"]
        return Score(sums)

    def _move(self, village: str, here: Group | None, to: Group | None) -> Alternative:
        plan, before, after = self.moved(village, to), dict.fromkeys(TERMS, 0.0), dict.fromkeys(TERMS, 0.0)
        for group in (here, to):
            if group is not None:
                _add(before, checking.group_score(self.problem, group, self.at, self.roads))
        if here is None:
            _add(before, self._waiting(village))
        touched = {key for group in (here, to) if group for key in group.members} | {village}
        for group in plan.groups:
            if touched & set(group.members):
                _add(after, checking.group_score(self.problem, group, self.at, self.roads))
        if to is None:
            _add(after, self._waiting(village))
        terms = {term: after[term] - before[term] for term in TERMS}
        new = tuple(fault for fault in checking.faults(self.problem, plan) if fault not in self.known_faults)
        return Alternative(to.centre if to else None, terms, new)

    def moved(self, village: str, to: Group | None) -> Plan:
        """The plan with one village in another group (None: waiting), centres chosen anew where that helps."""
        groups = []
        for group in self.plan.groups:
            members = [key for key in group.members if key != village]
            if to is not None and group.centre == to.centre:
                members.append(village)
            if members == list(group.members):
                groups.append(group)
            elif members:
                led = self.score(members)
                centre = led[0] if led else (group.centre if group.centre in members else members[0])
                groups.append(Group(centre, tuple(members)))
        waiting = tuple(key for key in self.plan.waiting if key != village)
        return Plan(tuple(groups), waiting if to is not None else (*waiting, village))

    def roles(self, group: Group) -> Roles:
        """Centre, transport point and processing point, with facts; the chain from growing to selling."""
        members = [self.villages[key] for key in group.members]
        hub, busiest = self._hub(group)
        maker = max(
            members, key=lambda v: (v.has.get("加工", 0.0) + v.industries.get("加工", 0.0), v.strength)
        )
        centre = self.villages[group.centre]
        facts = {
            "centre": f"{centre.strength:g}",
            "transport": f"{busiest:.1f}",
            "processing": f"{maker.has.get('加工', 0.0) + maker.industries.get('加工', 0.0):g}",
        }
        ready = sum(village.readiness for village in members) / len(members)
        score = checking.group_score(self.problem, group, self.at, self.roads)
        return Roles(group.centre, hub, maker.key, facts, _chain(members), ready, score)

    def _hub(self, group: Group) -> tuple[str, float]:
        """The member from which the drive to all others is shortest, and its mean minutes."""
        inside = {
            key: {o: m for o, m in self.roads[key].items() if o in group.members} for key in group.members
        }
        many = max(1, len(group.members) - 1)
        means = {
            key: sum(m for _, m in checking.around(inside, key, len(group.members)).values()) / many
            for key in group.members
        }
        best = min(means, key=lambda key: (means[key], key))
        return best, means[best]


def _add(sums: dict[str, float], score: Score) -> None:
    for term, value in score:
        sums[term] += value


# Which resource stands for which stage of 生产—加工—包装—销售.
STAGES = (("生产", "土地"), ("加工", "加工"), ("包装", "冷链"), ("销售", "运输"))


def _chain(members: Sequence[Village]) -> dict[str, tuple[str, ...]]:
    """Each stage with the villages that have more for it than they need; empty where none has: the gap is seen."""
    return {
        stage: tuple(v.key for v in members if v.has.get(name, 0.0) > v.needs.get(name, 0.0))
        for stage, name in STAGES
    }


def with_rules(problem: Problem, **changes: object) -> Problem:
    """The same problem under other rules: what-if."""
    return replace(problem, rules=replace(problem.rules, **changes))  # type: ignore[arg-type]
