"""How published notices are put together for a villager. True on paper; no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar


class Hung(Protocol):
    """A published notice, as far as sorting needs it."""

    @property
    def id(self) -> int: ...

    @property
    def body_id(self) -> int: ...

    @property
    def subject(self) -> str: ...

    @property
    def subject_id(self) -> int | None: ...

    @property
    def published_at(self) -> datetime: ...


N = TypeVar("N", bound=Hung)


@dataclass(frozen=True)
class Story(Generic[N]):
    """One matter as it was published, oldest notice first: some are told whole, the others by title."""

    told: tuple[N, ...]
    others: tuple[N, ...]


def stories(notices: Iterable[N], preferred: Collection[int] = ()) -> tuple[Story[N], ...]:
    """Notices of the same subject together, the subject with the newest notice first.

    Where one of the `preferred` bodies (the village's own) published on a subject, all its notices are told:
    what was decided, what was paid, how it was rated. Otherwise the newest notice tells the story.
    """
    groups: dict[tuple[str, int], list[N]] = {}
    for notice in sorted(notices, key=lambda one: (one.published_at, one.id), reverse=True):
        groups.setdefault(_subject(notice), []).append(notice)
    return tuple(_story(group, preferred) for group in groups.values())


def _story(group: Sequence[N], preferred: Collection[int]) -> Story[N]:
    own = [notice for notice in group if notice.body_id in preferred]
    told = {notice.id for notice in own or group[:1]}
    oldest_first = tuple(reversed(group))
    return Story(
        tuple(notice for notice in oldest_first if notice.id in told),
        tuple(notice for notice in oldest_first if notice.id not in told),
    )


def _subject(notice: Hung) -> tuple[str, int]:
    """A notice about nothing else stands alone."""
    if not notice.subject or notice.subject_id is None:
        return ("", notice.id)
    return (notice.subject, notice.subject_id)


def looks_like_code(text: str) -> bool:
    """Twelve digits: the division code printed on a village's notices."""
    return len(text) == 12 and text.isascii() and text.isdigit()
