"""待办: every context says what waits for whom; the home page puts it together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

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
# (database, user) → when it was counted, after which of the person's own acts, how many
_counts: dict[tuple[str, int], tuple[float, str, int]] = {}
_MOST_COUNTS = 10_000


def offer(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def waiting_for(actor: Actor) -> list[TodoItem]:
    """All that waits for this person, soonest first; what has no date comes last."""
    items = [item for provider in _providers for item in provider(actor)]
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max, item.what))


def count_for(actor: Actor, acted_at: str = "") -> int:
    """How many things wait, for the badge above every page.

    Every context is asked for it, so it is counted again only after the person's own last act (`acted_at`, kept in
    the session) or after LIANCUN_TODO_SECONDS; the home page always counts.
    """
    key, now = (str(connection.settings_dict["NAME"]), actor.user_id or 0), time.monotonic()
    counted = _counts.get(key)
    if counted and counted[1] == acted_at and now - counted[0] < settings.LIANCUN_TODO_SECONDS:
        return counted[2]
    return remember_count(actor, len(waiting_for(actor)), acted_at)


def remember_count(actor: Actor, count: int, acted_at: str = "") -> int:
    """Keeps what a page has just counted anyway."""
    if len(_counts) >= _MOST_COUNTS:
        _counts.clear()
    _counts[str(connection.settings_dict["NAME"]), actor.user_id or 0] = (time.monotonic(), acted_at, count)
    return count


def forget() -> None:
    """Counts everything anew: for tests, whose databases come and go under one name."""
    _counts.clear()
