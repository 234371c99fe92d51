"""Time limits by the product clock: the kernel's arithmetic over the published holidays.

The library knows the years already announced; a dated file that the county keeps (TOML: `[2027]`, `holidays`,
`workdays` as dates) adds the next one before a new release does.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from chinese_calendar.constants import holidays, workdays
from django.conf import settings

from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.workdays import DueDay, WorkCalendar, later_of

__all__ = ["DueDay", "add_days", "add_workdays", "calendar", "later_of"]


def add_workdays(start: date, n: int) -> DueDay:
    return calendar().add_workdays(start, n)


def add_days(start: date, n: int) -> DueDay:
    return calendar().add_days(start, n)


def calendar() -> WorkCalendar:
    path = settings.LIANCUN_CALENDAR_FILE
    if path is None or not Path(path).is_file():
        return _calendar(None, 0)
    return _calendar(Path(path), Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _calendar(path: Path | None, changed: int) -> WorkCalendar:
    off, worked = _published()
    years = {day.year for day in off}
    if path is not None:
        for year, lists in _added(path).items():
            off = {day for day in off if day.year != year} | set(lists.get("holidays", ()))
            worked = {day for day in worked if day.year != year} | set(lists.get("workdays", ()))
            years.add(year)
    return WorkCalendar(frozenset(years), frozenset(off), frozenset(worked))


def _added(path: Path) -> dict[int, dict[str, list[date]]]:
    """The years of the county's file. Refusal: workdays.file, with the line where it is known."""
    try:
        return {
            int(year): dict(lists)
            for year, lists in tomllib.loads(path.read_text(encoding="utf-8-sig")).items()
        }
    except (ValueError, TypeError) as error:
        line = re.search(r"line (\d+)", str(error))
        place = Place("line", file=path.name, line=int(line[1])) if line else Place("file", file=path.name)
        raise Refusal(
            "workdays.file",
            mark("节假日文件写法有误：{reason}"),
            {"reason": str(error)},
            place,
            mark("请写成年份一节、holidays 和 workdays 两列日期，例如 [2027] 和 holidays = [2027-01-01]。"),
        ) from error


def _published() -> tuple[set[date], set[date]]:
    weekdays_off = {day for day in holidays if day.weekday() < 5}
    return weekdays_off, {day for day in workdays if day.weekday() >= 5}
