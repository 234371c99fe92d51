"""Token buckets, kept in each serving process: enough to stop a script, cheap enough for every page.

Accounts have their own lockout in the database; a village behind one address gets a large bucket.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from threading import Lock

from django.http import HttpRequest

from liancun.framework import clock

_MOST_KEYS = 50_000
_buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
_lock = Lock()


def allow(key: str, *, capacity: int, per_seconds: int) -> bool:
    """Takes one of `capacity` tokens that refill evenly over `per_seconds`; False when none is left."""
    now = clock.now().timestamp()
    with _lock:
        tokens, then = _buckets.pop(key, (float(capacity), now))
        tokens = min(float(capacity), tokens + max(0.0, now - then) * capacity / per_seconds)
        allowed = tokens >= 1
        _buckets[key] = (tokens - 1 if allowed else tokens, now)
        while len(_buckets) > _MOST_KEYS:
            _buckets.popitem(last=False)
    return allowed


def forget() -> None:
    """Empties all buckets (tests)."""
    with _lock:
        _buckets.clear()


def address_block(request: HttpRequest) -> str:
    """The caller's network: /24 for IPv4, /56 for IPv6; never a single household's address."""
    text = request.META.get("REMOTE_ADDR", "") or "0.0.0.0"
    address = ipaddress.ip_address(text)
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))
