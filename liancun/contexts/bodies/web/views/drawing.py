"""The schematic map: one cell a village, one colour a joint body. Attributes only; no outline of anything on earth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.queries import Cell

SIDE = 36
# Light tints of colours that colour-blind readers tell apart, in a fixed order; neighbours are outlined besides.
TINTS = ("#c3dacd", "#f3d9b8", "#c6d9ea", "#dfc9dc", "#e3dfb4", "#d3d8d5", "#8fb9a3", "#e8b377", "#93b7d6")
NONE = "#ffffff"


@dataclass(frozen=True)
class Square:
    """A village's cell: corner, colour, words and address."""

    x: int
    y: int
    text_x: int
    text_y: int
    tint: str
    name: str
    title: str
    url: str


@dataclass(frozen=True)
class Border:
    """A line between two cells of different joint bodies."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class Group:
    """A joint body with its villages on the map; without name and address: villages in none."""

    name: str
    kind: str
    tint: str
    count: int
    villages: str
    url: str


@dataclass(frozen=True)
class Drawn:
    width: int
    height: int
    squares: tuple[Square, ...]
    borders: tuple[Border, ...]
    groups: tuple[Group, ...]


def kinds_in(found: Sequence[Cell]) -> list[str]:
    """Kinds of joint body on the map, the one most villages are in first."""
    return [kind for kind, _count in Counter(one.kind for cell in found for one in cell.unions).most_common()]


def cells(found: Sequence[Cell], kind: str, day: date | None) -> Drawn:
    """Coloured by the joint bodies of one kind; words and list name those of all kinds."""
    joints = list(dict.fromkeys(_chosen(one, kind) for one in found if _chosen(one, kind)))
    tints = {id: TINTS[number % len(TINTS)] for number, id in enumerate(joints)} | {0: NONE}
    left, top = min((one.column for one in found), default=0), min((one.row for one in found), default=0)
    places = {(one.column - left, one.row - top): one for one in found}
    return Drawn(
        (max((x for x, _y in places), default=0) + 1) * SIDE,
        (max((y for _x, y in places), default=0) + 1) * SIDE,
        tuple(_square(x, y, one, tints[_chosen(one, kind)], day) for (x, y), one in places.items()),
        tuple(_borders(places, kind)),
        tuple(_groups(found, kind, tints, day)),
    )


def _chosen(one: Cell, kind: str) -> int:
    union = one.of_kind(kind)
    return union.id if union else 0


def _groups(found: Sequence[Cell], kind: str, tints: dict[int, str], day: date | None) -> Iterator[Group]:
    """The joint bodies of the chosen kind, then the others, then who is in none of the chosen kind."""
    unions = {one.id: one for cell in found for one in cell.unions}
    for id, union in sorted(unions.items(), key=lambda item: item[1].kind != kind):
        own = [cell for cell in found if any(one.id == id for one in cell.unions)]
        yield Group(
            union.name,
            playbook.kind_name(union.kind),
            tints.get(id, NONE),
            len(own),
            _names(own),
            _url(id, day),
        )
    without = [cell for cell in found if not _chosen(cell, kind)]
    if without:
        yield Group("", "", NONE, len(without), _names(without), "")


def _names(own: Sequence[Cell]) -> str:
    return "、".join(one.name for one in own)


def _square(x: int, y: int, one: Cell, tint: str, day: date | None) -> Square:
    joint = "、".join(union.name for union in one.unions) or _("没有加入")
    name = one.name.removesuffix("村").removesuffix("社区")[:2]
    return Square(
        x * SIDE,
        y * SIDE,
        x * SIDE + SIDE // 2,
        y * SIDE + SIDE // 2 + 4,
        tint,
        name,
        f"{one.name}：{joint}",
        _url(one.id, day),
    )


def _borders(places: dict[tuple[int, int], Cell], kind: str) -> list[Border]:
    """Between a cell and its right and lower neighbour when they belong to different joint bodies."""
    lines = []
    for (x, y), one in places.items():
        right, below = places.get((x + 1, y)), places.get((x, y + 1))
        if right and _chosen(right, kind) != _chosen(one, kind):
            lines.append(Border((x + 1) * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
        if below and _chosen(below, kind) != _chosen(one, kind):
            lines.append(Border(x * SIDE, (y + 1) * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
    return lines


def _url(id: int, day: date | None) -> str:
    url = reverse("bodies:record", args=[id])
    return f"{url}?on={day.isoformat()}" if day else url
