from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from liancun.kernel.errors import Place, Refusal
from liancun.kernel.portions import Weight, at_least, fraction, largest_remainder, more_than

FEN = Decimal("0.01")
totals = st.integers(-(10**12), 10**12).map(lambda fen: Decimal(fen).scaleb(-2))
weights = st.lists(
    st.one_of(
        st.just(0),
        st.integers(0, 1000),
        st.fractions(0, 10),
        st.decimals(0, 100, allow_nan=False, allow_infinity=False, places=3),
    ),
    min_size=1,
    max_size=12,
)


def test_three_equal_shares_of_a_yuan_favour_the_first() -> None:
    assert largest_remainder(Decimal("1"), [1, 1, 1]) == (Decimal("0.34"), Decimal("0.33"), Decimal("0.33"))


def test_the_largest_remainder_gets_the_odd_fen() -> None:
    assert largest_remainder(Decimal("0.10"), [Decimal("1"), Fraction(1, 2), 0, 3]) == tuple(
        Decimal(part) for part in ("0.02", "0.01", "0.00", "0.07")
    )


def test_it_divides_in_other_units() -> None:
    assert largest_remainder(Decimal(10), [1, 2], Decimal(1)) == (Decimal(3), Decimal(7))


@given(totals, weights)
def test_parts_sum_to_the_whole_and_lie_within_one_unit(total: Decimal, weights: list[Weight]) -> None:
    assume(any(weights))
    parts = largest_remainder(total, weights)
    whole = sum(Fraction(weight) for weight in weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < Fraction(FEN)
        assert weight or not part


@given(totals, weights)
def test_a_red_letter_entry_mirrors_the_original(total: Decimal, weights: list[Weight]) -> None:
    assume(any(weights))
    mirrored = largest_remainder(-total, weights)
    assert tuple(-part for part in mirrored) == largest_remainder(total, weights)


@given(totals, st.integers(1, 9), st.integers(1, 100))
def test_equal_weights_favour_earlier_indexes(total: Decimal, count: int, weight: int) -> None:
    parts = largest_remainder(abs(total), [weight] * count)
    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize(
    ("total", "weights", "unit", "code"),
    [
        (Decimal(1), [], FEN, "portions.no_weight"),
        (Decimal(1), [0, 0], FEN, "portions.no_weight"),
        (Decimal(1), [1, -1], FEN, "portions.weight"),
        (Decimal(1), [0.5], FEN, "portions.weight"),
        (Decimal(1), [Decimal("NaN")], FEN, "portions.weight"),
        (Decimal("0.001"), [1], FEN, "portions.total"),
        (Decimal("Infinity"), [1], FEN, "portions.total"),
        (Decimal(1), [1], Decimal(0), "portions.unit"),
        (Decimal(1), [1], Decimal("NaN"), "portions.unit"),
    ],
)
def test_it_refuses_what_cannot_be_divided(
    total: Decimal, weights: list[Weight], unit: Decimal, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        largest_remainder(total, weights, unit)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2/3", Fraction(2, 3)),
        (" ２／３ ", Fraction(2, 3)),
        ("0.5", Fraction(1, 2)),
        ("60%", Fraction(3, 5)),
        ("６０％", Fraction(3, 5)),
        ("33.3 %", Fraction(333, 1000)),
        ("1", Fraction(1)),
        ("0/5", Fraction(0)),
    ],
)
def test_it_reads_fractions(text: str, value: Fraction) -> None:
    assert fraction(text) == value


@pytest.mark.parametrize("text", ["", "1/0", "-1/2", "2/3%", "a", "1e3", "0.5.5", "9" * 50])
def test_it_refuses_what_is_not_a_fraction(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        fraction(text, Place("key", key="quorum"))
    assert (caught.value.code, caught.value.place) == ("portions.fraction", Place("key", key="quorum"))


def test_two_thirds_of_thirty_one_are_twenty_one() -> None:
    assert at_least(Fraction(2, 3), 31) == 21
    assert at_least(Fraction(2, 3), 30) == 20
    assert at_least(Fraction(2, 3), 0) == 0


def test_more_than_half_of_thirty_are_sixteen() -> None:
    assert more_than(Fraction(1, 2), 30) == 16
    assert more_than(Fraction(1, 2), 31) == 16
    assert more_than(Fraction(1, 2), 0) == 1


@given(st.fractions(0, 1), st.integers(0, 10_000))
def test_thresholds_are_the_smallest_counts_that_pass(share: Fraction, of: int) -> None:
    enough, over = at_least(share, of), more_than(share, of)
    assert enough >= share * of > enough - 1
    assert over > share * of >= over - 1


@pytest.mark.parametrize("threshold", [at_least, more_than])
def test_it_refuses_a_negative_number_of_heads(threshold: object) -> None:
    assert callable(threshold)
    with pytest.raises(Refusal) as caught:
        threshold(Fraction(1, 2), -1)
    assert caught.value.code == "portions.heads"
