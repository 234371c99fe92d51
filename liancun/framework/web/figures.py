"""Rows of a statement, options of a list, facts, links and the navigation, written here: a template for each cell or
entry costs half a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from liancun.framework.web import formats
from liancun.framework.web.parts import Amount, Fact, Line, Link, MenuItem


def amount(value: Decimal | None, unit: str) -> SafeString:
    """A figure in "yuan" or "wan", red when it is below zero. Digits and a dash need no escaping."""
    words = formats.amount(value, unit)
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


_NO_FIGURE = f'<td class="money">{formats.DASH}</td>'


@lru_cache(maxsize=4096)
def _address(url: str) -> str:
    """Six figures of one line open the same page."""
    return conditional_escape(url)


def _cell(figure: Amount, unit: str, *, heading: bool) -> str:
    if heading:
        return '<td class="money"></td>'
    if figure.value is None:
        return _NO_FIGURE
    words = amount(figure.value, unit)
    if figure.url:
        return f'<td class="money"><a href="{_address(figure.url)}">{words}</a></td>'
    return f'<td class="money">{words}</td>'


def options(choices: Iterable[Any], chosen: object) -> SafeString:
    """The options of a list, from things with `value` and `label`."""
    return mark_safe("".join(_option(one.value, one.label, selected=one.value == chosen) for one in choices))


def _option(value: object, label: object, *, selected: bool) -> str:
    chosen = " selected" if selected else ""
    return (
        f'<option value="{conditional_escape(str(value))}"{chosen}>{conditional_escape(str(label))}</option>'
    )


def facts(given: Iterable[Fact]) -> SafeString:
    """Words and what stands behind them, as a list; nothing where there is none."""
    rows = "".join(_fact(one) for one in given or ())
    return mark_safe(f'<dl class="facts">{rows}</dl>' if rows else "")


def _fact(one: Fact) -> str:
    value: str = conditional_escape(one.value)
    if one.url:
        value = f'<a href="{conditional_escape(one.url)}">{value}</a>'
    return f"<div><dt>{conditional_escape(one.label)}</dt><dd>{value}</dd></div>"


def buttons(links: Iterable[Link]) -> SafeString:
    return mark_safe(
        "".join(
            f'<a class="btn btn-outline-primary" href="{conditional_escape(one.url)}">'
            f"{conditional_escape(one.label)}</a>"
            for one in links
        )
    )


def nav(items: Iterable[MenuItem], *, deep: bool = False) -> SafeString:
    """The navigation; `deep`: with the children of the entry one is in."""
    return _nav(tuple(items), deep)


@lru_cache(maxsize=256)
def _nav(items: tuple[MenuItem, ...], deep: bool) -> SafeString:
    """Drawn once for whoever may do the same and stands at the same place, in the language of its labels."""
    rows = "".join(
        f"<li>{_entry(one)}{_nav(one.children, False) if deep and one.active and one.children else ''}</li>"
        for one in items
    )
    return mark_safe(f'<ul class="nav-row">{rows}</ul>')


def _entry(item: MenuItem) -> str:
    here = f' aria-current="{"true" if item.children else "page"}"' if item.active else ""
    return f'<a href="{conditional_escape(item.url)}"{here}>{conditional_escape(item.label)}</a>'
