"""Token buckets, kept in each serving process: enough to stop a script, cheap enough for every page.

Accounts have their own lockout in the database; a village behind one address gets a large bucket.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from threading import Lock

from django.conf import settings
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


def give_back(key: str, *, capacity: int) -> None:
    """A token taken by what turned out to be no guess: a whole county may come through one address."""
    with _lock:
        if key in _buckets:
            tokens, then = _buckets[key]
            _buckets[key] = (min(float(capacity), tokens + 1), then)


def forget() -> None:
    """Empties all buckets (tests)."""
    with _lock:
        _buckets.clear()


def address_block(request: HttpRequest) -> str:
    """The caller's network: /24 for IPv4, /56 for IPv6; never a single household's address."""
    address = _address(_caller(request))
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))


def _caller(request: HttpRequest) -> str:
    """Behind the proxy that speaks HTTPS for us, the address it added last; anyone can write the ones before."""
    told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER is not None and told:
        return told.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # a socket of this machine has no address
        return ipaddress.IPv4Address(0)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
