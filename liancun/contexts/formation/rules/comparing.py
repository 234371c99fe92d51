"""Two plans side by side: today's groups, an edited plan, a proposed one, under one and the same problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import TERMS, Group, Plan, Problem, Score


@dataclass(frozen=True)
class Side:
    """One of the two: its score, its number of groups and villages in them, and the rules its groups break
    (name of the rule, centre of the group, what it is about)."""

    score: Score
    groups: int
    placed: int
    broken: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Change:
    """A group of the other plan against the one of the first it shares most villages with (None: all are new).

    `came`, `left`: villages by which they differ. A group of the first without any successor stands with `after`
    None.
    """

    before: Group | None
    after: Group | None
    came: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """`terms`: what the other plan costs more (below zero: it is better). `moved`: villages whose company changed.
    `same`: groups that are equal. `alike`: pairs of villages together in both, as part of those in either (0–1)."""

    one: Side
    other: Side
    terms: Mapping[str, float]
    moved: tuple[str, ...]
    same: int
    alike: float
    changes: tuple[Change, ...]

    @property
    def more(self) -> float:
        return sum(self.terms[term] for term in TERMS)


def plan_of(problem: Problem, groups: Sequence[tuple[str, Sequence[str]]]) -> Plan:
    """A plan from groups that are there today: (centre, members) each, whether or not they keep the rules.

    Villages that are unknown or not willing are left out; a centre that is no member is replaced by the first.
    """
    known = [village.key for village in problem.villages if village.willing]
    place = {key: number for number, key in enumerate(known)}
    found, taken = [], set[str]()
    for centre, members in groups:
        inside = sorted({key for key in members if key in place} - taken, key=place.__getitem__)
        if inside:
            taken |= set(inside)
            found.append(Group(centre if centre in inside else inside[0], tuple(inside)))
    found.sort(key=lambda group: place[group.members[0]])
    return Plan(tuple(found), tuple(key for key in known if key not in taken))


def compare(problem: Problem, one: Plan, other: Plan) -> Comparison:
    """Both plans scored by the slow checker under `problem`; villages a plan does not name count as waiting."""
    first, second = _side(problem, _whole(problem, one)), _side(problem, _whole(problem, other))
    terms = {term: second.score.terms[term] - first.score.terms[term] for term in TERMS}
    before, after = one.group_of(), other.group_of()
    keys = [village.key for village in problem.villages]
    moved = tuple(key for key in keys if company(before, key) != company(after, key))
    sets = {frozenset(group.members) for group in one.groups}
    same = sum(frozenset(group.members) in sets for group in other.groups)
    return Comparison(first, second, terms, moved, same, _alike(one, other), tuple(_changes(one, other)))


def _whole(problem: Problem, plan: Plan) -> Plan:
    """The plan of the villages that are willing now; those it does not name wait."""
    groups = [(group.centre, group.members) for group in plan.groups]
    return plan_of(problem, groups)


def _side(problem: Problem, plan: Plan) -> Side:
    roads, villages = checking.network(problem), problem.by_key()
    broken = tuple(
        (rule, group.centre, detail)
        for group in plan.groups
        for rule, detail in checking.broken(problem, group, roads, villages)
    )
    placed = sum(len(group.members) for group in plan.groups)
    return Side(checking.plan_score(problem, plan), len(plan.groups), placed, broken)


def company(home: Mapping[str, Group], key: str) -> frozenset[str]:
    """All that are in the group of a village; empty for one that waits."""
    group = home.get(key)
    return frozenset(group.members) if group else frozenset()


def _pairs(plan: Plan) -> set[tuple[str, str]]:
    return {(a, b) for group in plan.groups for a in group.members for b in group.members if a < b}


def followers(one: Plan, other: Plan) -> dict[str, str]:
    """Centre of a group of `other` → centre of the group of `one` that it goes on: most villages in common first."""
    home = one.group_of()
    shared: dict[tuple[str, str], int] = {}
    for group in other.groups:
        for key in group.members:
            if key in home:
                pair = (group.centre, home[key].centre)
                shared[pair] = shared.get(pair, 0) + 1
    found: dict[str, str] = {}
    for after, before in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if after not in found and before not in found.values():
            found[after] = before
    return found


def changed(one: Plan, other: Plan) -> tuple[str, ...]:
    """Villages that do not go along with their group: they change to another, a new one, or wait in one plan only."""
    went, before, after = followers(one, other), one.group_of(), other.group_of()
    keys = dict.fromkeys([*before, *after])
    return tuple(
        key
        for key in keys
        if key not in before or key not in after or went.get(after[key].centre) != before[key].centre
    )


def _alike(one: Plan, other: Plan) -> float:
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / len(first | second) if first | second else 1.0


def _changes(one: Plan, other: Plan) -> list[Change]:
    """Each group of the other plan that is not the same, then the groups that are no more."""
    home = one.group_of()
    changes, followed = [], set[str]()
    for group in other.groups:
        shared: dict[str, int] = {}
        for key in group.members:
            if key in home:
                shared[home[key].centre] = shared.get(home[key].centre, 0) + 1
        centre = min(shared, key=lambda key: (-shared[key], key)) if shared else None
        before = next((each for each in one.groups if each.centre == centre), None)
        followed |= {centre} if centre else set()
        came = tuple(key for key in group.members if before is None or key not in before.members)
        left = tuple(key for key in before.members if key not in group.members) if before else ()
        if came or left:
            changes.append(Change(before, group, came, left))
    gone = [group for group in one.groups if group.centre not in followed]
    return changes + [Change(group, None, (), group.members) for group in gone]
