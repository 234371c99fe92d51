"""Compiling ahead of time: a small county planned once, so that the first real plan need not wait."""

from __future__ import annotations

import time

from liancun.contexts.formation.rules import sample, searching


def warm(*, everything: bool = False) -> float:
    """Compile what a plan needs, or load what was compiled before; seconds it took.

    `everything`: the bound and the two problems of the public tools too.
    """
    begun = time.monotonic()
    problem = sample.county(12, 1)
    plan = searching.search(problem, effort=searching.Effort(moves=2, runs=1))
    if everything:
        from liancun.contexts.formation.rules import bounding, fixed, thresholds
        from liancun.contexts.formation.rules.arrays import encoded
        from liancun.contexts.formation.rules.compiled import Floats

        c = encoded(problem).county
        fixed.least_squares(c.near, c.adj, c.x, 3, moves=2)
        weight: Floats = c.x[:, 0] * 0.0 + 1.0
        thresholds.most_groups(c.near, c.adj, weight, 4.0, moves=2)
        bounding.prove(problem, plan)
    return time.monotonic() - begun
