"""Upward speech: higher contexts listen here when a resolution comes to bind villages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from liancun.framework.actors import Actor


@dataclass(frozen=True)
class Adoption:
    """From `since` the resolution binds `villages`; `subject` is the playbook's key of the matter's kind."""

    matter_id: int
    matter_title: str
    subject: str
    villages: tuple[int, ...]
    since: date
    playbook_id: int


Listener = Callable[[Actor, Adoption], object]
_listeners: list[Listener] = []


def on_adopted(listener: Listener) -> None:
    """Calls the listener in the same transaction, each time villages become bound."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(actor: Actor, adoption: Adoption) -> None:
    for listener in _listeners:
        listener(actor, adoption)
