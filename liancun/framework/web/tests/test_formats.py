from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from liancun.framework import clock
from liancun.framework.web import formats


def test_it_groups_yuan_and_keeps_the_fen() -> None:
    assert formats.yuan(Decimal("186000")) == "186,000.00"


def test_it_writes_a_red_amount_with_a_true_minus() -> None:
    assert formats.yuan(Decimal("-3200.5")) == "−3,200.50"


def test_it_switches_to_ten_thousands() -> None:
    assert formats.amount(Decimal("186000"), "wan") == "18.60"


def test_nothing_is_a_dash_and_not_a_zero() -> None:
    assert formats.amount(None) == "—"
    assert formats.chinese_date(None) == "—"


def test_it_writes_a_date_in_the_readers_language() -> None:
    day = date(2024, 5, 30)
    with translation.override("zh-hans"):
        assert formats.chinese_date(day) == "2024年5月30日"
    with translation.override("en"):
        assert formats.chinese_date(day) == "30 May 2024"


def test_it_reads_a_moment_in_local_time() -> None:
    at = datetime(2024, 5, 30, 17, 5, tzinfo=ZoneInfo("UTC"))
    with translation.override("zh-hans"):
        assert formats.chinese_moment(at) == "2024年5月31日 01:05"


def test_the_last_day_itself_is_not_past() -> None:
    with clock.fixed(date(2024, 6, 15)):
        assert not formats.is_past(date(2024, 6, 15))
        assert formats.is_past(date(2024, 6, 14))
        assert not formats.is_past(None)


@pytest.mark.parametrize(
    ("octets", "written"), [(900, "900 B"), (2048, "2 KB"), (20 * 1024 * 1024, "20 MB"), (1258291, "1.2 MB")]
)
def test_it_writes_a_size(octets: int, written: str) -> None:
    assert formats.size(octets) == written


def test_it_groups_a_fingerprint_by_four() -> None:
    assert formats.grouped("9f2c4b1ad0") == ["9f2c", "4b1a", "d0"]
