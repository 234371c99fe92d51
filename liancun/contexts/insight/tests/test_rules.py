from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.insight.rules import Member, Trend, lay_out, share

members = st.lists(
    st.builds(Member, st.integers(1, 70), st.integers(0, 40), st.integers(0, 40)), max_size=200
)


@given(st.lists(st.integers(1, 70), unique=True, max_size=70), members)
def test_every_committee_has_a_square_of_its_own(ids: list[int], villages: list[Member]) -> None:
    cells = lay_out(ids, villages)
    assert [cell.body_id for cell in cells] == ids
    assert len({(cell.column, cell.row) for cell in cells}) == len(ids)


@given(st.lists(st.integers(1, 70), unique=True, max_size=70), members)
def test_the_grid_has_no_empty_column_or_row(ids: list[int], villages: list[Member]) -> None:
    cells = lay_out(ids, villages)
    assert {cell.column for cell in cells} == set(range(len({cell.column for cell in cells})))
    assert {cell.row for cell in cells} == set(range(len({cell.row for cell in cells})))


@given(st.lists(st.integers(1, 70), unique=True, max_size=30), members)
def test_the_same_committees_are_laid_out_the_same(ids: list[int], villages: list[Member]) -> None:
    assert lay_out(ids, villages) == lay_out(ids, villages)


def test_committees_keep_their_side_of_the_county() -> None:
    west, east = Member(1, 0, 5), Member(2, 30, 5)
    first, second = lay_out([1, 2], [west, east])
    assert first.column <= second.column
    assert (first.column, first.row) != (second.column, second.row)


def test_a_trend_reads_the_last_two_values() -> None:
    assert Trend((1, 3)).direction == 1
    assert Trend((3, 1)).direction == -1
    assert Trend((3, 3)).direction == 0
    assert Trend((3,)).direction == 0


def test_a_share_of_nothing_is_unknown_and_not_zero() -> None:
    assert share(0, 0) is None
    assert share(1, 4) == Fraction(1, 4)
