"""Explanations are differences of scores that the checker gives, and say which rule a move would break."""

from __future__ import annotations

import pytest

from liancun.contexts.formation.rules import checking, sample, searching
from liancun.contexts.formation.rules.comparing import compare
from liancun.contexts.formation.rules.explaining import Explainer
from liancun.contexts.formation.rules.problem import Plan, Problem, Rules
from liancun.contexts.formation.rules.searching import Effort


@pytest.fixture(scope="module")
def problem() -> Problem:
    return sample.county(40, 9, rules=Rules(most=7))


@pytest.fixture(scope="module")
def plan(problem: Problem) -> Plan:
    return searching.search(problem, effort=Effort(moves=300, runs=1))


@pytest.mark.mission("B2")
def test_each_alternative_costs_what_the_checker_says(problem: Problem, plan: Plan) -> None:
    explainer = Explainer(problem, plan)
    before = checking.plan_score(problem, plan).total
    groups = {group.centre: group for group in plan.groups}
    seen = 0
    for village in problem.villages[:12]:
        for other in explainer.why(village.key).alternatives:
            moved = explainer.moved(village.key, groups[other.centre] if other.centre else None)
            after = checking.plan_score(problem, moved).total
            assert after == pytest.approx(before + other.more) or other.more == float("inf")
            assert (checking.faults(problem, moved) == []) == (other.faults == ())
            seen += 1
    assert seen > 12


def test_no_allowed_move_of_one_village_is_better_than_the_plan(problem: Problem, plan: Plan) -> None:
    explainer = Explainer(problem, plan)
    found = [best.more for v in problem.villages if (best := explainer.why(v.key).best) is not None]
    assert found
    assert min(found) > -1e-9


@pytest.mark.mission("TL1")
def test_the_roles_of_a_group_are_its_members(problem: Problem, plan: Plan) -> None:
    for group in plan.groups:
        roles = Explainer(problem, plan).roles(group)
        assert {roles.centre, roles.transport, roles.processing} <= set(group.members)
        assert roles.centre == group.centre
        assert list(roles.chain) == ["生产", "加工", "包装", "销售"]
        assert 0 <= roles.ready <= 100


def test_two_plans_are_compared_term_by_term(problem: Problem, plan: Plan) -> None:
    nothing = Plan((), tuple(village.key for village in problem.villages))
    difference = compare(problem, plan, nothing)
    more = checking.plan_score(problem, nothing).total - checking.plan_score(problem, plan).total
    assert sum(difference.terms.values()) == pytest.approx(more)
    assert set(difference.moved) == set(plan.group_of())
    assert compare(problem, plan, plan).moved == ()
