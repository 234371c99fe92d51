"""Time limits over the published holidays, and a year that a county fills in itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from liancun.framework import workdays
from liancun.framework.workdays import DueDay, add_days, add_workdays, later_of
from liancun.kernel.errors import Refusal

# As the State Council might announce it: New Year's Day with the Saturday after it worked.
YEAR_2027 = """
[2027]
holidays = [2027-01-01, 2027-01-04]
workdays = [2027-01-09]
"""


def _fill_in(settings: Any, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    settings.LIANCUN_CALENDAR_FILE = path


def test_a_published_holiday_does_not_count() -> None:
    assert add_workdays(date(2026, 9, 30), 1) == DueDay(date(2026, 10, 8))


def test_a_worked_weekend_counts() -> None:
    assert add_workdays(date(2026, 10, 9), 1) == DueDay(date(2026, 10, 10))


def test_a_year_not_yet_announced_is_provisional() -> None:
    assert add_workdays(date(2026, 12, 31), 1) == DueDay(date(2027, 1, 1), provisional=True)


def test_a_limit_that_ends_before_that_year_is_not() -> None:
    assert not add_workdays(date(2026, 12, 28), 3).provisional


def test_a_countys_file_fills_the_year_in(settings: Any, tmp_path: Path) -> None:
    _fill_in(settings, tmp_path / "days.toml", YEAR_2027)
    assert add_workdays(date(2026, 12, 31), 1) == DueDay(date(2027, 1, 5))
    assert add_workdays(date(2027, 1, 8), 1) == DueDay(date(2027, 1, 9))


def test_the_file_leaves_other_years_alone(settings: Any, tmp_path: Path) -> None:
    _fill_in(settings, tmp_path / "days.toml", YEAR_2027)
    assert add_workdays(date(2026, 9, 30), 1) == DueDay(date(2026, 10, 8))


def test_a_changed_file_is_read_again(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "days.toml"
    _fill_in(settings, path, YEAR_2027)
    before = add_workdays(date(2026, 12, 31), 1)
    path.write_text(YEAR_2027.replace("2027-01-04", "2027-01-04, 2027-01-05"), encoding="utf-8")
    assert later_of(before, add_workdays(date(2026, 12, 31), 1)) == DueDay(date(2027, 1, 6))


def test_a_limit_once_told_is_never_shortened(settings: Any, tmp_path: Path) -> None:
    told = add_workdays(date(2027, 1, 8), 1)
    assert told == DueDay(date(2027, 1, 11), provisional=True)
    _fill_in(settings, tmp_path / "days.toml", YEAR_2027)
    assert later_of(told, add_workdays(date(2027, 1, 8), 1)).day == date(2027, 1, 11)


def test_calendar_days_need_no_calendar() -> None:
    assert add_days(date(2026, 12, 31), 3) == DueDay(date(2027, 1, 3))


@pytest.mark.parametrize(
    ("text", "line"),
    [("[2027]\nholidays = [2027-13-01]\n", 2), ("[next]\nholidays = []\n", None), ("holidays = []\n", None)],
)
def test_a_faulty_file_is_refused_with_its_place(
    settings: Any, tmp_path: Path, text: str, line: int | None
) -> None:
    _fill_in(settings, tmp_path / "days.toml", text)
    with pytest.raises(Refusal) as caught:
        add_workdays(date(2026, 9, 30), 1)
    assert caught.value.code == "workdays.file"
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == ("days.toml", line)


def test_a_file_that_says_both_is_refused(settings: Any, tmp_path: Path) -> None:
    _fill_in(settings, tmp_path / "days.toml", YEAR_2027.replace("2027-01-09", "2027-01-04"))
    with pytest.raises(Refusal, match="既列为放假"):
        workdays.calendar()
