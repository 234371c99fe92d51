from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.assessment import rules
from liancun.contexts.assessment.rules import Band, Bands, Indicator, Linear

SATISFACTION = Indicator(
    "S1", "群众满意度", "affairs.satisfaction", Linear(Fraction(60, 100), Fraction(95, 100)), Decimal(20)
)
shares = st.fractions(min_value=0, max_value=1, max_denominator=400)


def points_for(value: str | Fraction) -> Decimal | None:
    return rules.score(SATISFACTION, Fraction(value)).earned


def test_it_gives_nothing_up_to_the_zero_point() -> None:
    assert points_for("0.60") == Decimal("0.00")
    assert points_for("0.10") == Decimal("0.00")


def test_it_gives_the_full_mark_from_the_full_point() -> None:
    assert points_for("0.95") == Decimal("20.00")
    assert points_for("1") == Decimal("20.00")


def test_it_goes_straight_between_the_two_points() -> None:
    assert points_for("0.775") == Decimal("10.00")
    assert points_for(Fraction(12, 13)) == Decimal("18.46")


def test_it_rounds_half_up_from_the_exact_fraction() -> None:
    assert rules.rounded(Fraction(5, 1000)) == Decimal("0.01")
    assert rules.rounded(Fraction(4999, 1_000_000)) == Decimal("0.00")
    assert rules.rounded(Fraction(-5, 1000)) == Decimal("-0.01")


def test_it_gives_no_points_and_not_zero_points_without_records() -> None:
    points = rules.score(SATISFACTION, None)
    assert points.earned is None
    total = rules.total([points])
    assert total.missing == ("S1",)
    assert total.possible == 0


def test_it_counts_down_where_less_is_better() -> None:
    fewer = Indicator(
        "L1", "逾期任务占比", "work.late_share", Linear(Fraction(1, 2), Fraction(0)), Decimal(10)
    )
    assert rules.score(fewer, Fraction(0)).earned == Decimal("10.00")
    assert rules.score(fewer, Fraction(1, 4)).earned == Decimal("5.00")
    assert rules.score(fewer, Fraction(3, 4)).earned == Decimal("0.00")


def test_bands_give_the_highest_one_reached() -> None:
    bands = Bands((Band(Fraction(6, 10), Fraction(1, 2)), Band(Fraction(9, 10), Fraction(1))))
    assert bands.share(Fraction(59, 100)) == 0
    assert bands.share(Fraction(6, 10)) == Fraction(1, 2)
    assert bands.share(Fraction(95, 100)) == 1


@given(shares, shares)
def test_more_satisfaction_never_earns_less(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert (points_for(low) or 0) <= (points_for(high) or 0)


@given(shares)
def test_points_stay_between_nothing_and_the_full_mark(value: Fraction) -> None:
    earned = points_for(value)
    assert earned is not None
    assert 0 <= earned <= SATISFACTION.weight


@given(st.lists(shares, max_size=6))
def test_the_sheet_adds_up_as_printed(values: list[Fraction]) -> None:
    lines = [rules.score(SATISFACTION, value) for value in values]
    assert rules.total(lines).earned == sum((line.earned or Decimal(0) for line in lines), Decimal(0))


@given(shares)
def test_the_explanation_states_the_points_it_explains(value: Fraction) -> None:
    points = rules.score(SATISFACTION, value)
    step = rules.explain(points)
    assert step.params["earned"] == str(points.earned)
    assert step.below
    assert points.exact == rules.score(SATISFACTION, value).exact


def test_an_explanation_without_records_says_so() -> None:
    assert "没有可供计分的记录" in rules.explain(rules.score(SATISFACTION, None)).sentence


@given(st.fractions(max_denominator=1000))
def test_plain_loses_nothing(value: Fraction) -> None:
    assert Fraction(rules.plain(value)) == value
