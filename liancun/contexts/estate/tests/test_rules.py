"""Wear and rent on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liancun.contexts.estate.rules import rent, wear


def machine(**changes: object) -> wear.Wearing:
    told = {
        "cost": Decimal("10000.00"),
        "salvage": Decimal("500.00"),
        "worn": Decimal("0.00"),
        "begin": date(2026, 1, 1),
        "months": 36,
    }
    return wear.Wearing(**{**told, **changes})  # type: ignore[arg-type]


def test_it_wears_in_a_straight_line_to_the_salvage() -> None:
    one = machine()
    assert wear.of_month(one, date(2025, 12, 1)) == 0
    assert wear.of_month(one, date(2026, 1, 1)) == Decimal("263.89")
    assert wear.accumulated(one, date(2028, 12, 1)) == Decimal("9500.00")
    assert wear.of_month(one, date(2029, 1, 1)) == 0


def test_the_month_in_which_it_goes_still_counts() -> None:
    one = machine(ended=date(2026, 3, 9))
    assert wear.of_month(one, date(2026, 3, 1)) > 0
    assert wear.of_month(one, date(2026, 4, 1)) == 0


@settings(max_examples=40, deadline=None)
@given(
    fen=st.integers(0, 10**11), part=st.integers(0, 100), worn=st.integers(0, 100), months=st.integers(1, 240)
)
def test_its_months_sum_to_what_is_to_wear(fen: int, part: int, worn: int, months: int) -> None:
    cost = Decimal(fen).scaleb(-2)
    salvage = (cost * part / 100).quantize(wear.FEN)
    before = ((cost - salvage) * worn / 100).quantize(wear.FEN)
    one = machine(cost=cost, salvage=salvage, worn=before, months=months)
    month, total = date(2026, 1, 1), before
    for _ in range(months):
        taken = wear.of_month(one, month)
        assert taken >= 0
        total += taken
        month = wear.next_month(month)
    assert total == max(cost - salvage, before)


def test_dues_follow_the_periods() -> None:
    dues = rent.schedule(date(2024, 3, 1), date(2026, 2, 28), 12, Decimal("24000.00"))
    assert [(d.since, d.until, d.on) for d in dues] == [
        (date(2024, 3, 1), date(2025, 2, 28), date(2024, 3, 1)),
        (date(2025, 3, 1), date(2026, 2, 28), date(2025, 3, 1)),
    ]
    assert len(rent.schedule(date(2024, 1, 31), date(2025, 1, 30), 1, Decimal(1))) == 12


def test_what_comes_pays_the_earliest_first() -> None:
    dues = rent.schedule(date(2024, 1, 1), date(2025, 12, 31), 12, Decimal("100.00"))
    stands = rent.standings(dues, Decimal("130.00"), date(2025, 1, 31))
    assert [(one.paid, one.left, one.days_late) for one in stands] == [
        (Decimal("100.00"), Decimal("0.00"), 0),
        (Decimal("30.00"), Decimal("70.00"), 30),
    ]


def test_rent_for_several_years_is_spread_by_months() -> None:
    dues = rent.schedule(date(2024, 10, 1), date(2027, 9, 30), 0, Decimal("100000.00"))
    years = rent.by_year(dues)
    assert list(years) == [2024, 2025, 2026, 2027]
    assert years[2025] == Decimal("33333.33")
    assert sum(years.values()) == Decimal("100000.00")


@pytest.mark.parametrize(
    ("days", "colour"), [(0, ""), (1, "yellow"), (30, "orange"), (89, "orange"), (90, "red")]
)
def test_lateness_has_three_colours(days: int, colour: str) -> None:
    assert rent.Levels(1, 30, 90).of(days) == colour
