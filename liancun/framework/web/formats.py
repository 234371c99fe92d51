"""How numbers, dates, sizes and names are written for the reader, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from liancun.framework import clock
from liancun.kernel import masks, money

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_KILO = 1024
DASH = "—"
MINUS = "−"


def is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def yuan(amount: Decimal) -> str:
    """Yuan to the fen in groups of three: 186,000.00."""
    return money.plain(amount).replace("-", MINUS)


def wan(amount: Decimal) -> str:
    """Ten thousands of yuan to two places: 186000 gives 18.60."""
    return money.ten_thousands(amount).replace("-", MINUS)


def amount(value: Decimal | None, unit: str = "yuan") -> str:
    """A figure of a statement in the chosen unit; None is a dash."""
    if value is None:
        return DASH
    return wan(value) if unit == "wan" else yuan(value)


def capital(value: Decimal) -> str:
    """The capital form written on vouchers and receipts."""
    return money.capital(value)


def chinese_date(day: date | datetime | None) -> str:
    """2024年5月30日, in English 30 May 2024; a moment is read in the local time zone."""
    if day is None:
        return DASH
    if isinstance(day, datetime):
        day = _local(day)
    if is_english():
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(at: date | datetime | None) -> str:
    """The date, and the time of day when there is one."""
    if not isinstance(at, datetime):
        return chinese_date(at)
    return f"{chinese_date(at)} {_local(at):%H:%M}"


def _local(at: datetime) -> datetime:
    return clock.local(at) if at.tzinfo else at


def is_past(day: date | datetime | None) -> bool:
    """Whether a day or a moment lies behind us on the product's clock."""
    if isinstance(day, datetime):
        return day < (clock.now() if day.tzinfo else clock.now().replace(tzinfo=None))
    return day is not None and day < clock.today()


def masked(name: str) -> str:
    """A person's name as a stranger may see it."""
    return masks.mask_name(str(name or ""))


def size(octets: int) -> str:
    """A file's size in the largest fitting unit."""
    if octets < _KILO:
        return f"{octets} B"
    if octets < _KILO * _KILO:
        return f"{octets / _KILO:.0f} KB"
    return f"{octets / _KILO / _KILO:.1f}".removesuffix(".0") + " MB"


def duration(seconds: int | None) -> str:
    """Time left, roughly, as a person would say it."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("不到 1 分钟")
    return _("约 %(minutes)d 分钟") % {"minutes": round(seconds / 60)}


def listed(words: Iterable[str]) -> str:
    """Words in a row as the reader's language sets them apart."""
    return _("、").join(words)


def grouped(fingerprint: str) -> list[str]:
    """A fingerprint in groups of four signs, so that two people can read it to one another."""
    return [fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)]


# The names by which templates know them.
cdate = chinese_date
cdatetime = chinese_moment
