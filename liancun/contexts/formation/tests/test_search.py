"""The search against every plan there is, and what must hold for any county."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from liancun.contexts.formation.rules import checking, sample, searching
from liancun.contexts.formation.rules.arrays import encoded
from liancun.contexts.formation.rules.problem import Problem, Rules
from liancun.contexts.formation.rules.searching import Effort
from liancun.contexts.formation.tests.small import best, line, problems
from liancun.kernel.errors import Refusal, Refusals

FULL = Effort(moves=1500, runs=2)
SHORT = Effort(moves=300, runs=1)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(problems())
def test_it_finds_the_best_of_all_plans_of_a_small_county(problem: Problem) -> None:
    plan = searching.search(problem, effort=FULL)
    assert checking.faults(problem, plan) == []
    assert checking.plan_score(problem, plan).total == pytest.approx(best(problem), abs=1e-9)


@pytest.mark.mission("TL1")
@pytest.mark.parametrize(
    "rules",
    [
        Rules(),
        Rules(townships="within", least=2),
        Rules(gate=68.0, most=8),
        Rules(reach=3, minutes=20.0, groups=(9, 9)),
        Rules(kept=(("0",), ("1",)), apart=(("2", "3"),)),
    ],
    ids=["plain", "townships", "gate", "count", "wishes"],
)
def test_a_plan_keeps_every_rule_and_its_cost_is_the_checkers(rules: Rules) -> None:
    problem = sample.county(80, 5, rules=rules)
    villages = tuple(replace(v, willing=v.key not in {"10", "11"}) for v in problem.villages)
    problem = replace(problem, villages=villages)
    coded = encoded(problem)
    begun = searching.first_groups(problem, coded)
    found = searching.one_run(coded.county, begun, 3, 0, 300)
    plan = searching.as_plan(coded, found)
    assert checking.faults(problem, plan) == []
    assert checking.plan_score(problem, plan).total == pytest.approx(found.cost, rel=1e-9)
    assert len(plan.groups) > 5


def test_two_workers_propose_what_one_does() -> None:
    problem = sample.county(40, 2)
    one = searching.search(problem, seed=7, effort=Effort(moves=100, runs=3))
    two = searching.search(problem, seed=7, effort=Effort(moves=100, runs=3, workers=2))
    assert one == two
    assert one != searching.search(problem, seed=8, effort=Effort(moves=2, runs=1))


def test_a_kept_group_stays_and_may_grow() -> None:
    problem = sample.county(50, 3)
    today = max(searching.search(problem, effort=SHORT).groups, key=lambda group: len(group.members))
    kept = today.members
    plan = searching.search(
        replace(problem, rules=Rules(kept=(kept,)), profile=replace(problem.profile, group=9.0)), effort=SHORT
    )
    assert any(set(kept) <= set(group.members) for group in plan.groups)


def test_what_if_a_village_leaves_the_plan_stays_near() -> None:
    problem = sample.county(50, 3)
    plan = searching.search(problem, effort=SHORT)
    leaves = plan.groups[0].members[0]
    changed = tuple(replace(v, willing=v.key != leaves) for v in problem.villages)
    without = replace(problem, villages=changed)
    found = searching.resumed(without, plan)
    assert checking.faults(without, found) == []
    assert leaves not in found.group_of()
    same = {group.members for group in plan.groups} & {group.members for group in found.groups}
    assert len(same) >= len(plan.groups) / 2


def test_villages_that_are_all_equal_get_a_plan() -> None:
    villages, links = line(9)
    problem = Problem(villages, links, rules=Rules(least=3, most=3))
    plan = searching.search(problem, effort=SHORT)
    assert checking.faults(problem, plan) == []
    assert sorted(len(group.members) for group in plan.groups) == [3, 3, 3]


def test_an_island_and_a_lone_village_wait() -> None:
    villages, links = line(7)
    problem = Problem(villages, links[:-1])
    assert searching.search(problem, effort=SHORT).waiting == ("6",)
    alone = Problem(villages[:1], ())
    assert searching.search(alone, effort=SHORT).waiting == ("0",)


def _refused(problem: Problem) -> str:
    with pytest.raises((Refusal, Refusals)) as caught:
        searching.search(problem, effort=SHORT)
    return str(caught.value)


def test_impossible_rules_are_named_and_no_others() -> None:
    villages, links = line(6)
    apart = Rules(together=(("0", "1"),), apart=(("1", "0"),))
    assert "必须同组，但“1村”和“0村”又不许同组" in _refused(Problem(villages, links, rules=apart))
    assert "这两条互相矛盾" in _refused(Problem(villages, links, rules=Rules(least=5, most=4)))
    far = _refused(Problem(villages, links, rules=Rules(together=(("0", "5"),), reach=2, least=2)))
    assert "离中心村不超过 2 段路" in far
    assert "每组至少" not in far
    assert "每组至多" not in far
    big = _refused(Problem(villages, links, rules=Rules(together=(("0", "5"),), reach=9, least=2, most=5)))
    assert "每组至多 5 个村" in big
    assert "段路" not in big


def test_a_village_that_no_rule_can_place_is_said_to_have_no_road() -> None:
    villages, links = line(5)
    island = Problem(villages, links[:-1], rules=Rules(least=2, everyone=True))
    said = _refused(island)
    assert "4村" in said
    assert "每组至少 2 个村" in said
    torn = Problem(villages, links[:-1], rules=Rules(together=(("3", "4"),)))
    assert "没有道路或边界" in _refused(torn)


def test_an_unwilling_village_that_must_be_together_is_refused() -> None:
    villages, links = line(5)
    villages = (replace(villages[0], willing=False), *villages[1:])
    assert "不愿参加" in _refused(Problem(villages, links, rules=Rules(together=(("0", "1"),))))


def test_a_link_to_an_unknown_village_is_refused() -> None:
    villages, links = line(4)
    assert "名单里没有村“3”" in _refused(Problem(villages[:3], links))
