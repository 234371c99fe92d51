"""Judging a vote: exact fractions, quorum before votes, the number still missing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.affairs.rules.procedure import Share
from liancun.contexts.affairs.rules.verdict import Facts, judge
from liancun.contexts.affairs.tests.plans import DECIDE, REVIEW
from liancun.kernel.errors import fill


@pytest.mark.mission("XQ9")
def test_two_thirds_of_all_is_reached_exactly() -> None:
    verdict = judge(DECIDE, Facts(entitled=30, present=30, yes=20))
    assert (verdict.passed, verdict.needed, verdict.missing) == (True, 20, 0)


@pytest.mark.mission("XQ9")
def test_two_thirds_of_all_is_missed_by_one_though_enough_are_present() -> None:
    verdict = judge(DECIDE, Facts(entitled=30, present=24, yes=19, no=5))
    assert not verdict.passed
    assert verdict.quorum_met
    assert verdict.missing == 1
    assert verdict.article == "《农村集体经济组织法》第28条"
    assert (
        fill(verdict.sentence, verdict.params)
        == "应到 30 人，实到 24 人，同意 19 人，至少须 20 人同意，还差 1 人：未通过。"
    )


def test_two_thirds_of_thirty_one_is_twenty_one() -> None:
    assert judge(DECIDE, Facts(entitled=31, present=31, yes=20)).needed == 21


def test_a_missed_quorum_says_how_many_are_missing() -> None:
    verdict = judge(REVIEW, Facts(entitled=15, present=9, yes=9))
    assert not verdict.passed
    assert not verdict.quorum_met
    assert verdict.missing == 1


def test_more_than_half_of_those_entitled_is_not_half() -> None:
    assert not judge(REVIEW, Facts(entitled=16, present=16, yes=8)).passed
    assert judge(REVIEW, Facts(entitled=16, present=16, yes=9)).passed


@pytest.mark.parametrize(
    "facts",
    [
        Facts(entitled=0, present=0, yes=0),
        Facts(entitled=10, present=11, yes=1),
        Facts(entitled=10, present=8, yes=8, no=1),
        Facts(entitled=10, present=8, yes=-1),
    ],
)
def test_counts_that_cannot_be_true_never_pass(facts: Facts) -> None:
    assert not judge(DECIDE, facts).passed


COUNTS = st.integers(1, 400).flatmap(
    lambda all_: st.integers(0, all_).flatmap(
        lambda present: st.integers(0, present).map(lambda yes: Facts(all_, present, yes, present - yes))
    )
)
FRACTIONS = st.integers(1, 12).flatmap(
    lambda below: st.integers(1, below).map(lambda above: Fraction(above, below))
)
SHARES = st.builds(Share, st.sampled_from(["present", "entitled", "all"]), FRACTIONS, st.booleans())


@given(COUNTS, SHARES, SHARES)
def test_it_agrees_with_multiplication_across(facts: Facts, quorum: Share, passes: Share) -> None:
    quorum = replace(quorum, of="entitled")
    verdict = judge(replace(DECIDE, quorum=quorum, passes=passes), facts)
    met = _holds(facts.present, quorum, facts)
    assert verdict.quorum_met == met
    assert verdict.passed == (met and _holds(facts.yes, passes, facts))


@given(COUNTS, SHARES)
def test_one_more_vote_never_turns_yes_into_no(facts: Facts, passes: Share) -> None:
    stage = replace(DECIDE, passes=passes)
    if facts.no and judge(stage, facts).passed:
        assert judge(stage, replace(facts, yes=facts.yes + 1, no=facts.no - 1)).passed


def _holds(count: int, share: Share, facts: Facts) -> bool:
    left, right = count * share.fraction.denominator, share.fraction.numerator * facts.base(share.of)
    return left > right if share.strict else left >= right
