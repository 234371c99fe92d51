"""The two problems that public tools know, and the tools beside: a fixed number of groups, and groups above a threshold."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from benchmarks import Measure
from benchmarks._limits import Answer, asked
from benchmarks._planning_exact import least_possible
from benchmarks._planning_graphs import REAL, Graph, made, real
from benchmarks._planning_peers import MAXP, PEERS, SOONER
from benchmarks._planning_real import cpu
from liancun.contexts.formation.rules import fixed, ward
from liancun.contexts.formation.rules.thresholds import most_groups

VILLAGES_PER_GROUP = 7.32
# Moves a village of the two public problems: more where that takes seconds, fewer where the whole is too large.
MOVES = {505: 160_000, 2_000: 8_000, 50_000: 800, 490_000: 150}
MAXP_MOVES = {505: 4_000, 490_000: 150}
# Seconds below which the time of a peer says nothing.
SEEN = 0.002
# Up to so many villages every connected set can be looked at (mexico, two minutes).
PROVEN = 40
# Of the upper bound on the number of groups.
MAXP_GOALS = {505: 0.985, 2_000: 0.97, 10_000: 0.95, 50_000: 0.94, 490_000: 0.93}
# From so many villages on a peer may take three minutes, below half a minute, and 40 s under 1,000 villages.
LONG = 400_000


@dataclass(frozen=True)
class Slow:
    """A peer that was stopped, and is not asked at greater sizes."""

    peer: str
    why: str


@dataclass(frozen=True)
class Timed:
    value: float
    seconds: float


Found = Iterator[Measure | Slow]


def squares(size: int, seed: int, slow: dict[str, str]) -> Found:
    return _squares(str(size), made(size, seed), seed, slow)


def small(seed: int) -> Found:
    """The small real sets: the best of eight runs against the best peer, and against the least there can be."""
    for name in REAL:
        try:
            graph = real(name)
        except ImportError:
            print("# libpysal or geopandas is not installed", flush=True)
            return
        yield from _squares(name, graph, seed, {}, runs=8, goal=0.95)
        if graph.rows <= PROVEN:
            yield _against_the_least(name, graph, seed)


def _against_the_least(name: str, graph: Graph, seed: int) -> Measure:
    groups = _groups(graph)
    ours = min(
        fixed.least_squares(graph.near, graph.adj, graph.x, groups, seed=seed + n, moves=2_000)[1]
        for n in range(8)
    )
    return Measure(
        f"{name}: squares ÷ the proven least", ours / least_possible(graph, groups), "×", 1.0 + 1e-9
    )


def _groups(graph: Graph) -> int:
    return max(3, round(graph.rows / VILLAGES_PER_GROUP))


def _squares(
    name: str, graph: Graph, seed: int, slow: dict[str, str], *, runs: int = 1, goal: float = 0.94
) -> Found:
    """Fixed number of groups: Ward's own plan, then annealed."""
    groups = _groups(graph)
    moves = MOVES.get(graph.rows, 2_000)
    home, seconds = cpu(lambda: ward.ward(graph.near, graph.adj, graph.x, groups), 3)
    own = Timed(_value(home, graph), seconds)
    tries, long = cpu(
        lambda: [
            fixed.least_squares(graph.near, graph.adj, graph.x, groups, seed=seed + n, moves=moves)
            for n in range(runs)
        ]
    )
    assert all(_whole(found, graph, groups) for found, _ in tries)
    annealed = min(cost for _, cost in tries)
    print(f"# {name}: {groups} groups; Ward {own.value:.2f} in {own.seconds:.4f} s CPU; {runs} × {moves} moves "
          f"a village {annealed:.2f}", flush=True)  # fmt: skip
    yield Measure(f"{name}: squares, CPU", long, "s")
    found: dict[str, Timed] = {}
    for peer in PEERS:
        answer = yield from _asked(peer, partial(PEERS[peer], graph, groups), graph, slow)
        if answer is not None and _whole(np.asarray(answer.given), graph, groups, peer):
            found[peer] = Timed(_value(answer.given, graph), answer.seconds)
            print(f"#   {peer}: {found[peer].value:.2f} in {answer.seconds:.4f} s CPU", flush=True)
    if found:
        best = min(found, key=lambda peer: found[peer].value)
        goal = 0.96 if graph.rows > 100_000 else goal
        print(f"# {name}: the best peer is {best}", flush=True)
        yield Measure(f"{name}: squares ÷ the best peer's", annealed / found[best].value, "×", goal)
    for peer in found:
        yield from _sooner(name, peer, own, found[peer], graph)


