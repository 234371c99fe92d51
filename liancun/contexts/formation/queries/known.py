"""What the register knows of the villages of an area, as the planner takes it, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries import links
from liancun.contexts.formation.rules import registry
from liancun.contexts.formation.rules.comparing import plan_of
from liancun.contexts.formation.rules.outlines import Area, area_of
from liancun.contexts.formation.rules.problem import Plan, Problem, Supply
from liancun.contexts.formation.rules.registry import Known
from liancun.framework import clock
from liancun.kernel.errors import mark

Point = tuple[float, float]
# The sheets that bring in what lies between villages.
ROADS, DELIVERIES = "formation.roads", "formation.deliveries"
KM_A_DEGREE = 111.32


@dataclass(frozen=True)
class Borders:
    """Imported areas by village, and what must be said of them: source and 审图号 (law 13)."""

    areas: Mapping[str, Area]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Villages that can be planned, those without any position, and today's unions: union id → village keys.

    `roads`, `supplies`: what is on record between the villages that can be planned.
    """

    area: bodies.BodyLine
    year: int
    known: tuple[Known, ...]
    lost: tuple[bodies.BodyLine, ...]
    unions: Mapping[int, tuple[str, ...]]
    names: Mapping[int, str]
    roads: registry.Roads
    supplies: tuple[Supply, ...]
    borders: Borders


@dataclass(frozen=True)
class Missing:
    """A fact that some villages lack: its name, who lacks it, who can supply it (of some of them).

    `sheet`: the sheet that brings it in, where it is no fact of the register.
    """

    code: str
    name: str
    of: int
    lacking: tuple[Known, ...]
    suppliers: Mapping[int, str]
    sheet: str = ""


def newest_year() -> int:
    """Last year's figures are the newest that are whole."""
    return clock.today().year - 1


def ground(area_id: int, year: int, *, joined: bool = False) -> Ground:
    """`joined`: only villages that stand in a union today. A fixed number of statements."""
    area = bodies.get(area_id)
    told = section().facts
    cells = {one.id: one for one in bodies.cells(area, clock.today())}
    found = bodies.lines(bodies.subtree_ids(area_id, bodies.village_kinds()))
    unions, names = _unions(found)
    if joined:
        inside = {int(key) for keys in unions.values() for key in keys}
        found = {id: line for id, line in found.items() if id in inside}
    on_record = bodies.places_of(found)
    places = _positions(found, on_record, {id: (one.column, one.row) for id, one in cells.items()}, told.cell)
    facts = _facts(places, year)
    flags = bodies.flagged(places, clock.today())
    towns = bodies.lines({line.parent_id for line in found.values() if line.parent_id})
    centres = _centres(found)
    known = tuple(
        Known(
            key=str(id),
            name=found[id].short_name or found[id].name,
            township=towns[found[id].parent_id or 0].name if found[id].parent_id in towns else "",
            east=round(place[0], 4),
            north=round(place[1], 4),
            facts=facts.get(id, {}),
            flags=flags.get(id, ()),
            centre=id in centres,
        )
        for id, place in sorted(places.items())
    )
    lost = tuple(line for id, line in sorted(found.items()) if id not in places)
    borders = _borders(on_record, places)
    return Ground(area, year, known, lost, unions, names, _roads(places), _supplies(places), borders)


def _roads(ids: Collection[int]) -> registry.Roads:
    return {(str(one), str(other)): float(minutes) for (one, other), minutes in links.roads(ids).items()}


def _supplies(ids: Collection[int]) -> tuple[Supply, ...]:
    """Amounts in 10,000 yuan, as the planner counts output."""
    return tuple(
        Supply(str(seller), str(buyer), float(sold.amount) / 10_000)
        for (seller, buyer), sold in sorted(links.deliveries(ids).items())
    )


def _facts(ids: Collection[int], year: int) -> dict[int, dict[str, float]]:
    """The values of that year; of the year before where it has none."""
    codes = section().meaning().codes
    found: dict[int, dict[str, float]] = {}
    for one in (year - 1, year):
        for id, lines in bodies.facts_of(ids, one, codes).items():
            values = {code: float(line.quantity) for code, line in lines.items() if line.quantity is not None}
            found.setdefault(id, {}).update(values)
    return found


