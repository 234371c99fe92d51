"""Planning against the public tools, in the same run on one machine: CPU seconds, best of three for the quick ones.

Instances are made from the seed. Fixed number of groups with the least sum of squares, and as many groups above a
threshold as there can be: objective and time against the peers. The real problem (bounds, centre, reach,
complementarity, supply, townships, waiting), which no peer can state: time to a good plan, the gap proven by exact
pricing with its certificate checked again, what-if, the front against NSGA-II, counties on several processes. A peer
that is not installed (see requirements-bench.in) is left out and named.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import Measure
from benchmarks._planning_real import a_plan, a_proof, cpu, many_counties, the_front, what_if

if TYPE_CHECKING:
    from benchmarks._planning_graphs import Graph

VILLAGES_PER_GROUP = 7.32
SIZES, QUICK_SIZES = (505, 2_000, 10_000, 50_000, 490_000), (505,)
# Moves a village of the two public problems: more where that takes two seconds, fewer where the whole is too large.
MOVES = {505: 10_000, 490_000: 150}
MAXP_MOVES = {505: 4_000, 490_000: 150}
# Of the upper bound on the number of groups.
MAXP_GOALS = {505: 0.985, 2_000: 0.97, 10_000: 0.95, 50_000: 0.94, 490_000: 0.93}


@dataclass(frozen=True)
class Timed:
    value: float
    seconds: float


def run(*, quick: bool, seed: int) -> list[Measure]:
    """Figures are printed as they come, so that a run that is ended early still says something."""
    _compile()
    measures: list[Measure] = []
    for part in _parts(quick=quick, seed=seed):
        found = part()
        for each in found:
            bar = "" if each.goal is None else f"  goal ≤ {each.goal:g}{'' if each.ok else '  MISSED'}"
            print(f"    {each.name}: {each.value:.4g} {each.unit}{bar}", flush=True)
        measures += found
    missed = [each.name for each in measures if not each.ok]
    print(f"# seed {seed}: {len(missed)} goals missed{': ' if missed else ''}{'; '.join(missed)}", flush=True)
    return measures


def _parts(*, quick: bool, seed: int) -> list[Callable[[], list[Measure]]]:
    parts: list[Callable[[], list[Measure]]] = [lambda: _county(505, seed, quick=quick)]
    if not quick:
        parts += [lambda: _county(100, seed, quick=False), lambda: _reals(seed)]
    for size in QUICK_SIZES if quick else SIZES:
        parts.append(lambda size=size: _public(size, seed))  # type: ignore[misc]
    if not quick:
        parts.append(lambda: a_plan(10_000, seed, moves=120, bar=20.0)[2])
        parts.append(lambda: a_plan(50_000, seed, moves=60, bar=None)[2])
    parts.append(lambda: many_counties(4 if quick else 970, seed, goal=None if quick else 600.0))
    return parts


def _compile() -> None:
    """The first calls compile, or load what was compiled; their time is printed, not counted."""
    from liancun.contexts.formation.rules import warming

    begun = time.monotonic()
    warming.warm(everything=True)
    print(f"# compiled or loaded in {time.monotonic() - begun:.1f} s", flush=True)


def _county(size: int, seed: int, *, quick: bool) -> list[Measure]:
    """The real problem at the size of a county."""
    problem, plan, measures = a_plan(size, seed, moves=250, bar=1.0 if size == 505 else None)
    measures += a_proof(problem, plan, goal=2.0 if size > 100 else 0.5)
    if size == 505:
        measures += what_if(problem, plan)
        measures += [] if quick else the_front(problem, seed)
    return measures


def _public(size: int, seed: int) -> list[Measure]:
    from benchmarks._planning_graphs import made

    graph = made(size, seed)
    return _squares(str(size), graph, seed) + _thresholds(size, graph, seed)


def _reals(seed: int) -> list[Measure]:
    """The small real sets: the better of eight runs against the best peer."""
    from benchmarks._planning_graphs import REAL, real

    measures: list[Measure] = []
    for name in REAL:
        try:
            graph = real(name)
        except ImportError:
            print("# libpysal is not installed", flush=True)
            return measures
        measures += _squares(name, graph, seed, runs=8, goal=0.95)
    return measures


def _squares(name: str, graph: Graph, seed: int, *, runs: int = 1, goal: float = 0.94) -> list[Measure]:
    """Fixed number of groups: Ward's own plan, then annealed."""
    from liancun.contexts.formation.rules import fixed, ward

    groups = max(3, round(graph.rows / VILLAGES_PER_GROUP))
    moves = MOVES.get(graph.rows, 2_000)
    own = _best_of(lambda: ward.ward(graph.near, graph.adj, graph.x, groups), graph)
    tries, long = cpu(
        lambda: [
            fixed.least_squares(graph.near, graph.adj, graph.x, groups, seed=seed + n, moves=moves)[1]
            for n in range(runs)
        ]
    )
    annealed = min(tries)
    print(
        f"# {name}: Ward {own.value:.2f} in {own.seconds:.4f} s; {moves} moves {annealed:.2f} in {long:.2f} s"
    )
    peers = _peers(graph, groups)
    measures = [Measure(f"{name}: squares, CPU", long, "s")]
    if not peers:
        return measures
    best = min(peers.values(), key=lambda found: found.value)
    goal = 0.96 if graph.rows > 100_000 else goal
    measures.append(Measure(f"{name}: squares ÷ the best peer's", annealed / best.value, "×", goal))
    return measures + [
        measure for peer, found in peers.items() for measure in _sooner(name, peer, own, found, graph)
    ]