def _sooner(name: str, peer: str, own: Timed, found: Timed, graph: Graph) -> Iterator[Measure]:
    """CPU until a plan that is as good: Ward's, where that is as good already."""
    if own.value > found.value * (1 + 1e-9):
        print(f"#   {peer} is better than Ward at {name}: no time to an equal plan taken", flush=True)
        return
    if found.seconds < SEEN:
        print(f"#   {peer} is done at {name} before a clock of CPU can tell: no time compared", flush=True)
        return
    times, since = SOONER.get(peer, (0.0, 10**9))
    goal = 1 / times if graph.rows >= since else None
    yield Measure(f"{name}: CPU to an equal plan ÷ {peer}'s", own.seconds / found.seconds, "×", goal)


def _asked(
    peer: str, prepare: Callable[[], Callable[[], Any]], graph: Graph, slow: dict[str, str]
) -> Generator[Slow, None, Answer | None]:
    """What a peer answers (as the generator's value), or why it does not, said once for all greater sizes."""
    if peer in slow:
        print(f"#   {peer}: not asked: {slow[peer]}", flush=True)
        return None
    seconds = 180.0 if graph.rows > LONG else 40.0 if graph.rows < 1_000 else 30.0
    try:
        answer: Answer = asked(prepare, times=3, seconds=seconds)
    except ImportError:
        print(f"# {peer} is not installed", flush=True)
        return None
    if answer.slow:
        yield Slow(peer, f"{answer.why} at {graph.rows}")
    if answer.why:
        print(f"#   {peer}: {answer.why}", flush=True)
        return None
    return answer


def _value(home: Any, graph: Graph) -> float:
    numbered = np.unique(np.asarray(home), return_inverse=True)[1]
    return fixed.squares_of(numbered.astype(np.int64), graph.x)


def _whole(home: Any, graph: Graph, groups: int, peer: str = "") -> bool:
    """Whether there are so many groups and each hangs together, by scipy."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ends = np.repeat(np.arange(graph.rows), np.diff(graph.near))
    inside = home[ends] == home[graph.adj]
    links = csr_matrix(
        (np.ones(int(inside.sum())), (ends[inside], graph.adj[inside])), shape=(graph.rows, graph.rows)
    )
    pieces, many = connected_components(links)[0], len(np.unique(home))
    if (pieces, many) != (groups, groups) and peer:
        print(f"#   {peer}: {many} groups in {pieces} pieces, {groups} asked: not counted", flush=True)
    return (pieces, many) == (groups, groups)


def thresholds(size: int, seed: int, slow: dict[str, str]) -> Found:
    """Max-p on population, 6.5 average villages at least: against the bound and against the peers."""
    graph = made(size, seed)
    threshold = 6.5 * float(graph.weight.mean())
    moves = MAXP_MOVES.get(size, 1_000)
    (home, many, bound), seconds = cpu(
        lambda: most_groups(graph.near, graph.adj, graph.weight, threshold, seed=seed, moves=moves)
    )
    assert _whole(home, graph, many)
    assert np.bincount(home, graph.weight).min() >= threshold * (1 - 1e-9)
    print(f"# {size}: max-p {many} of {bound} in {seconds:.2f} s", flush=True)
    yield Measure(f"{size}: max-p, bound ÷ groups", bound / many, "×", 1 / MAXP_GOALS.get(size, 0.94))
    yield Measure(f"{size}: max-p, CPU", seconds, "s")
    for name, (prepare, since) in MAXP.items():
        answer = yield from _asked(name, partial(prepare, graph, threshold), graph, slow)
        if answer is None:
            continue
        groups = len(set(np.asarray(answer.given).tolist()))
        print(f"#   {name}: {groups} groups in {answer.seconds:.3f} s CPU", flush=True)
        goal = 1 / (1.15 if size < 1_000 else 1.2)
        yield Measure(f"{size}: max-p, {name}'s groups ÷ ours", groups / many, "×", goal)
        equal = _quickest(graph, threshold, groups, seed)
        if equal is not None:
            bar = 0.01 if size >= since else None
            yield Measure(
                f"{size}: max-p, CPU to as many groups ÷ {name}'s", equal / answer.seconds, "×", bar
            )


def _quickest(graph: Graph, threshold: float, groups: int, seed: int) -> float | None:
    """CPU of the fewest moves that reach so many groups."""
    for moves in (5, 10, 20, 40, 80, 160, 320, 640):
        (_, many, _), seconds = cpu(
            partial(
                most_groups,
                *(graph.near, graph.adj, graph.weight, threshold),
                seed=seed,
                moves=moves,
                attempts=1,
            ),
            3,
        )
        if many >= groups:
            return seconds
    return None
