"""When a meeting may start, as properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.meetings import rules
from liancun.kernel.errors import Refusal

TODAY = date(2026, 3, 2)
people = st.sets(st.integers(1, 9), max_size=9)


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_meeting_starts_no_earlier_than_its_notice_allows(notice: int, ahead: int) -> None:
    starts, earliest = TODAY + timedelta(days=ahead), TODAY + timedelta(days=notice)
    if ahead >= notice:
        rules.refuse_start(starts, earliest, notice)
    else:
        with pytest.raises(Refusal):
            rules.refuse_start(starts, earliest, notice)


@given(people, people, st.integers(-3, 3), st.sampled_from(list(rules.State)))
def test_only_those_called_attend_on_the_day_and_before_the_minutes(
    present: set[int], called: set[int], days: int, state: rules.State
) -> None:
    starts = TODAY - timedelta(days=days)
    allowed = present <= called and days >= 0 and state in (rules.State.PLANNED, rules.State.HELD)
    if allowed:
        rules.refuse_attendance(state, present, called, today=TODAY, starts_on=starts)
    else:
        with pytest.raises(Refusal):
            rules.refuse_attendance(state, present, called, today=TODAY, starts_on=starts)


@pytest.mark.parametrize(
    ("entitled", "agenda", "code"),
    [
        ([], ["甲"], "meetings.no_one_entitled"),
        ([1, 1], ["甲"], "meetings.called_twice"),
        ([1], [], "meetings.no_agenda"),
        ([1], [" "], "meetings.no_agenda"),
    ],
)
def test_it_refuses_a_call_that_calls_nobody_or_for_nothing(
    entitled: list[int], agenda: list[str], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        rules.refuse_call(entitled, [rules.AgendaLine(title) for title in agenda])
    assert refused.value.code == code
