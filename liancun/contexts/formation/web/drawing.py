"""The map of a plan: one cell a village, one tint a group; schematic, or as imported areas lie with their source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from liancun.contexts.formation.queries.plans import Opened
from liancun.contexts.formation.rules.cells import cells, coloured
from liancun.contexts.formation.rules.comparing import followers
from liancun.contexts.formation.rules.outlines import Point, Ring, Sheet
from liancun.contexts.formation.rules.problem import Plan, Problem

TINTS = 8


@dataclass(frozen=True)
class Cell:
    key: str
    path: str
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
    borders: str
    spots: tuple[Spot, ...]
    tints: Mapping[str, int]
    sources: tuple[str, ...] = ()


def drawn(
    opened: Opened,
    plan: Plan,
    *,
    chosen: str = "",
    marked: Collection[str] = (),
    still: Collection[str] = (),
    tints: Mapping[str, int] | None = None,
) -> Drawn:
    """`chosen`: the village looked at; `marked`: villages that were moved; `still`: those to be drawn paler.

    `tints`: by centre, where groups shall look as in another plan.
    """
    problem = opened.problem
    sheet = opened.sheet or _sheet(tuple((one.east, one.north) for one in problem.villages))
    home = plan.group_of()
    tints = tints_of(problem, plan) if tints is None else tints
    names = {one.key: one.name for one in problem.villages}
    size = round(sheet.width / max(8.0, len(problem.villages) ** 0.5), 1)
    found = []
    for village, rings in zip(problem.villages, sheet.shapes, strict=True):
        group = home.get(village.key)
        tint = f"plan-{tints[group.centre]}" if group else "plan-none" if village.willing else "plan-out"
        css = " ".join(
            word
            for word, wanted in (
                (tint, True),
                ("is-chosen", village.key == chosen),
                ("is-moved", village.key in marked),
                ("is-still", village.key in still),
            )
            if wanted
        )
        place = _("%(centre)s组") % {"centre": names[group.centre]} if group else _waits(village.willing)
        said = f"{village.name}：{place}"
        found.append(Cell(village.key, _path(rings), css, said, group.centre if group else ""))
    own = [group.centre if (group := home.get(one.key)) else "" for one in problem.villages]
    spots = tuple(_spots(problem, plan, sheet, names, size))
    return Drawn(
        sheet.width, sheet.height, size, tuple(found), _borders(sheet, own), spots, tints, opened.sources
    )


def _path(rings: Sequence[Ring]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)


def _waits(willing: bool) -> str:
    return _("暂不入组") if willing else _("不愿加入")


def _borders(sheet: Sheet, own: Sequence[str]) -> str:
    """A path along the sides where one group ends and another begins."""
    sides: dict[tuple[Point, Point], str] = {}
    found = []
    for one, other, group in _sides(sheet, own):
        if sides.setdefault((min(one, other), max(one, other)), group) != group:
            found.append(f"M{one[0]:g} {one[1]:g}L{other[0]:g} {other[1]:g}")
    return "".join(found)


def _sides(sheet: Sheet, own: Sequence[str]) -> Iterator[tuple[Point, Point, str]]:
    for rings, group in zip(sheet.shapes, own, strict=True):
        for ring in rings:
            for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
                yield one, other, group


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


def tints_after(problem: Problem, one: Plan, other: Plan) -> dict[str, int]:
    """The tints of `other`, in which a group that goes on a group of `one` keeps its tint."""
    before, went = tints_of(problem, one), followers(one, other)
    return {
        centre: before[went[centre]] if centre in went else tint
        for centre, tint in tints_of(problem, other).items()
    }
