"""Values of a worksheet row by row, in a fraction of the time the library for sheets takes for texts.

The library still opens the book, knows its shared texts and date formats and reads every number, date and formatted
text; only plain texts, nearly all there is, are taken straight from the element.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet import _reader

_MOST_GAP = 4_000


def rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Every row from the first on, an empty one where the file leaves rows out."""
    book = sheet.parent
    with sheet._get_source() as source:
        found = _Parser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        counter = 1
        for number, values in found.parse():
            yield from [()] * min(number - counter, _MOST_GAP)
            if number >= counter:
                counter = number + 1
                yield values


# Its types know cells as dicts only; ours are plain values.
_Base: Any = _reader.WorkSheetParser


class _Parser(_Base):  # type: ignore[misc]
    row_counter: int
    col_counter: int

    def parse_row(self, row: Element) -> tuple[int, tuple[Any, ...]]:
        self.row_counter = int(float(row.get("r") or self.row_counter + 1))
        self.col_counter = 0
        values: list[Any] = []
        for element in row:
            place = element.get("r")
            self.col_counter = _column(place.rstrip("0123456789")) if place else self.col_counter + 1
            column = self.col_counter
            value = self._value(element)
            values.extend([None] * (column - len(values)))
            values[column - 1] = value
            self.col_counter = column
        return self.row_counter, tuple(values)

    def _value(self, element: Element) -> Any:
        kind = element.get("t")
        if kind == "inlineStr":
            text = _plain_text(element.find(_reader.INLINE_STRING))
            if text is not None:
                return text
        elif kind == "s":
            number = element.findtext(_reader.VALUE_TAG)
            return self.shared_strings[int(number)] if number else None
        return self.parse_cell(element)["value"]


def _plain_text(inline: Element | None) -> str | None:
    """The text of a cell without formats; None for what the library must read."""
    if inline is None or len(inline) != 1 or not inline[0].tag.endswith("}t"):
        return None
    return inline[0].text or ""


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))
