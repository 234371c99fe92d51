"""Periods of statements: a month, a quarter or a year, and the columns each kind of statement shows for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from liancun.contexts.ledger.rules.statements import Measure
from liancun.kernel.errors import Refusal, mark
from liancun.kernel.periods import Month, Quarter, Year

Period = Month | Quarter | Year
Shape = Literal["balance", "flow", "change"]


@dataclass(frozen=True, order=True)
class Span:
    """From the first day of a month to the last day of a month, both included."""

    since: date
    until: date


@dataclass(frozen=True)
class ColumnRule:
    """`label` is a message id."""

    label: str
    measure: Measure
    span: Span


def parse(text: str) -> Period:
    """2026-03, 2026Q1 or 2026. Refusal: periods.unreadable, as Month says it."""
    plain = text.strip().upper()
    if len(plain) == 4 and plain.isdigit():
        return Year(int(plain))
    return Quarter.parse(plain) if "Q" in plain else Month.parse(plain)


def parse_or(text: str, otherwise: Period) -> Period:
    try:
        return parse(text) if text else otherwise
    except Refusal:
        return otherwise


def year_before(period: Period) -> Period:
    """The same period a year earlier."""
    if isinstance(period, Month):
        return Month(period.year - 1, period.month)
    if isinstance(period, Quarter):
        return Quarter(period.year - 1, period.quarter)
    return Year(period.year - 1)


def span_of(period: Period) -> Span:
    return Span(period.first, period.last)


def to_date(period: Period) -> Span:
    """From the first day of its year to its end."""
    return Span(date(period.last.year, 1, 1), period.last)


def columns(shape: Shape, period: Period) -> tuple[ColumnRule, ...]:
    """What stands in the columns, with last year beside this one."""
    year, last = to_date(period), to_date(year_before(period))
    if shape == "balance":
        return (
            ColumnRule(mark("期末余额"), "closing", year),
            ColumnRule(mark("年初余额"), "opening", year),
            ColumnRule(mark("上年同期"), "closing", last),
        )
    if shape == "change":
        return (
            ColumnRule(mark("年初余额"), "opening", year),
            ColumnRule(mark("本年增加"), "credits", year),
            ColumnRule(mark("本年减少"), "debits", year),
            ColumnRule(mark("期末余额"), "closing", year),
        )
    if isinstance(period, Year):
        return (
            ColumnRule(mark("本年金额"), "movement", year),
            ColumnRule(mark("上年金额"), "movement", last),
        )
    label = mark("本月金额") if isinstance(period, Month) else mark("本季金额")
    return (
        ColumnRule(label, "movement", span_of(period)),
        ColumnRule(mark("本年累计"), "movement", year),
        ColumnRule(mark("上年同期累计"), "movement", last),
    )
