"""Many counties: the same bytes for any number of workers, any pool and any order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from liancun.contexts.formation.rules import sample
from liancun.contexts.formation.rules.counties import fingerprint, plan_counties
from liancun.contexts.formation.rules.searching import Effort

QUICK = Effort(moves=20, runs=1)


def test_counties_are_planned_alike_on_any_pool_and_in_any_order() -> None:
    counties = [(str(seed), sample.county(20, seed)) for seed in range(6)]
    alone = list(plan_counties(counties, effort=QUICK))
    assert [each.key for each in alone] == [key for key, _ in counties]
    with ThreadPoolExecutor(2) as pool:
        assert list(plan_counties(counties, effort=QUICK, pool=pool)) == alone
    back = list(plan_counties(reversed(counties), effort=QUICK))
    assert fingerprint(reversed(back)) == fingerprint(alone)
    assert fingerprint(plan_counties(counties, seed=2, effort=QUICK)) != fingerprint(alone)
