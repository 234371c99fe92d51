"""The front between the terms: plans of which none is better in one aim without being worse in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.annealing import anneal, cost_of
from liancun.contexts.formation.rules.arrays import Encoded, encoded, weighted
from liancun.contexts.formation.rules.compiled import Floats, dice
from liancun.contexts.formation.rules.conflicts import refuse_contradictions
from liancun.contexts.formation.rules.problem import Plan, Problem, Profile, Score
from liancun.contexts.formation.rules.searching import (
    COLD,
    HOT,
    WARM,
    Found,
    Rows,
    as_plan,
    first_groups,
    one_run,
    rows_of,
    started,
)

# Between which terms the front is drawn; the weight of each in the profile must be above zero.
AIMS = ("near", "alike", "lack", "balance", "waiting")
# By how much a weight is changed at most when directions are drawn.
WIDE = 6.0
# How far beyond the worst value of an aim the corner lies that hypervolume is counted from, in parts of the range.
BEYOND = 0.1


@dataclass(frozen=True)
class Patience:
    """Moves a village for each direction of weights from nothing, and for each step between two plans."""

    moves: int = 40
    nearby: int = 20
    directions: int = 36
    between: int = 48


USUAL = Patience()


@dataclass(frozen=True)
class Point:
    """One plan of the front, scored under the problem's own profile; `profile`: the weights it was found with."""

    plan: Plan
    score: Score
    profile: Profile

    def values(self, aims: Sequence[str]) -> tuple[float, ...]:
        return tuple(self.score.terms[aim] for aim in aims)


@dataclass(frozen=True)
class Front:
    """Undominated plans, the cheapest as a whole first; `tried`: moves made, all in all."""

    points: tuple[Point, ...]
    aims: tuple[str, ...]
    tried: int

    def values(self) -> Floats:
        """One row a plan, one column an aim; less is better."""
        return np.array([point.values(self.aims) for point in self.points]).reshape(-1, len(self.aims))


def front(
    problem: Problem,
    *,
    seed: int = 1,
    plans: int = 20,
    aims: Sequence[str] = AIMS,
    patience: Patience = USUAL,
    begin: Plan | None = None,
) -> Front:
    """At least `plans` undominated plans where so many are met within the patience; the same for the same seed.

    Weights of the aims are swept, each plan searched from nothing; then between plans that lie next to one another
    it is searched on from one under weights halfway. `begin` (the plan on the screen) is one of those compared.
    """
    refuse_contradictions(problem)
    used = tuple(aim for aim in aims if problem.profile.weight(aim) > 0)
    sweep = _Sweep(problem, used, seed)
    if begin is not None:
        sweep.take(begin, problem.profile)
    for number, profile in enumerate(directions(problem.profile, used, patience.directions, seed)):
        sweep.search(profile, number, patience.moves)
    for number in range(patience.between):
        sweep.between(number, patience.nearby)
        if number >= patience.between // 2 and len(sweep.kept) >= 2 * plans:
            break
    points = sorted(sweep.kept, key=lambda each: (each.score.total, each.values(used)))
    return Front(tuple(points), used, sweep.tried)


def directions(profile: Profile, aims: Sequence[str], many: int, seed: int) -> list[Profile]:
    """The profile itself, each aim alone made heavy and light, then weights by chance."""
    found = [profile]
    for factor in (WIDE, 1 / WIDE):
        found += [_with(profile, {aim: profile.weight(aim) * factor}) for aim in aims]
    random = np.random.default_rng([seed, 7])
    while len(found) < many:
        powers = random.uniform(-1, 1, len(aims))
        changed = {aim: profile.weight(aim) * WIDE ** float(p) for aim, p in zip(aims, powers, strict=True)}
        found.append(_with(profile, changed))
    return found[:many]


def _with(profile: Profile, weights: Mapping[str, float]) -> Profile:
    changed: dict[str, Any] = dict(weights)
    return replace(profile, **changed)


