from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.errors import Refusal
from liancun.kernel.workdays import DueDay, WorkCalendar, later_of

# National Day 2025 with the Mid-Autumn Festival: off 1–8 October, worked on 28 September and 11 October.
CALENDAR = WorkCalendar(
    known_years=frozenset({2025}),
    holidays=frozenset(date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
some_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
due_days = st.builds(DueDay, some_days, st.booleans())


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    holidays = draw(st.frozensets(some_days, max_size=40))
    workdays = draw(st.frozensets(some_days, max_size=10)) - holidays
    return WorkCalendar(draw(st.frozensets(st.integers(2025, 2027))), holidays, workdays)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 9, 28), True),
        (date(2025, 9, 27), False),
        (date(2025, 10, 1), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),
        (date(2025, 10, 12), False),
    ],
)
def test_it_knows_days_off_and_days_worked(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) == worked


def test_working_days_jump_over_a_holiday() -> None:
    assert CALENDAR.add_workdays(date(2025, 9, 30), 3) == DueDay(date(2025, 10, 11), False)


def test_no_days_give_the_start_itself() -> None:
    assert CALENDAR.add_workdays(date(2025, 10, 1), 0) == DueDay(date(2025, 10, 1), False)


def test_a_limit_into_an_unknown_year_is_provisional() -> None:
    assert CALENDAR.add_workdays(date(2025, 12, 31), 1) == DueDay(date(2026, 1, 1), True)
    assert WorkCalendar().add_workdays(date(2025, 12, 26), 1) == DueDay(date(2025, 12, 29), True)


def test_calendar_days_do_not_ask_for_holidays() -> None:
    assert WorkCalendar().add_days(date(2025, 9, 24), 7) == DueDay(date(2025, 10, 1), False)


def test_a_last_day_off_moves_on_where_asked() -> None:
    assert CALENDAR.add_days(date(2025, 9, 24), 7, roll=True) == DueDay(date(2025, 10, 9), False)
    assert CALENDAR.add_days(date(2025, 9, 23), 7, roll=True) == DueDay(date(2025, 9, 30), False)
    assert CALENDAR.add_days(date(2025, 12, 27), 7, roll=True) == DueDay(date(2026, 1, 5), True)


@given(calendars(), some_days, st.integers(0, 60))
def test_a_limit_never_lies_before_its_start_and_grows_with_its_days(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    shorter, longer = calendar.add_workdays(start, n), calendar.add_workdays(start, n + 1)
    assert start <= shorter.day < longer.day
    assert longer.provisional or not shorter.provisional
    assert calendar.is_workday(longer.day)


@given(calendars(), some_days, st.integers(0, 60))
def test_exactly_so_many_working_days_lie_within_the_limit(
    calendar: WorkCalendar, start: date, n: int
) -> None:
    due = calendar.add_workdays(start, n).day
    passed = [start + timedelta(days=number + 1) for number in range((due - start).days)]
    assert sum(calendar.is_workday(day) for day in passed) == n


@given(calendars(), some_days, st.integers(0, 60), st.booleans())
def test_calendar_days_are_never_cut_short(calendar: WorkCalendar, start: date, n: int, roll: bool) -> None:
    due = calendar.add_days(start, n, roll=roll).day
    assert due >= start + timedelta(days=n)
    assert calendar.is_workday(due) or not roll


@given(due_days, due_days)
def test_a_limit_is_never_shortened_later(old: DueDay, new: DueDay) -> None:
    kept = later_of(old, new)
    assert kept.day == max(old.day, new.day)


def test_a_settled_calendar_settles_the_limit() -> None:
    told = DueDay(date(2027, 2, 10), True)
    assert later_of(told, DueDay(date(2027, 2, 8), False)) == DueDay(date(2027, 2, 10), False)
    assert later_of(told, DueDay(date(2027, 2, 12), False)) == DueDay(date(2027, 2, 12), False)
    assert later_of(told, told) == told


def test_it_refuses_a_day_that_is_off_and_worked() -> None:
    day = date(2025, 10, 1)
    with pytest.raises(Refusal) as caught:
        WorkCalendar(frozenset({2025}), frozenset({day}), frozenset({day}))
    assert caught.value.code == "workdays.both"


@pytest.mark.parametrize("n", [-1, 36_501])
def test_it_refuses_an_impossible_number_of_days(n: int) -> None:
    for add in (CALENDAR.add_workdays, CALENDAR.add_days):
        with pytest.raises(Refusal) as caught:
            add(date(2025, 1, 1), n)
        assert caught.value.code == "workdays.count"
