"""The real problem, which no public tool can state: plan, proof, what-if, front, and many counties."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from benchmarks import Measure

if TYPE_CHECKING:
    from liancun.contexts.formation.rules.problem import Plan, Problem

T = TypeVar("T")
COUNTY = 505


def cpu(act: Callable[[], T], times: int = 1) -> tuple[T, float]:
    """What it gives, and the least CPU seconds of `times` runs."""
    least = float("inf")
    for _ in range(times):
        begun = time.process_time()
        given = act()
        least = min(least, time.process_time() - begun)
    return given, least


def a_plan(size: int, seed: int, *, moves: int, bar: float | None) -> tuple[Problem, Plan, list[Measure]]:
    """A good plan in time; checked by the slow checker."""
    from liancun.contexts.formation.rules import checking, sample, searching

    problem = sample.county(size, seed)
    effort = searching.Effort(moves=moves, runs=1)
    plan, seconds = cpu(lambda: searching.search(problem, seed=seed, effort=effort))
    assert checking.faults(problem, plan) == []
    cost = checking.plan_score(problem, plan).total
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"# {size}, real: {cost:.3f} with {moves} moves a village, {len(plan.groups)} groups, "
        f"{len(plan.waiting)} wait; peak so far {peak:.0f} MB",
        flush=True,
    )
    return problem, plan, [Measure(f"{size}, real problem: a plan", seconds, "s", bar)]


def a_proof(problem: Problem, plan: Plan, *, goal: float) -> list[Measure]:
    from liancun.contexts.formation.rules import bounding, checking, verifying

    size = len(problem.villages)
    cost = checking.plan_score(problem, plan).total
    proof, seconds = cpu(lambda: bounding.prove(problem, plan))
    assert checking.faults(problem, proof.plan) == []
    bound = proof.certificate.bound
    print(f"# {size}: bound {bound:.3f}, plan {proof.cost:.3f}, best possible: {proof.best}", flush=True)
    measures = [
        Measure(f"{size}, real problem: gap of the search alone", 100 * (cost - bound) / cost, "%"),
        Measure(f"{size}, real problem: proven gap", 100 * proof.gap, "%", goal),
        Measure(f"{size}, real problem: CPU of the proof", seconds, "s", 60.0),
    ]
    faults, slow = cpu(lambda: verifying.verified(problem, proof.certificate)) if size <= 100 else ([], 0.0)
    if size <= 100:
        measures.append(Measure(f"{size}: faults of the certificate", len(faults), "faults", 0))
        measures.append(Measure(f"{size}: slow verifier", slow, "s"))
    return measures


def what_if(problem: Problem, plan: Plan) -> list[Measure]:
    """One move asked on its own, the worst of a hundred; a plan searched on after a village left."""
    from dataclasses import replace

    from liancun.contexts.formation.rules.trying import replan, try_move

    dice = random.Random(5)
    centres = [group.centre for group in plan.groups]
    taken = []
    for _ in range(100):
        village, centre = dice.choice(problem.villages).key, dice.choice(centres)
        begun = time.process_time()
        try_move(problem, plan, village, centre)
        taken.append(time.process_time() - begun)
    leaves = plan.groups[0].members[0]
    changed = replace(problem, villages=tuple(replace(v, willing=v.key != leaves) for v in problem.villages))
    found, seconds = cpu(lambda: replan(changed, plan), 3)
    print(f"# replanned: {len(found.comparison.moved)} villages in other company", flush=True)
    return [
        Measure(
            f"{len(problem.villages)}: what-if move, middle of 100", 1000 * float(np.median(taken)), "ms", 10
        ),
        Measure(f"{len(problem.villages)}: what-if move, worst of 100", 1000 * max(taken), "ms"),
        Measure(f"{len(problem.villages)}: re-plan", seconds, "s", 1.0),
    ]


def the_front(problem: Problem, seed: int) -> list[Measure]:
    """Undominated plans, and the hypervolume of NSGA-II's with five times the CPU seconds."""
    from liancun.contexts.formation.rules.front import corner, front, hypervolume

    size = len(problem.villages)
    found, seconds = cpu(lambda: front(problem, seed=seed))
    values = found.values()
    measures = [
        Measure(f"{size}: front, 20 ÷ undominated plans", 20 / len(found.points), "×", 1.0),
        Measure(f"{size}: front, CPU", seconds, "s", 20.0),
    ]
    try:
        theirs, spent, tried = _evolved(problem, found.aims, seed, 5 * seconds)
    except ImportError:
        print("# pymoo is not installed", flush=True)
        return measures
    both = np.vstack([values, theirs])
    reference, best = corner(both), both.min(axis=0)
    ours, evolved = (hypervolume(each, reference, best) for each in (values, theirs))
    print(
        f"# front: {len(values)} plans, hypervolume {ours:.4f}; NSGA-II: {len(theirs)} plans, {evolved:.4f} "
        f"({tried} plans looked at in {spent:.0f} s)",
        flush=True,
    )
    return [*measures, Measure(f"{size}: hypervolume, NSGA-II's ÷ ours", evolved / ours, "×", 1.0)]