class _Sweep:
    """The plans met so far of which none is dominated."""

    def __init__(self, problem: Problem, aims: tuple[str, ...], seed: int) -> None:
        self.problem, self.aims, self.seed = problem, aims, seed
        self.coded: Encoded = encoded(problem)
        self.begun: Rows = first_groups(problem, self.coded)
        self.judge = checking.Judge(problem)
        self.kept: list[Point] = []
        self.tried = 0

    def take(self, plan: Plan, profile: Profile) -> None:
        """Keep the plan unless one that is kept is as good in all aims; drop those it is as good as."""
        point = Point(plan, self.judge.score(plan), profile)
        mine = point.values(self.aims)
        others = [(each, each.values(self.aims)) for each in self.kept]
        if not any(_no_worse(theirs, mine) for _, theirs in others):
            self.kept = [each for each, theirs in others if not _no_worse(mine, theirs)] + [point]

    def search(self, profile: Profile, stream: int, moves: int) -> None:
        county = weighted(self.coded.county, self.problem.profile, profile)
        found = one_run(county, self.begun, self.seed, stream, moves)
        self._found(found, profile, moves)

    def _found(self, found: Found, profile: Profile, moves: int) -> None:
        self.tried += moves * len(self.coded.keys)
        plan = as_plan(self.coded, found)
        if self._counts(plan):
            self.take(plan, profile)

    def _counts(self, plan: Plan) -> bool:
        """Whether the plan keeps the two rules that a search only aims at."""
        rules = self.problem.rules
        fewest, many = rules.groups
        enough = (fewest or 0) <= len(plan.groups) <= (len(self.coded.keys) if many is None else many)
        return enough and not (rules.everyone and plan.waiting)

    def between(self, number: int, moves: int) -> None:
        """From the plan that stands alone most, towards its neighbour: weights halfway, a little heat."""
        if len(self.kept) < 2:
            return
        values = np.array([point.values(self.aims) for point in self.kept])
        spread = np.ptp(values, axis=0)
        scaled = (values - values.min(axis=0)) / np.where(spread > 0, spread, 1.0)
        far = np.sort(np.linalg.norm(scaled[:, None] - scaled[None], axis=2), axis=1)
        lonely = np.argsort(-far[:, 1], kind="stable")
        here = int(lonely[number % len(lonely)])
        beside = np.argsort(np.linalg.norm(scaled - scaled[here], axis=1), kind="stable")
        there = int(beside[1 + number // len(lonely) % (len(beside) - 1)])
        one, other = self.kept[here], self.kept[there]
        self._on_from(one, _halfway(one.profile, other.profile, self.aims), number, moves)

    def _on_from(self, point: Point, profile: Profile, number: int, moves: int) -> None:
        row = self.coded.row
        county = weighted(self.coded.county, self.problem.profile, profile)
        groups = [sorted(row[key] for key in group.members) for group in point.plan.groups]
        state = started(county, groups)
        heat = HOT if number % 4 == 3 else WARM * 4
        anneal(county, state, dice(self.seed, 10_000 + number), moves * len(row), heat, COLD)
        self._found(Found(float(cost_of(county, state)), rows_of(state)), profile, moves)


def _no_worse(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(a <= b + 1e-12 for a, b in zip(one, other, strict=True))


def _halfway(one: Profile, other: Profile, aims: Sequence[str]) -> Profile:
    return _with(one, {aim: (one.weight(aim) * other.weight(aim)) ** 0.5 for aim in aims})


def corner(values: Floats) -> Floats:
    """The point that hypervolume is counted from: a little worse than the worst of each aim."""
    return np.asarray(values.max(axis=0) + BEYOND * np.maximum(np.ptp(values, axis=0), 1e-9))


def hypervolume(values: Floats, reference: Floats, best: Floats | None = None) -> float:
    """The part of the box between `best` (or the best of each column) and `reference` that the plans dominate.

    Exact, by leaving out one plan after another (While, Bradstreet, Barone 2012); 0 … 1; less is better in all
    columns. Plans beyond the reference count nothing.
    """
    ideal = values.min(axis=0) if best is None else best
    box = reference - ideal
    points = np.clip((values - ideal) / box, 0.0, None)
    points = points[(points < 1.0).all(axis=1)]
    return _volume(_undominated(points))


def _undominated(points: Floats) -> Floats:
    unique = np.unique(points, axis=0)
    beats = (unique[:, None, :] <= unique[None, :, :]).all(axis=2)
    beats &= ~np.eye(len(unique), dtype=bool)
    return np.asarray(unique[~beats.any(axis=0)])


def _volume(points: Floats) -> float:
    """Of the box up to one in every column: for each point what it alone adds to those after it."""
    if not len(points):
        return 0.0
    if points.shape[1] == 2:
        return _staircase(points)
    points = points[np.argsort(-points[:, -1], kind="stable")]
    total = 0.0
    for number, point in enumerate(points):
        own = float(np.prod(1.0 - point))
        limited = np.maximum(points[number + 1 :], point)
        # All later points are at least as good in the last column: there the limited set has this point's depth.
        inner = _undominated(limited[:, :-1]) if len(limited) else limited[:, :-1]
        total += own - _volume(inner) * float(1.0 - point[-1])
    return total


def _staircase(points: Floats) -> float:
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))]
    total, height = 0.0, 1.0
    for east, north in ordered:
        if north < height:
            total += float((1.0 - east) * (height - north))
            height = float(north)
    return total
