"""Counting as properties, against a count by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ballots import rules
from liancun.kernel.errors import Refusal

numbers = st.integers(-2, 12)


@given(st.lists(st.sampled_from(list(rules.Choice))))
def test_a_count_by_name_agrees_with_counting_one_by_one(choices: list[rules.Choice]) -> None:
    by_hand = Counter(choices)
    count = rules.count_of(choices)
    assert (count.yes, count.no, count.abstain) == tuple(by_hand[choice] for choice in rules.Choice)
    assert count.present == count.yes + count.no + count.abstain


@given(numbers, numbers, numbers, numbers, st.integers(1, 12))
def test_a_hand_count_stands_exactly_when_it_can_be(
    present: int, yes: int, no: int, abstain: int, entitled: int
) -> None:
    possible = min(present, yes, no, abstain) >= 0 and yes + no + abstain <= present <= entitled
    count = rules.Count(present, yes, no, abstain)
    if possible:
        rules.refuse_count(count, entitled)
    else:
        with pytest.raises(Refusal):
            rules.refuse_count(count, entitled)


@given(st.lists(st.sampled_from(list(rules.Choice)), max_size=9))
def test_an_open_vote_by_name_tells_who_took_part_and_nothing_else(choices: list[rules.Choice]) -> None:
    tally = rules.tally(rules.Method.NAMED, 9, closed=False, count=rules.count_of(choices))
    assert tally.present == len(choices)
    assert (tally.yes, tally.no, tally.abstain) == (None, None, None)
