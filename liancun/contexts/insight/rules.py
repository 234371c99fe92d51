"""Where the cells of the schematic map stand, and how a trend is read. True on paper; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isqrt


@dataclass(frozen=True)
class Cell:
    """One square of the schematic. Column and row mean no position on earth (law 13)."""

    body_id: int
    name: str
    column: int
    row: int


@dataclass(frozen=True)
class Placed:
    """A body to place; without a wish of its own (`x`, `y` None) it takes the next free square."""

    body_id: int
    name: str
    x: int | None = None
    y: int | None = None


def lay_out(bodies: Iterable[Placed]) -> tuple[Cell, ...]:
    """Every body in a square of its own: wishes first in the order given, the rest fill row by row."""
    listed = tuple(bodies)
    width = max(1, isqrt(max(len(listed) - 1, 0)) + 1)
    taken: dict[tuple[int, int], int] = {}
    for body in listed:
        if body.x is not None and body.y is not None:
            taken.setdefault((body.x, body.y), body.body_id)
    seated = {body_id: place for place, body_id in taken.items()}
    free = _free_squares(width, taken)
    return tuple(Cell(body.body_id, body.name, *(seated.get(body.body_id) or next(free))) for body in listed)


def _free_squares(width: int, taken: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    row = 0
    while True:
        for column in range(width):
            if (column, row) not in taken:
                yield column, row
        row += 1


@dataclass(frozen=True)
class Trend:
    """Values oldest first; the last is the present one."""

    values: tuple[float, ...]

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 level or unknown."""
        if len(self.values) < 2:
            return 0
        change = self.values[-1] - self.values[-2]
        return (change > 0) - (change < 0)
