"""What if: the effect of a move is the difference of two whole plans, at once, with the rules it breaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liancun.contexts.formation.rules import checking, sample
from liancun.contexts.formation.rules.comparing import changed, compare, followers, plan_of
from liancun.contexts.formation.rules.problem import Group, Plan, Problem, Rules
from liancun.contexts.formation.rules.trying import Trial, replan, try_move
from liancun.contexts.formation.tests.small import grown, line
from liancun.kernel.errors import Refusal


@pytest.fixture(scope="module")
def problem() -> Problem:
    return sample.county(40, 9, rules=Rules(most=7, gate=62.0, together=(("1", "3"),)))


@pytest.mark.mission("TL1")
def test_a_move_costs_the_difference_of_both_plans_and_breaks_what_the_checker_finds(
    problem: Problem,
) -> None:
    plan = grown(problem)
    trial, before = Trial(problem, plan), checking.plan_score(problem, plan).total
    old = set(checking.faults(problem, plan))
    allowed = 0
    for village in problem.villages[:16]:
        for centre in (None, *(group.centre for group in plan.groups)):
            effect = trial.move(village.key, centre)
            after = checking.plan_score(problem, effect.plan).total
            assert after == effect.more == float("inf") or after - before == pytest.approx(effect.more)
            assert effect.allowed == (not set(checking.faults(problem, effect.plan)) - old)
            assert len(effect.sentences) >= len(effect.broken)
            allowed += effect.allowed
    assert allowed > 4


def test_a_broken_rule_is_said_in_words() -> None:
    villages, links = line(7)
    plan = Plan((Group("1", ("0", "1", "2")), Group("4", ("3", "4", "5"))), ("6",))
    problem = Problem(villages, links, rules=Rules(kept=(("0", "1", "2"),)))
    far = try_move(problem, plan, "6", "1")
    assert far.broken == ("joined", "reach")
    assert "组内的村不再相连。" in [str(each) for each in far.sentences]
    torn = try_move(problem, plan, "1", "4")
    assert {"stays", "least", "joined"} <= set(torn.broken)
    assert "现有联村党委会被拆开" in "".join(map(str, torn.sentences))
    assert try_move(problem, plan, "6", None).more == 0
    with pytest.raises(Refusal, match="不在规划的村里"):
        try_move(problem, plan, "99", "1")
    with pytest.raises(Refusal, match="没有带领任何一个组"):
        try_move(problem, plan, "6", "0")


def test_a_changed_problem_is_planned_on_from_the_plan() -> None:
    villages, links = line(9)
    problem = Problem(villages, links, rules=Rules(least=3, most=3))
    plan = plan_of(problem, [("1", "012"), ("4", "345"), ("7", "678")])
    away = replace(problem, villages=(*villages[:8], replace(villages[8], willing=False)))
    found = replan(away, plan)
    assert found.plan.waiting == ("6", "7")
    assert found.comparison.same == 2
    assert set(found.comparison.moved) == {"6", "7", "8"}


def test_two_plans_are_compared_group_by_group_and_rule_by_rule() -> None:
    villages, links = line(8)
    problem = Problem(villages, links, rules=Rules(least=2, most=4))
    today = plan_of(problem, [("9", ["0", "1", "9"]), ("5", ["5", "4", "7"])])
    assert today.groups[0].centre == "0"
    assert today.waiting == ("2", "3", "6")
    other = plan_of(problem, [("1", "012"), ("5", "4567")])
    both = compare(problem, today, other)
    assert [rule for rule, _, _ in both.one.broken] == ["joined"]
    assert (both.one.groups, both.one.placed, both.other.placed) == (2, 5, 7)
    assert both.moved == ("0", "1", "2", "4", "5", "6", "7")
    assert [(c.came, c.left) for c in both.changes] == [(("2",), ()), (("6",), ())]
    assert both.more == pytest.approx(
        checking.plan_score(problem, other).total - checking.plan_score(problem, today).total
    )
    back = compare(problem, other, plan_of(problem, [("1", "012")]))
    assert [change.after for change in back.changes] == [None]
    assert compare(problem, other, other).alike == 1.0


def test_a_group_goes_on_the_group_it_shares_most_with_and_only_who_leaves_it_has_changed() -> None:
    one = Plan((Group("a", ("a", "b", "c")), Group("d", ("d", "e"))), ("f",))
    other = Plan((Group("b", ("a", "b")), Group("e", ("c", "d", "e")), Group("f", ("f",))), ())
    assert followers(one, other) == {"b": "a", "e": "d"}
    assert changed(one, other) == ("c", "f")
    assert changed(one, one) == ()
