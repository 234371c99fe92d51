"""A list as an A4 PDF: typeset with a Chinese font of the program's own, heading on every page, pages counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.utils.translation import gettext as _

from liancun.framework.sheets.listings import Listing, Sums, groups, worth
from liancun.framework.web import formats
from liancun.framework.web.parts import CellValue, Column

# What is printed comes as data beside this source: no text of a list is ever read as markup.
_SOURCE = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title)
#set page(paper: "a4", flipped: told.landscape, margin: (x: 18mm, top: 20mm, bottom: 18mm),
  footer: context align(center, text(size: 9pt)[#told.page.at(0)#counter(page).display()#told.page.at(1)#counter(page).final().at(0)#told.page.at(2)]))
#set text(font: "Noto Sans SC", size: 9.5pt, lang: "zh")
#align(center, text(size: 16pt, stroke: 0.3pt, told.title))
#v(2mm)
#grid(columns: (1fr, auto), text(told.left), text(told.right))
#v(1mm)
#let heavy(words) = text(stroke: 0.25pt, words)
#let fill = rgb("#e8efea")
#table(
  columns: told.widths.map(width => width * 1fr),
  inset: 5pt, stroke: 0.4pt + rgb("#9aa5a0"),
  align: (x, y) => if y < told.depth { center + horizon } else if told.figures.at(x) { right + horizon } else { left + horizon },
  table.header(
    ..told.groups.map(g => table.cell(colspan: g.at(1), fill: fill, heavy(g.at(0)))),
    ..told.heads.map(h => table.cell(fill: fill, heavy(h))),
  ),
  ..told.rows.map(row => row.map(c => text(c))).flatten(),
  ..told.strong.map(c => heavy(c)),
)
#v(2mm)
#text(size: 9pt, told.foot)
"""
_FIGURES = ("number", "money")
_WIDTHS = {"text": 3.0, "name": 3.0, "number": 1.4, "money": 2.2, "date": 2.0, "state": 1.6}


def as_pdf(listing: Listing) -> tuple[bytes, int]:
    """The document, and how many rows it holds."""
    sums = Sums(listing.columns)
    rows = [_words(listing.columns, row) for row in sums.watching(listing.rows)]
    total = listing.totals and sums.count
    strong = _words(listing.columns, sums.row(len(listing.columns), _("合计"))) if total else []
    office = _("编制单位：%(office)s") % {"office": listing.office} if listing.office else ""
    unit = [_("单位：%(unit)s") % {"unit": listing.unit}] if listing.unit else []
    told = {
        "title": listing.title,
        "landscape": listing.landscape,
        "left": "　".join(filter(None, (office, *listing.facts))),
        "right": "　".join((_("日期：%(day)s") % {"day": listing.day.isoformat()}, *unit)),
        "widths": [_WIDTHS[column.kind] for column in listing.columns],
        "figures": [column.kind in _FIGURES for column in listing.columns],
        "depth": 2 if listing.grouped else 1,
        "groups": [(name, count) for name, _first, count in groups(listing.columns)]
        if listing.grouped
        else [],
        "heads": [column.label for column in listing.columns],
        "rows": rows,
        "strong": strong,
        "foot": "　".join(filter(None, (_("共 %(count)d 条") % {"count": sums.count}, listing.mark))),
        "page": _("第 {} 页，共 {} 页").split("{}"),
    }
    inputs = {"told": json.dumps(told, ensure_ascii=False)}
    made = typst.compile(_SOURCE.encode(), font_paths=_fonts(), sys_inputs=inputs)
    return bytes(made or b""), sums.count


@cache
def _fonts() -> typst.Fonts:
    """Looked for once: finding them takes longer than setting a page."""
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _words(columns: Sequence[Column], row: Sequence[object]) -> list[str]:
    return [_word(column, worth(value)) for column, value in zip(columns, row, strict=True)]  # type: ignore[arg-type]


def _word(column: Column, value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return formats.yuan(value) if column.kind == "money" else f"{value}"
    if isinstance(value, int) and column.kind == "money":
        return formats.yuan(Decimal(value))
    return str(value)
