"""From where a request came, shortened to its network: the log keeps it, nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_network: ContextVar[str] = ContextVar("liancun_origin", default="")


def network() -> str:
    """/24 of IPv4, /56 of IPv6; empty outside of a request."""
    return _network.get()


@contextmanager
def coming_from(network: str) -> Iterator[None]:
    token = _network.set(network)
    try:
        yield
    finally:
        _network.reset(token)
