"""A rule that can never pass, or that the law does not allow, is found on paper."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.affairs.rules.feasible import Required, faults, lacking, weaker
from liancun.contexts.affairs.rules.procedure import Procedure, Share, Stage
from liancun.contexts.affairs.rules.verdict import Facts, judge
from liancun.contexts.affairs.tests.plans import DECIDE, FIVE_STEP, FOUR_TWO, HALF, RESOLVE, TWO_THIRDS
from liancun.contexts.affairs.tests.test_judging import SHARES

MONEY = (
    Required(
        "review",
        quorum=Share("entitled", TWO_THIRDS),
        passes=Share("entitled", HALF, strict=True),
        article="第26条",
    ),
    Required("decide", passes=Share("all", TWO_THIRDS), article="第28条"),
)


def with_decide(**changes: object) -> Procedure:
    stages = tuple(replace(s, **changes) if s.key == "decide" else s for s in FOUR_TWO.stages)  # type: ignore[arg-type]
    return replace(FOUR_TWO, stages=stages)


def test_the_shipped_procedures_have_no_fault() -> None:
    assert list(faults(FIVE_STEP)) == []
    assert list(faults(FOUR_TWO)) == []
    assert list(lacking(FOUR_TWO, MONEY)) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"passes": Share("all", Fraction(4, 3))}, "stage.3.passes"),
        ({"passes": Share("present", Fraction(1), strict=True)}, "stage.3.passes"),
        ({"quorum": Share("entitled", Fraction(1), strict=True)}, "stage.3.quorum"),
        ({"passes": None}, "stage.3.passes"),
        ({"notice_days": 12, "limit_days": 10, "on_limit": "escalate"}, "stage.3.notice_days"),
        ({"limit_days": 10}, "stage.3.on_limit"),
    ],
)
def test_a_rule_that_can_never_pass_is_found_with_its_article(changes: dict[str, object], key: str) -> None:
    found = list(faults(with_decide(**changes)))
    assert [fault.key for fault in found] == [key]
    assert found[0].article == "《农村集体经济组织法》第28条"


def test_a_missing_stage_is_found_with_the_article_that_wants_it() -> None:
    without = replace(FOUR_TWO, stages=tuple(s for s in FOUR_TWO.stages if s.key != "review"))
    assert [(fault.expected, fault.article) for fault in lacking(without, MONEY)] == [("review", "第26条")]


def test_a_weaker_threshold_than_the_law_is_found() -> None:
    found = list(lacking(with_decide(passes=Share("present", TWO_THIRDS)), MONEY))
    assert [(fault.key, fault.article) for fault in found] == [("stage.3.passes", "第28条")]


def test_a_stricter_threshold_is_the_county_s_right() -> None:
    assert list(lacking(with_decide(passes=Share("all", Fraction(3, 4))), MONEY)) == []


@given(SHARES)
def test_a_rule_without_fault_can_be_met_by_everyone(passes: Share) -> None:
    stage: Stage = replace(DECIDE, passes=passes, quorum=RESOLVE.quorum)
    found = list(faults(Procedure("p", "p", (stage,))))
    no_bar = passes.fraction == 0 and not passes.strict
    assert bool(found) == (no_bar or not judge(stage, Facts(entitled=60, present=60, yes=60)).passed)


@given(SHARES, SHARES, st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_a_share_that_is_not_weaker_implies_the_other(
    share: Share, least: Share, counts: tuple[int, int]
) -> None:
    entitled, yes = counts
    facts = Facts(entitled=entitled, present=entitled, yes=yes)
    if not weaker(share, least):
        assert yes < share.needed(facts.base(share.of)) or yes >= least.needed(facts.base(least.of))