def _evolved(problem: Problem, aims: tuple[str, ...], seed: int, seconds: float) -> tuple[Any, float, int]:
    """NSGA-II where each village points at a neighbour or itself; what hangs together is a group if it may be one.

    Until the CPU seconds are over. Plans keep every rule: components that may be no group wait.
    """
    core, nsga = import_module("pymoo.core.problem"), import_module("pymoo.algorithms.moo.nsga2")
    crossing = import_module("pymoo.operators.crossover.ux").UX
    decode = _Decoder(problem, aims)

    class Pointers(core.ElementwiseProblem):  # type: ignore[name-defined, misc]
        def __init__(self) -> None:
            super().__init__(n_var=len(decode.choices), n_obj=len(aims), xl=0, xu=1, vtype=float)

        def _evaluate(self, x: Any, out: dict[str, Any], *_: object, **__: object) -> None:
            out["F"] = decode(x)

    algorithm = nsga.NSGA2(pop_size=100, crossover=crossing())
    algorithm.setup(Pointers(), seed=seed, verbose=False, termination=("n_gen", 10**6))
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        algorithm.next()
    values = np.unique(np.array([each.F for each in algorithm.opt]), axis=0)
    return values, time.process_time() - begun, decode.tried


class _Decoder:
    """From pointers in [0, 1] to the aims of a plan."""

    def __init__(self, problem: Problem, aims: tuple[str, ...]) -> None:
        from liancun.contexts.formation.rules import checking
        from liancun.contexts.formation.rules.arrays import encoded

        self.aims, self.tried = aims, 0
        self.judge, self.coded = checking.Judge(problem), encoded(problem)
        c = self.coded.county
        self.choices = [
            np.concatenate([[row], c.adj[c.near[row] : c.near[row + 1]]])
            for row in range(len(self.coded.keys))
        ]
        self.counts = np.array([each.size for each in self.choices])
        self.table = np.array([np.resize(each, int(self.counts.max())) for each in self.choices])

    def __call__(self, x: Any) -> list[float]:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        self.tried += 1
        rows = len(self.counts)
        picked = np.minimum((x * self.counts).astype(int), self.counts - 1)
        to = self.table[np.arange(rows), picked]
        _, parts = connected_components(
            csr_matrix((np.ones(rows), (np.arange(rows), to)), shape=(rows, rows))
        )
        return self._aims(parts)

    def _aims(self, parts: Any) -> list[float]:
        from liancun.contexts.formation.rules.searching import Found, as_plan, stands

        order = np.argsort(parts, kind="stable")
        cuts = np.concatenate([[0], np.flatnonzero(np.diff(parts[order])) + 1, [len(order)]])
        groups = [tuple(order[a:b].tolist()) for a, b in pairwise(cuts)]
        kept = tuple(group for group in groups if len(group) > 1 and stands(self.coded.county, group))
        score = self.judge.score(as_plan(self.coded, Found(0.0, kept)))
        return [score.terms[aim] for aim in self.aims]


def many_counties(count: int, seed: int, *, goal: float | None) -> list[Measure]:
    """Counties of 505 on one process, on two, and on Dask: the same bytes; the whole land on two in time."""
    from liancun.contexts.formation.rules.counties import fingerprint, plan_counties

    few = list(_land(12, seed))
    prints = {"one process": fingerprint(plan_counties(iter(few), seed=seed))}
    prints["two processes"] = fingerprint(plan_counties(iter(few), seed=seed, workers=2))
    try:
        distributed = import_module("distributed")
    except ImportError:
        print("# Dask is not installed", flush=True)
    else:
        with (
            distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster,
            distributed.Client(cluster) as client,
        ):
            pool = client.get_executor()
            prints["Dask"] = fingerprint(plan_counties(iter(few), seed=seed, workers=2, pool=pool))
    print("# " + "; ".join(f"{name}: {digest[:12]}" for name, digest in prints.items()), flush=True)
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    villages = sum(
        len(each.plan.group_of()) for each in plan_counties(_land(count, seed), seed=seed, workers=2)
    )
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"# {count * COUNTY} villages in {count} counties, made and planned: {villages} placed; CPU of the "
        f"processes {after.ru_utime - before.ru_utime:.0f} s, peak {own / 1024:.0f} + 2 × {after.ru_maxrss / 1024:.0f} MB",
        flush=True,
    )
    return [
        Measure("counties: different plans by engine", len(set(prints.values())) - 1, "plans", 0),
        Measure(f"{count * COUNTY}, county by county, two processes: wall", seconds, "s", goal),
        Measure(
            f"{count * COUNTY}, county by county: memory", (own + 2 * after.ru_maxrss) / 1024, "MB", 4096
        ),
    ]


def _land(count: int, seed: int) -> Iterator[tuple[str, Problem]]:
    from liancun.contexts.formation.rules import sample

    for number in range(count):
        yield str(number), sample.county(COUNTY, 1000 * seed + number)
