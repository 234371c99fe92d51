"""The admission score card of a group (T56–T58), as it is kept with an application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries.plans import Opened, opened
from liancun.contexts.formation.rules.checking import network
from liancun.contexts.formation.rules.problem import Group, Problem
from liancun.contexts.formation.rules.stages import Criterion, Step, score_card, staged
from liancun.kernel.errors import mark

NAMES = (("party", mark("党建基础")), ("growth", mark("发展成效")), ("industry", mark("产业带动能力")))


def criteria(found: Opened) -> tuple[Criterion, ...]:
    """The three of the field, with the county's shares and the points that were frozen."""
    weights = section().admission.weights
    return tuple(
        Criterion(key, name, {village: points[at] for village, points in found.points.items()}, weights[at])
        for at, (key, name) in enumerate(NAMES)
    )


def card(found: Opened, group: Group) -> dict[str, Any]:
    """Points by criterion, and the three factors that are weighed, as plain values."""
    told = score_card(group, criteria(found), bar=section().admission.bar)
    problem = found.problem
    return {
        "total": round(told.total, 1),
        "bar": told.bar,
        "admitted": told.admitted,
        "lines": [
            {"name": one.name, "points": round(one.points, 1), "share": round(one.share, 4)}
            for one in told.lines
        ],
        "own": _industries(problem, set(group.members)),
        "beside": _industries(problem, _beside(problem, group)),
        "supplies": _supplies(problem, group),
    }


def steps(found: Opened) -> tuple[Step, ...]:
    """In which order the groups are founded: pilots, stages, and those that wait with the reason."""
    gate = section().admission.gate()
    return staged(found.problem, found.plan, criteria=criteria(found), gate=gate)


def ripest(plan_id: int, *, township_id: int, among: Collection[int] | None = None) -> str | None:
    """The centre of the first group to be founded whose centre village lies in that township.

    `among`: only a group of these villages.
    """
    for step in steps(opened(plan_id)):
        group = step.group
        inside = among is None or {int(key) for key in group.members} <= set(among)
        if inside and step.card.admitted and bodies.get(int(group.centre)).parent_id == township_id:
            return group.centre
    return None


def _beside(problem: Problem, group: Group) -> set[str]:
    roads = network(problem)
    return {other for key in group.members for other in roads[key]} - set(group.members)


def _industries(problem: Problem, keys: set[str]) -> list[list[object]]:
    """The three greatest industries with their share of the output."""
    sums: Counter[str] = Counter()
    for village in problem.villages:
        if village.key in keys:
            sums.update(village.industries)
    whole = sum(sums.values()) or 1.0
    return [[name, round(value / whole, 3)] for name, value in sums.most_common(3)]


def _supplies(problem: Problem, group: Group) -> list[float]:
    """Amounts a year between members, and across the group's border."""
    inside = outside = 0.0
    members = set(group.members)
    for one in problem.supplies:
        ends = (one.seller in members) + (one.buyer in members)
        inside += one.amount if ends == 2 else 0.0
        outside += one.amount if ends == 1 else 0.0
    return [round(inside, 2), round(outside, 2)]
