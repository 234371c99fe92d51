"""The Excel file a clerk fills: made from the layout, so that what it asks and what is read cannot differ."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from liancun.framework.sheets.columns import Column
from liancun.framework.sheets.layouts import EXAMPLE, NUMBER, Layout

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_COLUMN = 2
_OFFERED_ROWS = 2_000
SHADE = PatternFill("solid", fgColor="E8EFEA")
_NEEDED = PatternFill("solid", fgColor="FBF3DC")
_QUIET = Font(name="宋体", size=10, italic=True, color="6B6B6B")
_BODY = Font(name="宋体", size=11)
_BOLD = Font(name="宋体", size=11, bold=True)
_TITLE = Font(name="宋体", size=16, bold=True)
_THIN = Side(style="thin", color="9AA5A0")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAP = Alignment(vertical="center", wrap_text=True)
_CHOICES = "选项"
_FORMATS = {"date": "yyyy-mm-dd", "amount": "#,##0.00", "integer": "0"}


def template(layout: Layout) -> bytes:
    """Headings stay Chinese in every language: they are what is looked for when the file comes back."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = layout.name[:31]
    heading = _head(sheet, layout)
    _example(sheet, layout, heading + 1)
    _shape_cells(sheet, layout, heading + 2)
    _offer_choices(book, sheet, layout, heading + 1)
    _explain(book, layout)
    _set_up_print(sheet, heading)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, layout: Layout) -> int:
    """Title, one line of advice, merged headings, headings; gives the row of the headings."""
    last = len(layout.columns) + 1
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    _put(sheet, 1, 1, layout.name, _TITLE, CENTRE)
    sheet.row_dimensions[1].height = 30
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=last)
    advice = _("带 * 的列必须填写。示例行不会导入，不必删除。请不要改动表头的文字。")
    _put(sheet, 2, 1, advice, _QUIET, WRAP)
    sheet.row_dimensions[2].height = 22
    row = 3
    if layout.grouped:
        _groups(sheet, layout, row)
        row = 4
    _put(sheet, row, 1, NUMBER, _BOLD, CENTRE, SHADE)
    for at, column in enumerate(layout.columns, FIRST_COLUMN):
        words = f"* {column.heading}" if column.required else column.heading
        _put(sheet, row, at, words, _BOLD, CENTRE, _NEEDED if column.required else SHADE)
        sheet.column_dimensions[get_column_letter(at)].width = _width(column)
    sheet.column_dimensions["A"].width = 7
    sheet.row_dimensions[row].height = 30
    return row


def _groups(sheet: Worksheet, layout: Layout, row: int) -> None:
    """A merged heading over each run of columns of one group."""
    start = FIRST_COLUMN
    _put(sheet, row, 1, "", _BOLD, CENTRE, SHADE)
    for at, column in enumerate(layout.columns, FIRST_COLUMN):
        _put(sheet, row, at, column.group if at == start else "", _BOLD, CENTRE, SHADE)
        after = at - FIRST_COLUMN + 1
        ends = after == len(layout.columns) or layout.columns[after].group != column.group
        if ends:
            if at > start:
                sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=at)
            start = at + 1


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    words: str,
    font: Font,
    alignment: Alignment,
    fill: PatternFill | None = None,
) -> None:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):  # covered by a merged heading
        return
    cell.value = words
    cell.font, cell.alignment = font, alignment
    if fill is not None:
        cell.fill, cell.border = fill, BOX


def _width(column: Column) -> float:
    if column.width:
        return column.width
    longest = max(len(column.heading) + 2, len(column.example))
    return min(40.0, max(10.0, 2.0 * longest + 2))


def _example(sheet: Worksheet, layout: Layout, row: int) -> None:
    _put(sheet, row, 1, EXAMPLE, _QUIET, CENTRE)
    for at, column in enumerate(layout.columns, FIRST_COLUMN):
        _put(sheet, row, at, column.example, _QUIET, WRAP)
        sheet.cell(row, at).number_format = "@"


