"""What templates say beyond Django's own tags; each line hands over to a module of `framework.web`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.base import render_value_in_context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from liancun.framework.web import addresses, assets, charts, drawings, fields, figures, formats, refusals
from liancun.framework.web.parts import AreaSet, Column, Line, Row, Sheet, State

register = template.Library()

register.filter("yuan", formats.yuan)
register.filter("wan", formats.wan)
register.filter("capital", formats.capital)
register.filter("cdate", formats.chinese_date)
register.filter("cdatetime", formats.chinese_moment)
register.filter("masked", formats.masked)
register.filter("size", formats.size)
register.filter("duration", formats.duration)
register.filter("is_past", formats.is_past)
register.filter("spark", drawings.spark)
register.filter("refusal_lines", refusals.lines)
register.filter("faults", fields.faults)

register.simple_tag(assets.asset_tag, name="asset")
register.simple_tag(assets.asset_tag_if_built, name="asset_if_built")
register.simple_tag(drawings.percent, name="percent")
register.simple_tag(drawings.qr, name="qr")


@register.simple_tag(takes_context=True)
def second(context: Context, word: str) -> SafeString:
    """The word in the second language of the county's public pages (`second_labels`: code, words), or nothing."""
    labels: tuple[str, Mapping[str, str]] = context.get("second_labels") or ("", {})
    code, found = labels[0], labels[1].get(word, "")
    return format_html('<span class="second" lang="{}">{}</span>', code, found) if found else SafeString("")


@register.simple_tag
def tally_bars(entitled: int, yes: int, no: int, abstain: int) -> list[drawings.Stretch]:
    parts = ((yes, "bar-done"), (no, "bar-no"), (abstain, "bar-abstain"))
    return drawings.stretches(entitled, *parts)


@register.filter
def sign(tone: str) -> SafeString:
    """The drawing that says a state without its colour; drawn once a tone."""
    return _sign(tone or "")


@lru_cache(maxsize=16)
def _sign(tone: str) -> SafeString:
    return render_to_string("parts/sign.html", {"tone": tone})


@register.filter
def badge(state: State | None) -> SafeString:
    """A state in its word, its colour and its sign."""
    if not state:
        return SafeString("")
    return format_html('<span class="state state-{}">{}{}</span>', state.tone, sign(state.tone), state.word)


@register.filter
def paired(row: Row, columns: tuple[Column, ...]) -> list[tuple[Column, Any]]:
    return list(zip(columns, row.cells, strict=True))


@register.filter
def coordinate(value: float) -> str:
    """A coordinate of a drawing: a plain number in every language."""
    return f"{value:.6g}"


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: object) -> str:
    return addresses.with_query(context.get("request"), **changes)


@register.simple_tag(takes_context=True)
def kept_query(context: Context, *dropped: str) -> list[tuple[str, str]]:
    return addresses.kept(context.get("request"), *dropped)


@register.simple_tag(takes_context=True)
def amount(context: Context, value: Decimal | None) -> SafeString:
    return figures.amount(value, context.get("unit") or "yuan")


@register.simple_tag(takes_context=True)
def sheet_lines(context: Context, sheet: Sheet, lines: Sequence[Line]) -> SafeString:
    """The rows of one half of a statement."""
    unit = context.get("unit") or "yuan"
    return figures.lines(lines, sheet.columns, codes=has_codes(sheet), unit=unit)


register.simple_tag(figures.options, name="options")
register.simple_tag(figures.facts, name="fact_list")
register.simple_tag(figures.buttons, name="buttons")
register.simple_tag(figures.nav, name="nav_row")


@register.simple_tag
def fingerprint(hexadecimal: str) -> SafeString:
    groups = format_html_join("", "<span>{}</span>", ((group,) for group in formats.grouped(hexadecimal)))
    return format_html('<span class="fingerprint">{}</span>', groups)


@register.inclusion_tag("parts/sort_header.html", takes_context=True)
def sort_header(context: Context, column: Column, sort: str = "") -> dict[str, Any]:
    rising, falling = sort == column.key, sort == f"-{column.key}"
    return {
        "column": column,
        "rising": rising,
        "falling": falling,
        "url": addresses.with_query(context.get("request"), sort=f"-{column.key}" if rising else column.key),
    }


@register.simple_tag(takes_context=True)
def cell(context: Context, column: Column, value: Any) -> str:
    """A value by its column's kind; a template for each cell would cost half a page."""
    match column.kind:
        case "state":
            return badge(value)
        case "money":
            return amount(context, value)
        case "date":
            return format_html("{}", formats.chinese_date(value))
        case _:
            return "—" if value is None or value == "" else render_value_in_context(value, context)


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    return fields.described(bound)


@register.inclusion_tag("parts/field_row.html")
def field_row(label: str, bound: BoundField) -> dict[str, Any]:
    """A field as a row of a table of like fields."""
    return {**fields.described(bound), "label": label}


@register.inclusion_tag("parts/chart.html")
def chart(data: dict[str, Any], identity: str) -> dict[str, Any]:
    return {"data": data, "identity": identity, "rows": charts.rows(data)}


@register.filter
def has_codes(sheet: Sheet) -> bool:
    """Whether the form prints row numbers."""
    return any(line.code for line in sheet.lines)


@register.filter
def as_json(areas: AreaSet) -> dict[str, Any]:
    return charts.area_data(areas)
