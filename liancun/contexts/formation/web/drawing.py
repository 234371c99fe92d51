"""The schematic map of a plan: one cell a village, one tint a group. Attributes only; no outline of anything on earth."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from liancun.contexts.formation.rules.cells import Sheet, cells, coloured
from liancun.contexts.formation.rules.problem import Plan, Problem

TINTS = 8


@dataclass(frozen=True)
class Cell:
    key: str
    points: str
    css: str
    title: str
    group: str


@dataclass(frozen=True)
class Spot:
    """A centre village: its mark and its name."""

    x: float
    y: float
    r: float
    text_y: float
    name: str
    key: str


@dataclass(frozen=True)
class Drawn:
    width: float
    height: float
    size: float
    cells: tuple[Cell, ...]
    spots: tuple[Spot, ...]
    tints: Mapping[str, int]


def drawn(problem: Problem, plan: Plan, *, chosen: str = "", marked: Collection[str] = ()) -> Drawn:
    """`chosen`: the village looked at; `marked`: villages that were moved."""
    sheet = _sheet(tuple((one.east, one.north) for one in problem.villages))
    home, tints = plan.group_of(), tints_of(problem, plan)
    names = {one.key: one.name for one in problem.villages}
    size = round(sheet.width / max(8.0, len(problem.villages) ** 0.5), 1)
    found = []
    for village, ring in zip(problem.villages, sheet.rings, strict=True):
        group = home.get(village.key)
        tint = f"plan-{tints[group.centre]}" if group else "plan-none" if village.willing else "plan-out"
        css = " ".join(
            word
            for word, wanted in (
                (tint, True),
                ("is-chosen", village.key == chosen),
                ("is-moved", village.key in marked),
            )
            if wanted
        )
        place = _("%(centre)s组") % {"centre": names[group.centre]} if group else _waits(village.willing)
        points = " ".join(f"{x:g},{y:g}" for x, y in ring)
        found.append(
            Cell(village.key, points, css, f"{village.name}：{place}", group.centre if group else "")
        )
    return Drawn(
        sheet.width, sheet.height, size, tuple(found), tuple(_spots(problem, plan, sheet, names, size)), tints
    )


def _waits(willing: bool) -> str:
    return _("暂不入组") if willing else _("不愿加入")


@lru_cache(maxsize=16)
def _sheet(places: tuple[tuple[float, float], ...]) -> Sheet:
    return cells(places)


def _spots(problem: Problem, plan: Plan, sheet: Sheet, names: Mapping[str, str], size: float) -> list[Spot]:
    """The shorter the cells, the fewer signs of a name are written."""
    place = {one.key: sheet.spots[at] for at, one in enumerate(problem.villages)}
    found = []
    for group in plan.groups:
        x, y = place[group.centre]
        name = names[group.centre].removesuffix("村").removesuffix("社区")[:4]
        found.append(Spot(x, y, round(size / 9, 1), round(y - size / 6, 1), name, group.centre))
    return found


def tints_of(problem: Problem, plan: Plan) -> dict[str, int]:
    """A tint for each group by its centre, other than its neighbours'."""
    number = {key: at for at, group in enumerate(plan.groups) for key in group.members}
    beside: list[set[int]] = [set() for _group in plan.groups]
    for link in problem.links:
        one, other = number.get(link.one), number.get(link.other)
        if one is not None and other is not None and one != other:
            beside[one].add(other)
            beside[other].add(one)
    colours = coloured([sorted(one) for one in beside], TINTS)
    return {group.centre: colours[at] for at, group in enumerate(plan.groups)}
