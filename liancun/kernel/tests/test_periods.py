from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.kernel.errors import Place, Refusal
from liancun.kernel.periods import Month, Quarter, Span, Year

Period = Month | Quarter | Year
KINDS: list[type[Month] | type[Quarter] | type[Year]] = [Month, Quarter, Year]
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
kinds = st.sampled_from(KINDS)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    since = draw(st.dates(date(2026, 1, 1), date(2026, 2, 10)))
    length = draw(st.one_of(st.none(), st.integers(1, 30)))
    return Span(since, None if length is None else since + timedelta(days=length))


@given(days, kinds)
def test_a_day_lies_in_its_period(day: date, kind: type[Month] | type[Quarter] | type[Year]) -> None:
    period = kind.of(day)
    assert period.contains(day)
    assert not period.next().contains(day)
    assert not period.previous().contains(day)


@given(days, kinds)
def test_periods_follow_without_gap(day: date, kind: type[Month] | type[Quarter] | type[Year]) -> None:
    period = kind.of(day)
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().previous() == period
    assert period.first <= period.last


@given(days, kinds)
def test_periods_read_back(day: date, kind: type[Month] | type[Quarter] | type[Year]) -> None:
    period = kind.of(day)
    assert kind.parse(str(period)) == period


@given(days, days)
def test_months_are_ordered_as_their_days(one: date, other: date) -> None:
    assert (Month.of(one) < Month.of(other)) == (Month.of(one).last < Month.of(other).first)


def test_periods_are_written_and_said_as_people_do() -> None:
    assert [str(Month(2026, 3)), str(Quarter(2026, 1)), str(Year(2026))] == ["2026-03", "2026Q1", "2026"]
    assert Month(2026, 3).label() == "2026年3月"
    assert Quarter(2026, 1).label() == "2026年第1季度"
    assert Year(2026).label() == "2026年"
    assert Month(2026, 3).label(lambda _: "{month}/{year}") == "3/2026"


def test_february_knows_leap_years() -> None:
    assert Month(2024, 2).last == date(2024, 2, 29)
    assert Month(2026, 2).last == date(2026, 2, 28)


def test_quarters_and_years_know_their_months() -> None:
    assert Quarter(2026, 4).months == (Month(2026, 10), Month(2026, 11), Month(2026, 12))
    assert Year(2026).months[::11] == (Month(2026, 1), Month(2026, 12))
    assert (Year(2026).first, Year(2026).last) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Month, "2026-3", "unreadable"),
        (Month, "2026", "unreadable"),
        (Month, "2026-13", "out_of_range"),
        (Month, "0000-01", "out_of_range"),
        (Quarter, "2026-Q1", "unreadable"),
        (Quarter, "2026Q5", "out_of_range"),
        (Year, "26", "unreadable"),
        (Year, "0000", "out_of_range"),
    ],
)
def test_it_refuses_what_is_not_a_period(
    kind: type[Month] | type[Quarter] | type[Year], text: str, code: str
) -> None:
    place = Place("key", key="period")
    with pytest.raises(Refusal) as caught:
        kind.parse(text, place)
    assert (caught.value.code, caught.value.place) == (f"periods.{code}", place)


def test_it_refuses_to_leave_the_calendar() -> None:
    for move in (Month(9999, 12).next, Quarter(1, 1).previous, Year(9999).next):
        with pytest.raises(Refusal):
            move()
    assert Month(9999, 12).last == date(9999, 12, 31)


def test_an_instant_is_not_a_day() -> None:
    for asked in (Month.of, Quarter.of, Year.of, Year(2026).contains, Span(date(2026, 1, 1)).contains):
        with pytest.raises(TypeError):
            asked(datetime(2026, 1, 1, 23, 0, tzinfo=UTC))


def test_a_span_holds_its_first_day_and_not_its_end() -> None:
    span = Span(date(2026, 1, 1), date(2026, 2, 1))
    assert span.contains(date(2026, 1, 1))
    assert span.contains(date(2026, 1, 31))
    assert not span.contains(date(2026, 2, 1))
    assert not span.contains(date(2025, 12, 31))


def test_a_running_span_has_no_end() -> None:
    assert Span(date(2026, 1, 1)).contains(date(9999, 12, 31))


def test_spans_that_touch_do_not_overlap() -> None:
    before, after = Span(date(2026, 1, 1), date(2026, 2, 1)), Span(date(2026, 2, 1))
    assert not before.overlaps(after)
    assert not after.overlaps(before)


@given(spans(), spans())
def test_spans_overlap_where_they_share_a_day(one: Span, other: Span) -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(80)]
    assert one.overlaps(other) == any(one.contains(day) and other.contains(day) for day in year)


@pytest.mark.parametrize("until", [date(2026, 1, 1), date(2025, 12, 31)])
def test_it_refuses_a_span_without_a_day(until: date) -> None:
    with pytest.raises(Refusal) as caught:
        Span(date(2026, 1, 1), until)
    assert caught.value.code == "periods.empty_span"
