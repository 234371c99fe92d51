"""The real problem, which no public tool can state: plan, proof, what-if, front, and many counties."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from benchmarks import Measure
from liancun.contexts.formation.rules import bounding, checking, sample, searching, verifying
from liancun.contexts.formation.rules.counties import fingerprint, plan_counties
from liancun.contexts.formation.rules.front import corner, front, hypervolume
from liancun.contexts.formation.rules.problem import Plan, Problem, Rules
from liancun.contexts.formation.rules.trying import replan, try_move

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


def peak() -> float:
    """The most memory this process had, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _planned(size: int, seed: int, *, moves: int, reach: int = 2) -> tuple[Problem, Plan, float]:
    """A county made from the seed, its plan by one run, and the CPU seconds; checked by the slow checker."""
    problem = sample.county(size, seed, rules=Rules(reach=reach))
    effort = searching.Effort(moves=moves, runs=1)
    plan, seconds = cpu(lambda: searching.search(problem, seed=seed, effort=effort))
    assert checking.faults(problem, plan) == []
    return problem, plan, seconds


# Moves a village for a good plan, and the bar of its seconds.
GOOD = {505: (250, 1.0), 10_000: (120, 20.0), 50_000: (60, None)}


def a_plan(size: int, seed: int) -> Iterator[Measure]:
    moves, bar = GOOD[size]
    problem, plan, seconds = _planned(size, seed, moves=moves)
    cost = checking.plan_score(problem, plan).total
    print(
        f"# {size}, real: {cost:.3f} with {moves} moves a village, {len(plan.groups)} groups, "
        f"{len(plan.waiting)} wait",
        flush=True,
    )
    yield Measure(f"{size}: the real problem, a plan", seconds, "s", bar)
    yield Measure(f"{size}: the real problem, memory", peak(), "MB", 1024 if size <= 10_000 else None)


# Gap in per cent and CPU seconds that are asked; three links are a stretch, 2,000 villages have no bar.
GAPS = {100: (0.5, 10.0), 505: (2.0, 60.0)}


def a_gap(size: int, seed: int, *, reach: int = 2) -> Iterator[Measure]:
    """The plan of one run, then the proof; the certificate is checked by the verifier that shares nothing."""
    problem, plan, _ = _planned(size, seed, moves=250, reach=reach)
    gap, bar = (3.0, None) if reach > 2 else GAPS.get(size, (None, None))
    first = checking.plan_score(problem, plan).total
    proof, seconds = cpu(lambda: bounding.prove(problem, plan))
    assert checking.faults(problem, proof.plan) == []
    bound = proof.certificate.bound
    print(
        f"# {size}, reach {reach}: bound {bound:.4f}, plan {proof.cost:.4f} after {proof.rounds} rounds, "
        f"the search alone {100 * (first - bound) / first:.2f} % above; none better: {proof.best}",
        flush=True,
    )
    links = "" if reach == 2 else f", reach {reach}"
    yield Measure(f"{size}: proven gap{links}", 100 * proof.gap, "%", gap)
    yield Measure(f"{size}: CPU of the proof{links}", seconds, "s", bar)
    faults, slow = cpu(lambda: verifying.verified(problem, proof.certificate))
    yield Measure(f"{size}: faults the slow verifier finds{links}", len(faults), "faults", 0)
    yield Measure(f"{size}: CPU of the slow verifier{links}", slow, "s")


def what_if(size: int, seed: int) -> Iterator[Measure]:
    """One move asked on its own, the middle and the worst of a hundred; a plan searched on after a village left."""
    problem, plan, _ = _planned(size, seed, moves=250)
    dice = random.Random(5)
    centres = [group.centre for group in plan.groups]
    taken = []
    for _ in range(100):
        village, centre = dice.choice(problem.villages).key, dice.choice(centres)
        begun = time.process_time()
        try_move(problem, plan, village, centre)
        taken.append(time.process_time() - begun)
    yield Measure(f"{size}: what-if move, middle of 100", 1000 * float(np.median(taken)), "ms", 10)
    yield Measure(f"{size}: what-if move, worst of 100", 1000 * max(taken), "ms")
    leaves = plan.groups[0].members[0]
    changed = replace(problem, villages=tuple(replace(v, willing=v.key != leaves) for v in problem.villages))
    found, seconds = cpu(lambda: replan(changed, plan), 3)
    print(f"# replanned: {len(found.comparison.moved)} villages in other company", flush=True)
    yield Measure(f"{size}: re-plan", seconds, "s", 1.0)


