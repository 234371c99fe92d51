"""The user's own file with every faulty cell red and explained, to be mended and handed in again."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from liancun.framework.models import SheetUpload
from liancun.framework.sheets import keeping, mapping, reading
from liancun.framework.sheets.layouts import Layout
from liancun.framework.sheets.listings import harmless
from liancun.framework.sheets.understanding import Opened, Remark, open_file
from liancun.kernel.errors import fill

_RED = "FFF4B6AE"
_FILL = PatternFill("solid", fgColor=_RED)
_AUTHOR = "联村"
# A file that unfolds further is copied row by row: opening it whole would take too much memory.
_WHOLE_BYTES = 16 * 1024 * 1024
Marks = Mapping[int, list[tuple[int, str]]]


def words(remark: Remark) -> str:
    """What is wrong and what to do, in the reader's language."""
    params = remark.params or {}
    return fill(_(remark.sentence), params) + (fill(_(remark.remedy), params) if remark.remedy else "")


def marked(upload: SheetUpload, layout: Layout) -> tuple[str, IO[bytes]]:
    """A name and the file, to be read from its beginning."""
    faults, _repaired, notes = keeping.remarks(upload)
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the answer, which closes it
    with keeping.open_kept(upload) as content:
        opened = open_file(mapping.shaped(layout, notes.get("heads", {})), upload.name, content)
        marks = _by_row(opened, faults)
        if 0 < reading.unfolded(content) <= _WHOLE_BYTES:
            _in_place(content, opened.sheet, marks).save(out)
        else:
            _copied(upload.name, content, opened.sheet, marks).save(out)
    out.seek(0)
    return f"{PurePath(upload.name).stem}-{_('有误处已标红')}.xlsx", out


def _by_row(opened: Opened, faults: list[Remark]) -> Marks:
    """Row → (column from 1, words); a fault of a whole row stands at its first cell."""
    marks: dict[int, list[tuple[int, str]]] = {}
    for one in faults:
        if one.row:
            marks.setdefault(one.row, []).append((opened.at.get(one.column, 0) + 1, words(one)))
    return marks


def _in_place(content: IO[bytes], name: str, marks: Marks) -> Workbook:
    content.seek(0)
    book = load_workbook(content)
    sheet = book[name]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):
                _unmark(cell)
    for number, told in marks.items():
        for column, explained in told:
            cell = sheet.cell(number, column)
            if isinstance(cell, Cell):
                cell.fill, cell.comment = _FILL, _comment(explained, cell.comment)
    return book


def _unmark(cell: Cell) -> None:
    """What was marked the time before and has been mended."""
    if cell.has_style and cell.fill.fgColor.rgb == _RED:
        cell.fill = PatternFill()
    if cell.comment is not None and cell.comment.author == _AUTHOR:
        cell.comment = None


def _comment(explained: str, before: Comment | None = None) -> Comment:
    told = f"{before.text}\n{explained}" if before is not None else explained
    return Comment(told, _AUTHOR, height=90, width=260)


def _copied(file: str, content: IO[bytes], name: str, marks: Marks) -> Workbook:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(name or "Sheet1")
    at = 0
    for table in reading.tables(file, content):
        if table.name != name:
            continue
        for line in table.lines:
            while (at := at + 1) < line.number:
                sheet.append([])
            sheet.append(_line(sheet, line.cells, dict(_joined(marks.get(line.number, [])))))
        break
    return book


def _joined(told: list[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, explained in told:
        found[column] = f"{found[column]}\n{explained}" if column in found else explained
    return found


def _line(sheet: Any, cells: tuple[str, ...], told: Mapping[int, str]) -> list[Any]:
    row: list[Any] = []
    for column, text in enumerate((*cells, *([""] * (max(told, default=0) - len(cells)))), 1):
        cell = WriteOnlyCell(sheet, harmless(text.lstrip("\x00")))
        cell.data_type, cell.number_format = "s", "@"
        if column in told:
            cell.fill, cell.comment = _FILL, _comment(told[column])
        row.append(cell)
    return row