def _unions(found: Mapping[int, bodies.BodyLine]) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Today's unions of these villages; a village's own body counts for the village."""
    held = bodies.memberships(clock.today())
    lines = bodies.lines({id for ids in held.values() for id in ids} | set(held))
    unions: dict[int, tuple[str, ...]] = {}
    for joint, members in held.items():
        villages = dict.fromkeys(_village(lines[id], found) for id in members if id in lines)
        keys = tuple(str(id) for id in villages if id is not None)
        if len(keys) > 1:
            unions[joint] = keys
    return unions, {id: lines[id].short_name or lines[id].name for id in unions}


def _village(line: bodies.BodyLine, found: Mapping[int, bodies.BodyLine]) -> int | None:
    if line.id in found:
        return line.id
    return line.parent_id if line.form == "part" and line.parent_id in found else None


def _centres(found: Mapping[int, bodies.BodyLine]) -> set[int]:
    """Villages that lead a union today may lead a planned one."""
    ids = bodies.members_with_role("centre", clock.today())
    villages = (_village(line, found) for line in bodies.lines(ids).values())
    return {id for id in villages if id is not None}


def _positions(
    found: Mapping[int, bodies.BodyLine],
    on_record: Mapping[int, bodies.PlaceLine],
    cells: Mapping[int, tuple[int, int]],
    cell: float,
) -> dict[int, Point]:
    """Kilometres. A county with imported positions is planned by them, another by its schematic cells."""
    middles = {id: (_middle(one.geometry), one.crs) for id, one in on_record.items()}
    if 2 * len(middles) < len(set(cells) & set(found)):
        return {id: (x * cell, -y * cell) for id, (x, y) in cells.items() if id in found}
    scales = _scales(on_record)
    return {id: (x * scales[crs][0], y * scales[crs][1]) for id, ((x, y), crs) in middles.items()}


def _scales(on_record: Mapping[int, bodies.PlaceLine]) -> dict[str, Point]:
    """Kilometres a unit by coordinate system: local ones are metres, others degrees at the county's latitude."""
    latitudes = [_middle(one.geometry)[1] for one in on_record.values() if one.crs != "local"]
    wide = cos(radians(sum(latitudes) / len(latitudes))) if latitudes else 1.0
    degrees, metres = (KM_A_DEGREE * wide, KM_A_DEGREE), (0.001, 0.001)
    return {one.crs: metres if one.crs == "local" else degrees for one in on_record.values()}


def _borders(on_record: Mapping[int, bodies.PlaceLine], places: Mapping[int, Point]) -> Borders:
    """Areas of the commonest coordinate system: those of another lie hundreds of metres aside."""
    scales, drawn = _scales(on_record), dict[int, Area]()
    for id in places.keys() & on_record.keys():
        area = area_of(on_record[id].geometry, scales[on_record[id].crs])
        if area is not None:
            drawn[id] = area
    common = Counter(on_record[id].crs for id in sorted(drawn)).most_common(1)
    kept = {id: area for id, area in sorted(drawn.items()) if on_record[id].crs == common[0][0]}
    said = sorted({_source(on_record[id]) for id in kept})
    return Borders({str(id): area for id, area in kept.items()}, tuple(said))


def _source(place: bodies.PlaceLine) -> str:
    return f"{place.source}（{place.approval}）" if place.approval else place.source


def _middle(geometry: Mapping[str, Any]) -> Point:
    """The mean of the corners of the outer rings."""
    points = list(_points(geometry["coordinates"]))
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _points(value: Any) -> list[Point]:
    if isinstance(value[0], (int, float)):
        return [(float(value[0]), float(value[1]))]
    return [point for one in value for point in _points(one)]


def missing(found: Ground, *, told: int = 5) -> list[Missing]:
    """Facts that planning reads and the register lacks, each with who can supply the first few."""
    names = {code: kind.name for code, kind in bodies.fact_kinds("village").items()}
    lacking = registry.missing(found.known, section().meaning())
    by_key = {one.key: one for one in found.known}
    facts = [
        Missing(
            code,
            names.get(code, code),
            len(found.known),
            tuple(by_key[key] for key in keys),
            _suppliers([int(key) for key in keys[:told]]),
        )
        for code, keys in lacking.items()
    ]
    return [*facts, *_between(found)]


def _between(found: Ground) -> list[Missing]:
    """Villages of which no road, and where trade is recorded at all, no trade is on record."""
    traded = {end for one in found.supplies for end in (one.seller, one.buyer)}
    told = (
        (ROADS, mark("到邻村的道路"), {end for pair in found.roads for end in pair}),
        (DELIVERIES, mark("村与村的供销"), traded),
    )
    every = {int(one.key): one for one in found.known}
    return [
        Missing(sheet, name, len(every), lacking, {}, sheet)
        for sheet, name, have in told
        if (lacking := tuple(one for id, one in sorted(every.items()) if str(id) not in have))
    ]


def _suppliers(ids: list[int]) -> dict[int, str]:
    return bodies.suppliers_of(ids)


def todays(found: Ground, problem: Problem) -> Plan:
    """Today's unions as a plan over the planned villages: a village in several counts in the first."""
    strengths = {one.key: one.strength for one in problem.villages}
    marked = {one.key for one in found.known if one.centre}
    groups = []
    for _joint, members in sorted(found.unions.items()):
        own = [key for key in members if key in strengths]
        leads = [key for key in own if key in marked] or own
        if len(own) > 1:
            groups.append((max(leads, key=lambda key: (strengths[key], key)), own))
    return plan_of(problem, groups)


def others_than(area_id: int, villages: Collection[int]) -> tuple[str, ...]:
    """The keys of all other villages of the area that can be planned."""
    found = ground(area_id, newest_year())
    return tuple(one.key for one in found.known if int(one.key) not in villages)
