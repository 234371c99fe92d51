"""Refusals leave a trace even when the request is undone: whoever keeps the log listens here."""

from __future__ import annotations

from collections.abc import Callable

from liancun.framework.actors import Actor
from liancun.kernel.errors import Refusal

Listener = Callable[[Actor, Refusal, str], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def tell(actor: Actor, refusal: Refusal, path: str) -> None:
    """Called after the request's transaction is undone; `path` carries no token."""
    for listener in _listeners:
        listener(actor, refusal, path)
