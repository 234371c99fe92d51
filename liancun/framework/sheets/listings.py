"""A list as it leaves the program: title, office, day, columns and rows, the same for Excel and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from liancun.framework import clock
from liancun.framework.web.parts import CellValue, Column, State

Cells = tuple[CellValue | State, ...]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Listing:
    """`facts`: words under the title (filters in use). `unit` "" where the list has no amounts.

    Rows may come from a generator: they are asked for once, in order. `strong`: numbers of rows to print bold.
    """

    title: str
    office: str
    day: date
    columns: tuple[Column, ...]
    rows: Iterable[Cells]
    facts: tuple[str, ...] = ()
    unit: str = ""
    mark: str = ""
    strong: frozenset[int] = field(default_factory=frozenset)

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)

    @property
    def totals(self) -> bool:
        return any(column.total for column in self.columns)

    @property
    def landscape(self) -> bool:
        return len(self.columns) > 5


def groups(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """Runs of columns under one merged heading: (heading, first, count); "" where there is none."""
    runs: list[tuple[str, int, int]] = []
    for at, column in enumerate(columns):
        if runs and column.group and runs[-1][0] == column.group:
            group, first, count = runs[-1]
            runs[-1] = (group, first, count + 1)
        else:
            runs.append((column.group, at, 1))
    return runs


def worth(value: CellValue | State) -> CellValue:
    """A state by its word; a moment by the day and time here."""
    if isinstance(value, State):
        return value.word
    if isinstance(value, datetime):
        return clock.local(value).strftime("%Y-%m-%d %H:%M") if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    return value


def harmless(text: str) -> str:
    """A text that begins like a formula stays text in every spreadsheet program."""
    return f"'{text}" if text.startswith(_FORMULA) else text


class Sums:
    """Totals of the columns that have one, added up while the rows pass by."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._at = [at for at, column in enumerate(columns) if column.total]
        self.count = 0
        self._sums: dict[int, Decimal | int] = dict.fromkeys(self._at, 0)

    def watching(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        for row in rows:
            self.count += 1
            for at in self._at:
                value = row[at]
                if isinstance(value, (int, Decimal)):
                    self._sums[at] += value
            yield row

    def row(self, width: int, word: str) -> Cells:
        cells: list[CellValue | State] = [self._sums.get(at) for at in range(width)]
        cells[0] = word
        return tuple(cells)
