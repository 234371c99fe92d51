"""A list as an Excel file the way clerks bind it: title, office and day, merged headings, totals, A4."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from liancun.framework.sheets.listings import Cells, Listing, Sums, groups, harmless, worth
from liancun.framework.sheets.template import BOX, CENTRE, SHADE, WRAP, set_up_page
from liancun.framework.web.parts import CellValue, Column

_TITLE = Font(name="宋体", size=16, bold=True)
_BOLD = Font(name="宋体", size=11, bold=True)
_BODY = Font(name="宋体", size=11)
_RIGHT = Alignment(horizontal="right", vertical="center")
_WIDTHS = {"text": 24, "name": 26, "number": 12, "money": 18, "date": 14, "state": 12}
_NUMBERS = {"money": "#,##0.00", "date": "yyyy-mm-dd"}


def as_excel(listing: Listing) -> tuple[IO[bytes], int]:
    """The file, to be read from its beginning, and how many rows it holds. Rows are written as they come."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(listing.title))
    for at, column in enumerate(listing.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[column.kind]
    head = 4 if listing.grouped else 3
    sheet.freeze_panes = f"B{head + 1}"
    set_up_page(sheet, landscape=listing.landscape, repeat=head)
    _head(sheet, listing)
    sums = Sums(listing.columns)
    for number, row in enumerate(sums.watching(listing.rows)):
        sheet.append(_row(sheet, listing.columns, row, bold=number in listing.strong))
    if listing.totals and sums.count:
        sheet.append(_row(sheet, listing.columns, sums.row(len(listing.columns), _("合计")), bold=True))
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the answer, which closes it
    book.save(out)
    out.seek(0)
    return out, sums.count


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in r"[]:*?/\'")[:31] or "Sheet1"


def _head(sheet: Any, listing: Listing) -> None:
    width = len(listing.columns)
    title = f"{listing.title}（{listing.mark}）" if listing.mark else listing.title
    sheet.append([_cell(sheet, title, _TITLE, CENTRE)])
    words = [_("编制单位：%(office)s") % {"office": listing.office}] if listing.office else []
    words.append(_("日期：%(day)s") % {"day": listing.day.isoformat()})
    words += listing.facts
    words += [_("单位：%(unit)s") % {"unit": listing.unit}] if listing.unit else []
    sheet.append([_cell(sheet, "    ".join(words), _BODY, WRAP)])
    for line in (1, 2):
        _merge(sheet, line, 1, width)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 20
    if listing.grouped:
        row: list[Any] = []
        for group, first, count in groups(listing.columns):
            row += [_cell(sheet, group, _BOLD, CENTRE, shaded=True)] * count
            _merge(sheet, 3, first + 1, count)
        sheet.append(row)
    sheet.append([_cell(sheet, column.label, _BOLD, CENTRE, shaded=True) for column in listing.columns])


def _merge(sheet: Any, row: int, first: int, count: int) -> None:
    if count > 1:
        sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(first + count - 1)}{row}")


def _cell(sheet: Any, value: Any, font: Font, alignment: Alignment, *, shaded: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, harmless(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    if shaded:
        cell.fill, cell.border = SHADE, BOX
    return cell


def _row(sheet: Any, columns: tuple[Column, ...], row: Cells, *, bold: bool) -> list[Any]:
    return [_value(sheet, column, worth(value), bold) for column, value in zip(columns, row, strict=True)]


def _value(sheet: Any, column: Column, value: CellValue, bold: bool) -> Any:
    figure = isinstance(value, (int, Decimal))
    cell = _cell(sheet, value, _BOLD if bold else _BODY, _RIGHT if figure else WRAP)
    cell.border = BOX
    if isinstance(value, Decimal) or (figure and column.kind == "money"):
        cell.number_format = _NUMBERS["money"]
    elif isinstance(value, date):
        cell.number_format = _NUMBERS["date"]
    return cell
