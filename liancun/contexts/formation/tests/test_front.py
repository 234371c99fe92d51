"""The front: no plan of it is worse than another in every aim, all keep the rules, and its volume is exact."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from liancun.contexts.formation.rules import checking, sample
from liancun.contexts.formation.rules.compiled import Flags
from liancun.contexts.formation.rules.front import Patience, corner, front, hypervolume
from liancun.contexts.formation.rules.problem import Rules

QUICK = Patience(moves=30, nearby=15, directions=14, between=24)


def test_no_plan_of_the_front_is_beaten_in_every_aim() -> None:
    problem = sample.county(40, 12, rules=Rules(most=7))
    found = front(problem, seed=3, patience=QUICK)
    values = found.values()
    assert len(found.points) >= 20
    for one, other in product(values, values):
        assert one is other or (one == other).all() or not (one <= other).all()
    for point in found.points[:5]:
        assert checking.faults(problem, point.plan) == []
        assert point.score.total == pytest.approx(checking.plan_score(problem, point.plan).total)
    again = front(problem, seed=3, patience=QUICK)
    assert again == found
    shown = front(problem, seed=3, patience=Patience(5, 5, 2, 0), begin=found.points[0].plan)
    assert shown.points[0].score.total <= found.points[0].score.total + 1e-9


def test_the_volume_is_that_of_the_boxes_counted_one_by_one() -> None:
    random = np.random.default_rng(4)
    for columns in (2, 3, 4):
        points = random.integers(0, 5, (7, columns)).astype(float)
        reference = np.full(columns, 5.0)
        cells = np.array(list(product(range(5), repeat=columns)))
        inside: Flags = np.asarray((cells[:, None, :] >= points[None]).all(axis=2))
        beaten = int(inside.any(axis=1).sum())
        found = hypervolume(points, reference, np.zeros(columns))
        assert found == pytest.approx(beaten / 5**columns)
    line = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert hypervolume(line, corner(line)) == pytest.approx((1.1**2 - 1.0) / 1.21)
