"""The rows of a statement and the options of a list, written here: a template for each cell costs half a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from liancun.framework.web import formats
from liancun.framework.web.parts import Amount, Line


def amount(value: Decimal | None, unit: str) -> SafeString:
    """A figure in "yuan" or "wan", red when it is below zero."""
    words = conditional_escape(formats.amount(value, unit))
    if value is not None and value < 0:
        return mark_safe(f'<span class="amount-red">{words}</span>')
    return mark_safe(words)


def lines(rows: Iterable[Line], columns: Sequence[str], *, codes: bool, unit: str) -> SafeString:
    """The rows of a statement's table; `codes`: the form prints row numbers."""
    empty = "<td></td>" * len(columns)
    return mark_safe("".join(_line(row, empty, codes=codes, unit=unit) for row in rows))


def _line(row: Line, empty: str, *, codes: bool, unit: str) -> str:
    kind = "total" if row.total else "heading" if row.heading else ""
    code = f'<td class="code">{conditional_escape(row.code)}</td>' if codes else ""
    cells = "".join(_cell(figure, unit, heading=row.heading) for figure in row.amounts) or empty
    head = f'<th scope="row" class="level-{row.level}">{conditional_escape(row.label)}</th>'
    return f'<tr class="{kind}">{head}{code}{cells}</tr>\n'


def _cell(figure: Amount, unit: str, *, heading: bool) -> str:
    if heading:
        return '<td class="money"></td>'
    words = amount(figure.value, unit)
    if figure.url and figure.value is not None:
        return f'<td class="money"><a href="{conditional_escape(figure.url)}">{words}</a></td>'
    return f'<td class="money">{words}</td>'


def options(choices: Iterable[Any], chosen: object) -> SafeString:
    """The options of a list, from things with `value` and `label`."""
    return mark_safe("".join(_option(one.value, one.label, selected=one.value == chosen) for one in choices))


def _option(value: object, label: object, *, selected: bool) -> SafeString:
    return format_html(
        '<option value="{}"{}>{}</option>', value, SafeString(" selected") if selected else "", label
    )