def _sooner(name: str, peer: str, own: Timed, found: Timed, graph: Graph) -> list[Measure]:
    """CPU until a plan that is as good: Ward's, where that is as good already."""
    from benchmarks._planning_peers import SOONER

    if own.value > found.value * (1 + 1e-9):
        print(f"#   {peer} is better than Ward at {name}: no time to an equal plan taken", flush=True)
        return []
    times, since = SOONER.get(peer, (0.0, 10**9))
    goal = 1 / times if graph.rows >= since else None
    return [Measure(f"{name}: CPU to an equal plan ÷ {peer}'s", own.seconds / found.seconds, "×", goal)]


def _best_of(act: Callable[[], Any], graph: Graph, times: int = 3) -> Timed:
    from liancun.contexts.formation.rules.fixed import squares_of

    home, seconds = cpu(act, times)
    numbered = np.unique(np.asarray(home), return_inverse=True)[1]
    return Timed(squares_of(numbered.astype(np.int64), graph.x), seconds)


def _peers(graph: Graph, groups: int) -> dict[str, Timed]:
    from benchmarks._planning_peers import PEERS

    found: dict[str, Timed] = {}
    for name, (prepare, most) in PEERS.items():
        if graph.rows > most:
            continue
        try:
            act = prepare(graph, groups)
        except ImportError:
            print(f"# {name} is not installed", flush=True)
            continue
        try:
            found[name] = _best_of(act, graph, 3 if graph.rows < 600 and "spopt" not in name else 1)
        except Exception as fault:  # a peer that breaks down is named, and the others go on
            print(f"#   {name} broke down: {type(fault).__name__} {str(fault)[:80]}", flush=True)
            continue
        print(f"#   {name}: {found[name].value:.2f} in {found[name].seconds:.4f} s CPU", flush=True)
    return found


def _thresholds(size: int, graph: Graph, seed: int) -> list[Measure]:
    """Max-p on population, 6.5 average villages at least: against the bound and against the peers."""
    from benchmarks._planning_peers import MAXP
    from liancun.contexts.formation.rules.thresholds import most_groups

    threshold = 6.5 * float(graph.weight.mean())
    moves = MAXP_MOVES.get(size, 1_000)
    (_, many, bound), seconds = cpu(
        lambda: most_groups(graph.near, graph.adj, graph.weight, threshold, seed=seed, moves=moves)
    )
    print(f"# {size}: max-p {many} of {bound} in {seconds:.2f} s", flush=True)
    measures = [
        Measure(f"{size}: max-p, bound ÷ groups", bound / many, "×", 1 / MAXP_GOALS[size]),
        Measure(f"{size}: max-p, CPU", seconds, "s"),
    ]
    for name, (prepare, most, since) in MAXP.items():
        if size > most:
            continue
        try:
            act = prepare(graph, threshold)
        except ImportError:
            print(f"# {name} is not installed", flush=True)
            continue
        labels, slow = cpu(act)
        groups = len(set(np.asarray(labels).tolist()))
        print(f"#   {name}: {groups} groups in {slow:.3f} s CPU", flush=True)
        equal = _quickest(graph, threshold, groups, seed)
        measures.append(
            Measure(
                f"{size}: max-p, {name}'s groups ÷ ours",
                groups / many,
                "×",
                1 / (1.15 if size < 1_000 else 1.2),
            )
        )
        if equal is not None:
            goal = 0.01 if size >= since else None
            measures.append(
                Measure(f"{size}: max-p, CPU to as many groups ÷ {name}'s", equal / slow, "×", goal)
            )
    return measures


def _quickest(graph: Graph, threshold: float, groups: int, seed: int) -> float | None:
    """CPU of the fewest moves that reach so many groups."""
    from liancun.contexts.formation.rules.thresholds import most_groups

    for moves in (5, 10, 20, 40, 80, 160, 320, 640):
        (_, many, _), seconds = cpu(
            lambda moves=moves: most_groups(  # type: ignore[misc]
                graph.near, graph.adj, graph.weight, threshold, seed=seed, moves=moves, attempts=1
            ),
            3,
        )
        if many >= groups:
            return seconds
    return None
