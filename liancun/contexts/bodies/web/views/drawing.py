"""The schematic map: one cell a village, one colour a joint body. Attributes only; no outline of anything on earth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

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
    """A joint body with its villages on the map."""

    name: str
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


def cells(found: Sequence[Cell], day: date | None) -> Drawn:
    joints = list(dict.fromkeys(one.joint_id for one in found if one.joint_id))
    tints = {id: TINTS[number % len(TINTS)] for number, id in enumerate(joints)} | {0: NONE}
    left, top = min((one.column for one in found), default=0), min((one.row for one in found), default=0)
    places = {(one.column - left, one.row - top): one for one in found}
    return Drawn(
        (max((x for x, _y in places), default=0) + 1) * SIDE,
        (max((y for _x, y in places), default=0) + 1) * SIDE,
        tuple(_square(x, y, one, tints[one.joint_id], day) for (x, y), one in places.items()),
        tuple(_borders(places)),
        tuple(
            _group(id, [one for one in found if one.joint_id == id], tints[id], day)
            for id in (*joints, 0)
            if id or 0 in {one.joint_id for one in found}
        ),
    )


def _square(x: int, y: int, one: Cell, tint: str, day: date | None) -> Square:
    joint = one.joint or _("没有加入")
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


def _borders(places: dict[tuple[int, int], Cell]) -> list[Border]:
    """Between a cell and its right and lower neighbour when they belong to different joint bodies."""
    lines = []
    for (x, y), one in places.items():
        right, below = places.get((x + 1, y)), places.get((x, y + 1))
        if right and right.joint_id != one.joint_id:
            lines.append(Border((x + 1) * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
        if below and below.joint_id != one.joint_id:
            lines.append(Border(x * SIDE, (y + 1) * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
    return lines


def _group(id: int, own: Sequence[Cell], tint: str, day: date | None) -> Group:
    return Group(
        own[0].joint, tint, len(own), "、".join(one.name for one in own), _url(id, day) if id else ""
    )


def _url(id: int, day: date | None) -> str:
    url = reverse("bodies:record", args=[id])
    return f"{url}?on={day.isoformat()}" if day else url
