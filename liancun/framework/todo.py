"""待办: every context says what waits for whom; the home page puts it together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from liancun.framework.actors import Actor


@dataclass(frozen=True)
class TodoItem:
    what: str
    for_whom: str
    due: date | None
    url: str
    button: str
    waiting_since: date | None = None


Provider = Callable[[Actor], Iterable[TodoItem]]
_providers: list[Provider] = []


def offer(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def waiting_for(actor: Actor) -> list[TodoItem]:
    """All that waits for this person, soonest first; what has no date comes last."""
    items = [item for provider in _providers for item in provider(actor)]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max, item.what))
