"""Where the cells of the schematic map stand, and how numbers and trends are read. True on paper; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import isqrt


@dataclass(frozen=True)
class Cell:
    """One square of the schematic. Column and row mean no position on earth (law 13)."""

    body_id: int
    column: int
    row: int


@dataclass(frozen=True)
class Member:
    """A village's square in the county's grid and the joint body it belongs to."""

    joint_id: int
    x: int
    y: int


Square = tuple[int, int]


def lay_out(joint_ids: Iterable[int], members: Iterable[Member]) -> tuple[Cell, ...]:
    """A square of its own for every joint body, near the middle of its villages, the grid as dense as can be.

    The same bodies are laid out the same way; a body without placed villages comes last.
    """
    ids = tuple(dict.fromkeys(joint_ids))
    wishes = _wishes(ids, members)
    taken: dict[Square, int] = {}
    for joint_id in sorted(ids, key=lambda one: (one not in wishes, wishes.get(one, (0, 0)), one)):
        wish = wishes.get(joint_id, (0, isqrt(len(ids))))
        taken[next(square for square in _around(wish) if square not in taken)] = joint_id
    return _cells(ids, taken)


def _wishes(ids: Sequence[int], members: Iterable[Member]) -> Mapping[int, Square]:
    """The middle of each body's villages, shrunk so that as many squares lie in the box as there are bodies."""
    places: dict[int, list[Member]] = {}
    for member in members:
        places.setdefault(member.joint_id, []).append(member)
    known = {one: places[one] for one in ids if one in places}
    if not known:
        return {}
    every = [member for group in known.values() for member in group]
    side = max(1, isqrt(len(ids)))
    wide = max(m.x for m in every) - min(m.x for m in every) + 1
    high = max(m.y for m in every) - min(m.y for m in every) + 1
    left, top = min(m.x for m in every), min(m.y for m in every)
    middles = {one: _middle(group) for one, group in known.items()}
    return {
        one: (int((x - left) * side / wide), int((y - top) * side / high)) for one, (x, y) in middles.items()
    }


def _middle(group: Sequence[Member]) -> tuple[Fraction, Fraction]:
    return Fraction(sum(m.x for m in group), len(group)), Fraction(sum(m.y for m in group), len(group))


def _around(start: Square) -> Iterator[Square]:
    """Squares in rings of growing distance, never left of or above the grid."""
    column, row = start
    for ring in count():
        for dy in range(-ring, ring + 1):
            for dx in range(-ring, ring + 1):
                if max(abs(dx), abs(dy)) == ring and column + dx >= 0 and row + dy >= 0:
                    yield column + dx, row + dy


def _cells(ids: Sequence[int], taken: Mapping[Square, int]) -> tuple[Cell, ...]:
    """Empty columns and rows are closed up."""
    columns = {old: new for new, old in enumerate(sorted({column for column, _ in taken}))}
    rows = {old: new for new, old in enumerate(sorted({row for _, row in taken}))}
    squares = {joint_id: (columns[column], rows[row]) for (column, row), joint_id in taken.items()}
    return tuple(Cell(joint_id, *squares[joint_id]) for joint_id in ids)


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


def share(part: int, whole: int) -> Fraction | None:
    """None of nothing: a share of no decisions is not zero."""
    return Fraction(part, whole) if whole else None
