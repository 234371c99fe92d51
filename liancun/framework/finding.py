"""The one search box: every context says what it finds for whom; the search page puts it together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from liancun.framework.actors import Actor


@dataclass(frozen=True)
class Found:
    """One thing found. `group` is its kind in words, `note` what tells it from others of its name."""

    label: str
    url: str
    group: str = ""
    note: str = ""


# Asked with the person, the text and how many at most; gives nothing the person may not see.
Finder = Callable[[Actor, str, int], Iterable[Found]]
_finders: list[Finder] = []


def offer(finder: Finder) -> Finder:
    """Registers a finder; called in `ready()` of a context."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def find(actor: Actor, text: str, most: int) -> list[Found]:
    """What all contexts find, in the order in which they stand."""
    return [one for finder in _finders for one in finder(actor, text, most)]
