from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.insight.rules import Placed, Trend, lay_out

grid = st.none() | st.integers(min_value=0, max_value=6)


@given(st.lists(st.tuples(grid, grid), max_size=80))
def test_every_body_has_a_square_of_its_own(wishes: list[tuple[int | None, int | None]]) -> None:
    cells = lay_out([Placed(number, str(number), x, y) for number, (x, y) in enumerate(wishes)])
    assert [cell.body_id for cell in cells] == list(range(len(wishes)))
    assert len({(cell.column, cell.row) for cell in cells}) == len(wishes)


def test_a_wish_is_kept_and_the_rest_fill_around_it() -> None:
    cells = lay_out([Placed(1, "甲"), Placed(2, "乙", 0, 0), Placed(3, "丙", 0, 0)])
    assert [(c.column, c.row) for c in cells] == [(1, 0), (0, 0), (0, 1)]


def test_the_same_bodies_are_laid_out_the_same() -> None:
    bodies = [Placed(number, str(number)) for number in range(69)]
    assert lay_out(bodies) == lay_out(bodies)


def test_a_trend_reads_the_last_two_values() -> None:
    assert Trend((1, 3)).direction == 1
    assert Trend((3, 1)).direction == -1
    assert Trend((3, 3)).direction == 0
    assert Trend((3,)).direction == 0
