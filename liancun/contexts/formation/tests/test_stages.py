"""成熟一个，组建一个: the order of founding follows the score cards; bodies that are no village join by the terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liancun.contexts.formation.rules.attaching import Outsider, attached
from liancun.contexts.formation.rules.comparing import plan_of
from liancun.contexts.formation.rules.problem import Problem, Rules
from liancun.contexts.formation.rules.stages import (
    Criterion,
    Gate,
    score_card,
    staged,
    standard_criteria,
    why_waiting,
)
from liancun.contexts.formation.tests.small import line

POINTS = {str(n): points for n, points in enumerate([90.0, 80, 70, 60, 60, 60, 95, 95, 40, 80, 80])}


@pytest.fixture
def problem() -> Problem:
    villages, links = line(12)
    return Problem(villages, links, rules=Rules(least=2))


@pytest.mark.mission("TL12")
def test_pilots_come_first_then_stages_and_who_is_not_ready_waits_with_the_reason(problem: Problem) -> None:
    plan = plan_of(problem, [("1", "012"), ("4", "345"), ("7", "678"), ("9", ["9", "10"])])
    criteria = (
        Criterion("party", "党建基础", POINTS, 3.0),
        Criterion("all", "各村过线", POINTS, 1.0, 50.0, True),
    )
    steps = staged(problem, plan, criteria=criteria, gate=Gate(bar=55.0, pilots=1, each=1))
    assert [(step.group.centre, step.phase, step.number) for step in steps] == [
        ("9", "pilot", 0),
        ("1", "stage", 1),
        ("4", "stage", 2),
        ("7", "waits", None),
    ]
    assert [str(reason) for reason in steps[3].reasons] == ["“各村过线”40.0 分，低于单项线 50。"]
    none = staged(problem, plan, criteria=criteria, gate=Gate(bar=101.0))
    assert {step.phase for step in none} == {"waits"}
    assert "低于准入线 101" in str(none[0].reasons[0])


def test_a_card_is_the_weighted_mean_and_names_who_has_no_points(problem: Problem) -> None:
    plan = plan_of(problem, [("10", ["10", "11"])])
    card = score_card(
        plan.groups[0], (Criterion("a", "甲", POINTS, 1.0), Criterion("b", "乙", {}, 3.0)), bar=5.0
    )
    assert card.total == pytest.approx(0.25 * 40.0)
    assert card.lines[0].missing == ("11",)
    assert card.admitted
    step = staged(problem, plan, criteria=(Criterion("a", "甲", POINTS),), gate=Gate(bar=99.0))[0]
    assert "缺评分：11村" in str(step.reasons[-1])
    names = [criterion.name for criterion in standard_criteria(problem)]
    assert names == ["党建基础", "发展成效", "产业带动能力"]


def test_a_waiting_village_is_told_what_stands_against_it(problem: Problem) -> None:
    plan = plan_of(problem, [("1", "012")])
    assert "总分会差" in str(why_waiting(problem, plan, "3"))
    assert str(why_waiting(problem, plan, "7")) == "周围没有已经成组的村。"
    full = replace(problem, rules=Rules(most=3))
    assert str(why_waiting(full, plan, "3")) == "进“1村”那一组会违反规则。"


def test_bodies_join_the_group_they_serve_best(problem: Problem) -> None:
    villages = tuple(
        replace(v, east=float(n), industries={"果蔬" if n < 3 else "畜牧": 5.0}, needs={"冷链": float(n < 3)})
        for n, v in enumerate(problem.villages)
    )
    problem = replace(problem, villages=villages)
    plan = plan_of(problem, [("1", "012"), ("4", "345")])
    outsiders = [
        Outsider("coop", "合作社", "coop", 4.0, 0.0, industries={"畜牧": 1.0}),
        Outsider("cold", "冷链公司", "company", has={"冷链": 9.0}),
        Outsider("shop", "收购站", home="4", trades={"3": 2.0}),
    ]
    found = attached(problem, plan, outsiders)
    assert [each.centre for each in found] == ["4", "1", "4"]
    assert found[1].terms["lack"] < 0
    assert "冷链公司" not in str(found[1].why)
    one = attached(problem, plan, outsiders, most=2, everyone=False)
    assert [each.centre for each in one][1] == "1"
    assert attached(problem, plan_of(problem, []), outsiders)[0].centre is None
