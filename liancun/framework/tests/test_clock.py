"""The one clock, and the only way to replace it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from liancun.framework import clock


def test_now_is_aware_and_in_china() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_is_the_day_in_china() -> None:
    with clock.fixed(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 2)


def test_a_day_means_nine_in_the_morning() -> None:
    with clock.fixed(date(2026, 3, 1)):
        assert clock.now() == datetime(2026, 3, 1, 9, 0, tzinfo=clock.ZONE)


def test_a_naive_moment_is_taken_for_china() -> None:
    with clock.fixed(datetime(2026, 3, 1, 8, 0)):  # noqa: DTZ001
        assert clock.now() == datetime(2026, 3, 1, 8, 0, tzinfo=clock.ZONE)


def test_a_fixed_clock_stands_still_until_told() -> None:
    with clock.fixed(date(2026, 3, 1)) as told:
        assert clock.now() == clock.now()
        told.advance(days=1, hours=2, minutes=3, seconds=4)
        assert clock.now() == datetime(2026, 3, 2, 11, 3, 4, tzinfo=clock.ZONE)
        told.set(date(2027, 1, 1))
        assert clock.today() == date(2027, 1, 1)


def test_the_former_clock_comes_back() -> None:
    with pytest.raises(KeyError), clock.fixed(date(2001, 1, 1)):
        raise KeyError
    assert clock.now().year >= 2026


def test_blocks_nest() -> None:
    with clock.fixed(date(2026, 1, 1)):
        with clock.fixed(date(2027, 1, 1)):
            assert clock.today().year == 2027
        assert clock.today().year == 2026


def test_every_thread_sees_the_fixed_clock() -> None:
    with clock.fixed(date(2026, 3, 1)), ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(clock.today).result() == date(2026, 3, 1)


def test_no_variable_moves_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIANCUN_NOW", "LIANCUN_TODAY", "LIANCUN_CLOCK", "FAKETIME"):
        monkeypatch.setitem(os.environ, name, "2001-01-01")
    assert clock.today().year >= 2026


def test_local_turns_any_moment_to_china() -> None:
    assert clock.local(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)).day == 2
