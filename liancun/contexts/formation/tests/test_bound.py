"""The bound against every plan there is, and the certificate against those who would forge it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from liancun.contexts.formation.rules import bounding, checking, sample, searching, verifying
from liancun.contexts.formation.rules.bounding import TooMany
from liancun.contexts.formation.rules.problem import Plan, Problem, Rules
from liancun.contexts.formation.rules.searching import Effort
from liancun.contexts.formation.tests.small import best, problems


@settings(max_examples=12, deadline=None, derandomize=True)
@given(problems(most=6))
def test_it_proves_the_best_plan_of_a_small_county_from_nothing(problem: Problem) -> None:
    waiting = Plan((), tuple(v.key for v in problem.villages if v.willing))
    proof = bounding.prove(problem, waiting)
    assert checking.faults(problem, proof.plan) == []
    assert proof.cost == pytest.approx(best(problem), abs=1e-6)
    assert proof.certificate.bound <= proof.cost + 1e-6
    assert verifying.verified(problem, proof.certificate) == []


@pytest.mark.mission("B2")
@pytest.mark.parametrize(
    "rules", [Rules(most=5), Rules(most=5, groups=(3, 3), gate=65.0)], ids=["any", "three"]
)
def test_the_gap_of_a_county_is_small_and_its_certificate_holds(rules: Rules) -> None:
    problem = sample.county(18, 4, rules=rules)
    plan = searching.search(problem, effort=Effort(moves=300, runs=1))
    proof = bounding.prove(problem, plan)
    assert proof.cost == pytest.approx(checking.plan_score(problem, proof.plan).total)
    assert proof.cost <= checking.plan_score(problem, plan).total + 1e-9
    assert proof.gap < 0.02
    assert proof.best
    assert checking.faults(problem, proof.plan) == []
    assert verifying.verified(problem, proof.certificate) == []


def test_a_forged_certificate_is_found_out() -> None:
    problem = sample.county(18, 6, rules=Rules(most=5))
    plan = searching.search(problem, effort=Effort(moves=200, runs=1))
    true = bounding.prove(problem, plan).certificate
    higher = replace(true, bound=true.bound + 1.0)
    assert any("add up" in fault for fault in verifying.verified(problem, higher))
    dear = dict.fromkeys(true.prices, 0.0)
    cheap = replace(true, prices=dear, centres={})
    forged = replace(cheap, bound=verifying.total(problem, cheap))
    assert any("costs less than is said" in fault for fault in verifying.verified(problem, forged))


def test_a_centre_with_too_many_villages_is_said_to_be_too_wide() -> None:
    problem = sample.county(100, 1, rules=Rules(reach=9))
    with pytest.raises(TooMany):
        bounding.prove(problem, Plan((), tuple(v.key for v in problem.villages)))
