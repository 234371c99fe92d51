"""Who may have a book and has none yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger.models import Book


@dataclass(frozen=True)
class OwnerLine:
    """`place`: what the owner stands under, the wider one first."""

    id: int
    kind: str
    name: str
    place: str
    under: str | None


def without_book(kinds: Sequence[str], reached: Callable[[int], bool], words: str = "") -> list[OwnerLine]:
    """Bodies of these kinds the person reaches that own no book; six statements whatever their number."""
    taken = set(Book.objects.values_list("owner_id", flat=True))
    named = bodies.search(kinds, words, most=_MOST) if words else _all(kinds)
    found = [one for one in named if one.id not in taken and reached(one.id)]
    return _placed(found)


def owner_line(owner: bodies.BodyLine) -> OwnerLine:
    return _placed([owner])[0]


_MOST = 5000


def _all(kinds: Sequence[str]) -> list[bodies.BodyLine]:
    return [one for kind in kinds for one in bodies.of_kind(kind)]


def _placed(found: Sequence[bodies.BodyLine]) -> list[OwnerLine]:
    above = bodies.lines({one.parent_id for one in found if one.parent_id is not None})
    wider = bodies.lines({one.parent_id for one in above.values() if one.parent_id is not None})
    return [_line(one, above.get(one.parent_id or 0), wider) for one in found]


def _line(
    one: bodies.BodyLine, above: bodies.BodyLine | None, wider: dict[int, bodies.BodyLine]
) -> OwnerLine:
    top = wider.get(above.parent_id or 0) if above is not None else None
    place = "".join(line.short_name or line.name for line in (top, above) if line is not None)
    return OwnerLine(one.id, one.kind, one.name, place, above.kind if above is not None else None)
