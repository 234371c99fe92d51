"""From lines of a file to rows of a register: finding the heading, repairing, understanding every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from liancun.framework.sheets import reading, repairs
from liancun.framework.sheets.columns import ROUNDED, Column, parse, refusal
from liancun.framework.sheets.layouts import EXAMPLE, NUMBER, Layout, Values
from liancun.framework.sheets.reading import Line, Table
from liancun.kernel.errors import Refusal, Refusals, mark

HEADING_WITHIN = 15
_DECORATION = re.compile(r"[\s*＊:：]|（(?:必填|选填)）|\((?:必填|选填)\)")
_TOTALS = ("合计", "总计")


@dataclass(frozen=True)
class Remark:
    """A fault or a repair of one cell. `column` is the column's key, "" for the whole row.

    `shown`: what stands there; `fixed`: what it was repaired to. Params are texts.
    """

    row: int
    column: str
    code: str
    sentence: str
    remedy: str = ""
    params: Mapping[str, str] | None = None
    shown: str = ""
    fixed: str = ""

    @classmethod
    def of(cls, row: int, refused: Refusal, shown: str = "") -> Remark:
        field = refused.place.field if refused.place and refused.place.field else ""
        params = {name: str(value) for name, value in refused.params.items()}
        return cls(row, field, refused.code, refused.sentence, refused.remedy, params, shown.lstrip(ROUNDED))


@dataclass(frozen=True)
class Row:
    """A row of the file understood; `values` is empty when a cell is at fault."""

    number: int
    values: Values
    faults: tuple[Remark, ...] = ()
    repaired: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Opened:
    """A table whose heading was found: `at` gives the place of each column of the layout, from 0."""

    sheet: str
    at: Mapping[str, int]
    unknown: tuple[str, ...]
    lines: Iterator[Line]
    about: int


def open_file(layout: Layout, name: str, content: IO[bytes]) -> Opened:
    """The first worksheet with the headings of the layout. Refusal: sheets.no_heading, sheets.missing_columns."""
    best: Refusal | None = None
    for table in reading.tables(name, content):
        try:
            return _heading(layout, name, table)
        except Refusal as error:
            best = error if best is None or error.code == "sheets.missing_columns" else best
    raise best or reading.fault("empty", mark("文件是空的。"), mark("请重新选择填好的文件。"), name)


def _heading(layout: Layout, name: str, table: Table) -> Opened:
    heading, found, lines = _found_heading(layout, table)
    if heading is None or len(found) * 2 < sum(column.required for column in layout.columns):
        raise reading.fault(
            "no_heading",
            mark("没有找到“{sheet}”的表头。"),
            mark("请使用这里下载的模板，不要改动表头的文字。"),
            name,
            sheet=layout.name,
        )
    _refuse_missing(layout, found, name)
    known = set(found.values())
    unknown = tuple(
        cell for at, cell in enumerate(heading.cells) if cell and at not in known and tidy(cell) != NUMBER
    )
    return Opened(table.name, found, unknown, lines, max(0, table.about - heading.number))


def _found_heading(layout: Layout, table: Table) -> tuple[Line | None, dict[str, int], Iterator[Line]]:
    """The line with the most headings, where each stands, and the lines after it."""
    wanted = {tidy(other): column.key for column in layout.columns for other in column.also}
    wanted |= {tidy(column.heading): column.key for column in layout.columns}
    found: dict[str, int] = {}
    heading: Line | None = None
    after: list[Line] = []
    for _tries, line in zip(range(HEADING_WITHIN), table.lines, strict=False):
        said = list(enumerate(map(tidy, line.cells)))
        own = {tidy(column.heading) for column in layout.columns}
        known = sorted((pair for pair in said if pair[1] in wanted), key=lambda p: (p[1] in own, -p[0]))
        places = {wanted[text]: at for at, text in known}
        if len(places) > len(found):
            found, heading, after = places, line, []
        else:
            after.append(line)
        if len(found) == len(layout.columns):
            break
    # What was looked at below the heading is data: none of it may be lost.
    return heading, found, chain(after, table.lines)


def _refuse_missing(layout: Layout, found: Mapping[str, int], name: str) -> None:
    missing = [column.heading for column in layout.columns if column.required and column.key not in found]
    if missing:
        raise reading.fault(
            "missing_columns",
            mark("表头缺少必填的列：{columns}。"),
            mark("请照模板补上这些列。"),
            name,
            columns="、".join(missing),
        )


def tidy(text: str) -> str:
    """A heading without marks, spaces and other ways of writing it."""
    return _DECORATION.sub("", repairs.repair(_HEADING, text).text) if text else ""


_HEADING = Column("", "", place=False)


def rows(layout: Layout, opened: Opened, name: str) -> Iterator[Row]:
    """Every row that is neither the example, a total nor empty. Refusal: sheets.too_many."""
    count = 0
    places = [(column, opened.at[column.key]) for column in layout.columns if column.key in opened.at]
    for line in opened.lines:
        if _is_apart(line) or not any(at < len(line.cells) and line.cells[at] for _column, at in places):
            continue
        count += 1
        if count > layout.most:
            raise too_many(layout, name)
        cells = [(column, line.cells[at] if at < len(line.cells) else "") for column, at in places]
        yield understand(line.number, cells, layout)


def too_many(layout: Layout, name: str) -> Refusal:
    return reading.fault(
        "too_many",
        mark("文件超过 {most} 行。"),
        mark("请按乡镇或村分成几个文件。"),
        name,
        most=layout.most,
    )


def _is_apart(line: Line) -> bool:
    first = next((cell for cell in line.cells if cell), "")
    return first.startswith(EXAMPLE) or first.replace(" ", "") in _TOTALS


def understand(number: int, cells: Sequence[tuple[Column, str]], layout: Layout) -> Row:
    values: Values = dict.fromkeys((column.key for column in layout.columns), None)
    faults: list[Remark] = []
    repaired: list[Remark] = []
    for column, text in cells:
        fixed = repairs.repair(column, text) if text else _NOTHING
        if fixed.repairs:
            repaired += (
                Remark(number, column.key, code, repairs.WORDS[code], shown=text, fixed=fixed.text)
                for code in fixed.repairs[:1]
            )
        try:
            if repairs.is_broken(fixed.text):
                raise _broken(column)
            values[column.key] = parse(column, fixed.text)
        except (Refusal, Refusals) as error:
            first = error if isinstance(error, Refusal) else error.refusals[0]
            faults.append(_at(Remark.of(number, first, text), column))
    return Row(number, {} if faults else values, tuple(faults), tuple(repaired))


_NOTHING = repairs.Repaired("")


def _at(remark: Remark, column: Column) -> Remark:
    return Remark(**{**vars(remark), "column": column.key})


def _broken(column: Column) -> Refusal:
    return refusal(
        "garbled",
        mark("这一格是还原不了的乱码。"),
        mark("请对照原件重新填写这一格。"),
        column,
    )


def from_keys(layout: Layout, number: int, given: Mapping[str, Any]) -> Row:
    """A row that came as JSON, by the keys of the columns; unknown keys are faults."""
    cells = [(column, reading.plain(given.get(column.key))) for column in layout.columns]
    row = understand(number, cells, layout)
    strange = [
        Remark(number, key, "sheets.unknown_column", mark("没有“{key}”这一列。"), "", {"key": key[:60]})
        for key in given
        if layout.column(key) is None
    ]
    return Row(number, {} if strange else row.values, (*row.faults, *strange), row.repaired)
