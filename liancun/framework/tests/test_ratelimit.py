"""Token buckets: how many, how fast they fill again, and for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import RequestFactory

from liancun.framework import clock
from liancun.framework.web import ratelimit
from liancun.framework.web.ratelimit import address_block, allow

DAY = datetime(2026, 3, 1, 9, tzinfo=clock.ZONE)


def _taken(key: str, times: int, *, capacity: int = 3, per_seconds: int = 60) -> int:
    return sum(allow(key, capacity=capacity, per_seconds=per_seconds) for _ in range(times))


def test_a_bucket_empties() -> None:
    with clock.fixed(DAY):
        assert _taken("page", 10) == 3


def test_it_fills_again_evenly() -> None:
    with clock.fixed(DAY) as told:
        assert _taken("page", 3) == 3
        told.advance(seconds=19)
        assert _taken("page", 3) == 0
        told.advance(seconds=1)
        assert _taken("page", 3) == 1
        told.advance(hours=5)
        assert _taken("page", 10) == 3, "never more than it holds"


def test_one_key_does_not_empty_another() -> None:
    with clock.fixed(DAY):
        assert _taken("a", 5) == _taken("b", 5) == 3


def test_a_clock_that_goes_back_gives_nothing() -> None:
    with clock.fixed(DAY) as told:
        assert _taken("page", 3) == 3
        told.advance(hours=-1)
        assert _taken("page", 3) == 0


def test_the_number_of_keys_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "_MOST_KEYS", 100)
    with clock.fixed(DAY):
        for number in range(500):
            allow(str(number), capacity=1, per_seconds=60)
    assert len(ratelimit._buckets) == 100


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.113.200", "203.0.113.0/24"),
        ("2001:db8:aa:bbcc:1::5", "2001:db8:aa:bb00::/56"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", "0.0.0.0/24"),
        ("unix:", "0.0.0.0/24"),
    ],
)
def test_a_block_is_a_network_and_no_household(address: str, block: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert address_block(request) == block


def test_behind_the_proxy_the_callers_block_counts(settings: Any) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.9, 203.0.113.77"}
    request = RequestFactory().get("/", headers=forwarded, REMOTE_ADDR="127.0.0.1")
    assert address_block(request) == "127.0.0.0/24", "without a proxy anyone may write that header"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_block(request) == "203.0.113.0/24", "only what the proxy itself added is believed"
