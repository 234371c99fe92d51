"""Many counties, each planned for itself: on one process, on several, or on any pool; always with the same bytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context

from liancun.contexts.formation.rules.problem import Plan, Problem
from liancun.contexts.formation.rules.searching import Effort, search

# Enough for a good plan in half a second for a county of 500 villages.
BRISK = Effort(moves=120, runs=1)
# Counties that wait for a process at most, so that the whole land never lies in memory.
AHEAD = 4


@dataclass(frozen=True)
class CountyPlan:
    """The plan of one county; `key` names it."""

    key: str
    plan: Plan


def plan_counties(
    counties: Iterable[tuple[str, Problem]],
    *,
    seed: int = 1,
    effort: Effort = BRISK,
    workers: int = 1,
    pool: Executor | None = None,
) -> Iterator[CountyPlan]:
    """Plan counties one by one in the order given; no group crosses a county.

    `workers` processes of this machine, or any `pool` with `submit` (as that of a Dask cluster). Random numbers
    depend on seed and the county's key alone: the plans are the same wherever and in whatever order they are made.
    Refuses as `search` does, at the county in question.
    """
    if pool is not None:
        yield from _streamed(counties, seed, effort, pool, AHEAD * max(1, workers))
    elif workers <= 1:
        for key, problem in counties:
            yield plan_county(key, problem, seed, effort)
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as own:
            yield from _streamed(counties, seed, effort, own, AHEAD * workers)


def _streamed(
    counties: Iterable[tuple[str, Problem]], seed: int, effort: Effort, pool: Executor, ahead: int
) -> Iterator[CountyPlan]:
    waiting: deque[Future[CountyPlan]] = deque()
    for key, problem in counties:
        waiting.append(pool.submit(plan_county, key, problem, seed, effort))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def plan_county(key: str, problem: Problem, seed: int, effort: Effort) -> CountyPlan:
    """One county under its own stream of random numbers."""
    own = int.from_bytes(sha256(f"{seed}/{key}".encode()).digest()[:6], "big")
    return CountyPlan(key, search(problem, seed=own, effort=effort))


def fingerprint(plans: Iterable[CountyPlan]) -> str:
    """One digest of all plans, to compare runs byte by byte."""
    digest = sha256()
    for each in plans:
        digest.update(repr((each.key, each.plan)).encode())
    return digest.hexdigest()
