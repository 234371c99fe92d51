"""Voucher numbers: without gaps within book, word and month (会计基础工作规范: 按月连续编号)."""

from __future__ import annotations

from datetime import date

GENERAL = "记"
OPENING = "初"
WORDS = (GENERAL, OPENING)


def month_of(day: date) -> date:
    """The first day of the month: how a period is named."""
    return day.replace(day=1)


def label(word: str, month: date, number: int | None, part: int = 1, parts: int = 1) -> str:
    """As printed: 2026年11月记字第003号, or 第003 1/2号 for parts of one event; a draft has no number yet."""
    series = f"{month.year}年{month.month}月{word}字"
    fraction = f" {part}/{parts}" if parts > 1 else ""
    return f"{series}（未编号{fraction}）" if number is None else f"{series}第{number:03d}{fraction}号"