def _shape_cells(sheet: Worksheet, layout: Layout, first: int) -> None:
    """Whole columns get their format, so that a pasted identity number stays text; some rows get lines."""
    for at, column in enumerate(layout.columns, FIRST_COLUMN):
        sheet.column_dimensions[get_column_letter(at)].number_format = _FORMATS.get(column.kind, "@")
    for row in range(first, first + 20):
        for at in range(1, len(layout.columns) + FIRST_COLUMN):
            cell = sheet.cell(row, at)
            cell.border, cell.font = BOX, _BODY
            if at >= FIRST_COLUMN:
                cell.number_format = _FORMATS.get(layout.columns[at - FIRST_COLUMN].kind, "@")


def _offer_choices(book: Workbook, sheet: Worksheet, layout: Layout, first: int) -> None:
    """Drop-downs; the words stand on a hidden sheet, because a list in the cell may hold 255 signs only."""
    chosen = [(at, c) for at, c in enumerate(layout.columns, FIRST_COLUMN) if c.kind in ("choice", "yes_no")]
    if not chosen:
        return
    store = book.create_sheet(_CHOICES)
    store.sheet_state = "hidden"
    for place, (at, column) in enumerate(chosen, 1):
        words = ["是", "否"] if column.kind == "yes_no" else list(column.words().values())
        if not words:
            continue
        for row, word in enumerate(words, 1):
            store.cell(row, place, word)
        letter, goal = get_column_letter(place), get_column_letter(at)
        rule = DataValidation(
            type="list", formula1=f"={_CHOICES}!${letter}$1:${letter}${len(words)}", allow_blank=True
        )
        rule.error = _("请从下拉列表中选择。")
        rule.errorTitle, rule.showErrorMessage = column.heading, True
        rule.add(f"{goal}{first}:{goal}{first + _OFFERED_ROWS}")
        sheet.add_data_validation(rule)


def _explain(book: Workbook, layout: Layout) -> None:
    """A sheet that says what each column is for."""
    sheet = book.create_sheet("填写说明")
    for row, words in enumerate((_(note) for note in (layout.lead, *layout.notes) if note), 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
        _put(sheet, row, 1, words, _BODY, WRAP)
        sheet.row_dimensions[row].height = 15.0 * (1 + len(words) // 50)
    start = sheet.max_row + 2
    for at, words in enumerate((_("列名"), _("必填"), _("填写要求"), _("可选的词"), _("示例")), 1):
        _put(sheet, start, at, words, _BOLD, CENTRE, SHADE)
    for row, column in enumerate(layout.columns, start + 1):
        for at, words in enumerate(_told(column), 1):
            _put(sheet, row, at, words, _BODY, WRAP)
            sheet.cell(row, at).border = BOX
    for letter, width in zip("ABCDE", (18, 8, 46, 40, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _told(column: Column) -> tuple[str, ...]:
    words = "、".join(column.words().values()) if column.kind == "choice" else ""
    needed = _("是") if column.required else _("否")
    help_words = _(column.help) if column.help else _(_KIND_HELP[column.kind])
    return (column.heading, needed, help_words, words[:400], column.example)


_KIND_HELP = {
    "text": "文字",
    "integer": "整数，不带单位",
    "amount": "以元为单位，保留两位小数",
    "date": "日期，如 2024-05-30",
    "choice": "从下拉列表中选择",
    "code": "代码，按文本填写",
    "yes_no": "是或否",
}


def _set_up_print(sheet: Worksheet, heading: int) -> None:
    sheet.freeze_panes = sheet.cell(heading + 1, FIRST_COLUMN).coordinate
    set_up_page(sheet, landscape=True, repeat=heading)


def set_up_page(sheet: Worksheet, *, landscape: bool, repeat: int) -> None:
    """A4, as wide as the paper, heading repeated, page numbers at the foot."""
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{repeat}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.75
    footer = sheet.oddFooter
    assert footer is not None, "a new sheet has a footer"
    assert footer.center is not None, "a new footer has a middle"
    footer.center.text = "第 &P 页 共 &N 页"
    sheet.print_options.horizontalCentered = True
