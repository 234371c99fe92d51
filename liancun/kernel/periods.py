"""Accounting periods and dated intervals. All are days of the civil calendar; none knows what day it is."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import ClassVar, Self

from liancun.kernel.errors import Place, Refusal, Translate, fill, identity, mark

_ONE_DAY = timedelta(days=1)


def _day(day: date) -> date:
    # An instant has a day only in a time zone; the caller must have chosen it.
    if isinstance(day, datetime):
        raise TypeError("a day is needed, not an instant: convert it to the local date first")
    return day


def _check(year: int, part: int, parts: int, place: Place | None = None) -> None:
    if not (MINYEAR <= year <= MAXYEAR and 1 <= part <= parts):
        raise Refusal(
            code="periods.out_of_range",
            sentence=mark("没有这样的期间（{year} 年第 {part} 期）。"),
            params={"year": year, "part": part},
            place=place,
            remedy=mark("请核对年份、季度和月份。"),
        )


def _unreadable(text: str, place: Place | None) -> Refusal:
    return Refusal(
        code="periods.unreadable",
        sentence=mark("“{value}”不是期间。"),
        params={"value": text[:40]},
        place=place,
        remedy=mark("月份写成“2026-03”，季度写成“2026Q1”，年度写成“2026”。"),
    )


class _Period:
    """What months, quarters and years have in common."""

    _label: ClassVar[str]

    @property
    @abstractmethod
    def first(self) -> date:
        """The first day."""

    @property
    @abstractmethod
    def last(self) -> date:
        """The last day."""

    @classmethod
    @abstractmethod
    def of(cls, day: date) -> Self:
        """The period in which a day lies."""

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period, both ends included."""
        return self.first <= _day(day) <= self.last

    def label(self, translate: Translate = identity) -> str:
        """The period as people say it: 2026年3月, 2026年第1季度, 2026年."""
        return fill(translate(self._label), vars(self))


@dataclass(frozen=True, order=True)
class Month(_Period):
    """A calendar month; written 2026-03."""

    year: int
    month: int
    _label = mark("{year}年{month}月")

    def __post_init__(self) -> None:
        _check(self.year, self.month, 12)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(_day(day).year, day.month)

    @classmethod
    def parse(cls, text: str, place: Place | None = None) -> Self:
        """Read "2026-03". Refusals: periods.unreadable, periods.out_of_range."""
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text.strip())
        if match is None:
            raise _unreadable(text, place)
        year, month = int(match[1]), int(match[2])
        _check(year, month, 12, place)
        return cls(year, month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31) if self.month == 12 else date(self.year, self.month + 1, 1) - _ONE_DAY

    def next(self) -> Self:
        return self._moved(1)

    def previous(self) -> Self:
        return self._moved(-1)

    def _moved(self, by: int) -> Self:
        year, month = divmod(self.year * 12 + self.month - 1 + by, 12)
        return type(self)(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, order=True)
class Quarter(_Period):
    """A calendar quarter; written 2026Q1."""

    year: int
    quarter: int
    _label = mark("{year}年第{quarter}季度")

    def __post_init__(self) -> None:
        _check(self.year, self.quarter, 4)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(_day(day).year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str, place: Place | None = None) -> Self:
        """Read "2026Q1". Refusals: periods.unreadable, periods.out_of_range."""
        match = re.fullmatch(r"([0-9]{4})Q([0-9])", text.strip().upper())
        if match is None:
            raise _unreadable(text, place)
        year, quarter = int(match[1]), int(match[2])
        _check(year, quarter, 4, place)
        return cls(year, quarter)

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """The three months, in order."""
        start = self.quarter * 3 - 2
        return Month(self.year, start), Month(self.year, start + 1), Month(self.year, start + 2)

    @property
    def first(self) -> date:
        return self.months[0].first

    @property
    def last(self) -> date:
        return self.months[2].last

    def next(self) -> Self:
        return self._moved(1)

    def previous(self) -> Self:
        return self._moved(-1)

    def _moved(self, by: int) -> Self:
        year, quarter = divmod(self.year * 4 + self.quarter - 1 + by, 4)
        return type(self)(year, quarter + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.quarter}"


@dataclass(frozen=True, order=True)
class Year(_Period):
    """A calendar year, which is also the accounting year; written 2026."""

    year: int
    _label = mark("{year}年")

    def __post_init__(self) -> None:
        _check(self.year, 1, 1)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(_day(day).year)

    @classmethod
    def parse(cls, text: str, place: Place | None = None) -> Self:
        """Read "2026". Refusals: periods.unreadable, periods.out_of_range."""
        if re.fullmatch(r"[0-9]{4}", text.strip()) is None:
            raise _unreadable(text, place)
        _check(int(text), 1, 1, place)
        return cls(int(text))

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months, in order."""
        return tuple(Month(self.year, month) for month in range(1, 13))

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    def next(self) -> Self:
        return type(self)(self.year + 1)

    def previous(self) -> Self:
        return type(self)(self.year - 1)

    def __str__(self) -> str:
        return f"{self.year:04d}"


@dataclass(frozen=True)
class Span:
    """The days from `since` up to but not including `until`; without `until` it is still running.

    Refusal: periods.empty_span where it would hold no day.
    """

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and _day(self.until) <= _day(self.since):
            raise Refusal(
                code="periods.empty_span",
                sentence=mark("结束日期（{until}）必须晚于开始日期（{since}）。"),
                params={"since": self.since, "until": self.until},
                remedy=mark("请核对起止日期。"),
            )

    def contains(self, day: date) -> bool:
        """Whether the day lies in the interval."""
        return self.since <= _day(day) and (self.until is None or day < self.until)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one day; intervals that only touch do not."""
        return (other.until is None or self.since < other.until) and (
            self.until is None or other.since < self.until
        )