def the_front(size: int, seed: int) -> Iterator[Measure]:
    """Undominated plans, and the hypervolume of NSGA-II's with five times the CPU seconds."""
    problem = sample.county(size, seed)
    found, seconds = cpu(lambda: front(problem, seed=seed))
    values = found.values()
    yield Measure(f"{size}: front, 20 ÷ undominated plans", 20 / len(found.points), "×", 1.0)
    yield Measure(f"{size}: front, CPU", seconds, "s", 20.0)
    try:
        theirs, spent, tried = _evolved(problem, found.aims, seed, 5 * seconds)
    except ImportError:
        print("# pymoo is not installed", flush=True)
        return
    both = np.vstack([values, theirs])
    reference, best = corner(both), both.min(axis=0)
    ours, evolved = (hypervolume(each, reference, best) for each in (values, theirs))
    print(
        f"# front: {len(values)} plans, hypervolume {ours:.4f}; NSGA-II: {len(theirs)} plans, {evolved:.4f} "
        f"({tried} plans looked at in {spent:.0f} s)",
        flush=True,
    )
    yield Measure(f"{size}: hypervolume, NSGA-II's ÷ ours", evolved / ours, "×", 1.0)


def from_nothing(size: int, seed: int) -> Iterator[Measure]:
    """A new process with the compiled code on disk: until its first plan is there, on the clock."""
    told = (
        "from liancun.contexts.formation.rules import sample, searching\n"
        f"searching.search(sample.county({size}, {seed}), effort=searching.Effort(moves=250, runs=1))"
    )
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", told], check=True)
    yield Measure(f"{size}: a new process to its first plan, clock", time.monotonic() - begun, "s", 10.0)


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


def many_counties(count: int, seed: int) -> Iterator[Measure]:
    """Counties of 505 on one process, on two, and on Dask: the same bytes; then the whole land on two."""
    few = list(_land(min(count, 12), seed))
    prints = {"one process": fingerprint(plan_counties(iter(few), seed=seed))}
    prints["two processes"] = fingerprint(plan_counties(iter(few), seed=seed, workers=2))
    with _dask() as pool:
        if pool is not None:
            prints["Dask"] = fingerprint(plan_counties(iter(few), seed=seed, workers=2, pool=pool))
    print("# " + "; ".join(f"{name}: {digest[:12]}" for name, digest in prints.items()), flush=True)
    villages = count * COUNTY
    yield Measure(f"{villages}: different plans by engine", len(set(prints.values())) - 1, "plans", 0)
    digests = []
    digests.append((yield from _whole_land(count, seed, "two processes", None)))
    with _dask() as pool:
        if pool is not None:
            digests.append((yield from _whole_land(count, seed, "Dask", pool)))
    yield Measure(f"{villages}: whole land, different plans by engine", len(set(digests)) - 1, "plans", 0)


def _whole_land(count: int, seed: int, engine: str, pool: Executor | None) -> Generator[Measure, None, str]:
    """Every county made and planned; the digest of all plans."""
    children = _Children()
    begun, own = time.monotonic(), time.process_time()
    placed, digest = 0, sha256()
    plans = plan_counties(_land(count, seed), seed=seed, workers=2, pool=pool)
    for done, each in enumerate(plans, 1):
        placed += len(each.plan.group_of())
        digest.update(fingerprint([each]).encode())
        children.look()
        if done % 100 == 0:
            print(f"#   {done} counties after {time.monotonic() - begun:.0f} s", flush=True)
    seconds, name = time.monotonic() - begun, f"{count * COUNTY}: county by county on {engine}"
    used = time.process_time() - own + sum(children.spent.values())
    print(
        f"# {count * COUNTY} villages in {count} counties: {placed} placed; {digest.hexdigest()[:12]}; "
        f"own {peak():.0f} MB, children {children.most:.0f} MB",
        flush=True,
    )
    yield Measure(f"{name}, clock", seconds, "s", 600.0)
    yield Measure(f"{name}, CPU of all processes", used, "s", 1200.0)
    yield Measure(f"{name}, memory", peak() + children.most, "MB", 4096)
    return digest.hexdigest()


class _Children:
    """The most memory all processes below this one had together, in MB, and the CPU seconds of each."""

    def __init__(self) -> None:
        self.most, self.spent = 0.0, dict[int, float]()

    def look(self) -> None:
        held, ahead = 0.0, [os.getpid()]
        while ahead:
            for task in Path(f"/proc/{ahead.pop()}/task").glob("*/children"):
                try:
                    below = [int(each) for each in task.read_text().split()]
                    held += sum(_resident(each) for each in below)
                    self.spent |= {each: _spent(each) for each in below}
                except OSError:  # one that just ended
                    continue
                ahead += below
        self.most = max(self.most, held)


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _dask() -> Iterator[Executor | None]:
    """The pool of a cluster of two processes on this machine; None where Dask is not installed."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        print("# Dask is not installed", flush=True)
        yield None
        return
    with (
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


def _land(count: int, seed: int) -> Iterator[tuple[str, Problem]]:
    for number in range(count):
        yield str(number), sample.county(COUNTY, 1000 * seed + number)
