"""Imported areas: which villages share a border, and cells drawn as they lie. Lengths in kilometres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from liancun.contexts.formation.rules.neighbours import neighbours
from liancun.contexts.formation.rules.outlines import WIDTH, Area, Point, Ring, Sheet

# Borders drawn by different hands lie so far apart; what two share for less than `SHARED` is a corner.
APART, SHARED = 0.05, 0.2
# Corners nearer to a straight line than this part of the drawing are left out.
FINE = 0.0008
FRAME = 12.0


def middle_of(area: Area) -> Point:
    """A point inside it."""
    (spot,) = shapely.get_coordinates(shapely.point_on_surface(_shapes({0: area})[1])).tolist()
    return (spot[0], spot[1])


def beside(places: Sequence[Point], areas: Mapping[int, Area]) -> list[tuple[int, int]]:
    """Pairs of rows: of two areas those that share a border, of others those that are neighbours by position.

    An area that touches no other (an island, a gap in the survey) has its neighbours by position too.
    """
    if not areas:
        return neighbours(places)
    shared = touching(areas)
    placed = {row for pair in shared for row in pair}
    near = {(a, b) for a, b in neighbours(places) if a not in placed or b not in placed}
    return sorted(near | shared)


def touching(areas: Mapping[int, Area]) -> set[tuple[int, int]]:
    """Pairs of rows, the smaller first, whose borders run together for `SHARED` at least."""
    rows, shapes = _shapes(areas)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=APART)
    one, other = one[one < other], other[one < other]
    along = shapely.intersection(shapely.boundary(shapes[one]), shapely.buffer(shapes[other], APART))
    long = shapely.length(along) >= SHARED
    return {(rows[a], rows[b]) for a, b in zip(one[long].tolist(), other[long].tolist(), strict=True)}


def _shapes(areas: Mapping[int, Area]) -> tuple[list[int], Any]:
    """In the order of the rows; a ring that crosses itself is mended."""
    rows = sorted(areas)
    drawn = [
        shapely.MultiPolygon([(polygon[0], list(polygon[1:])) for polygon in areas[row]]) for row in rows
    ]
    shapes = np.array(drawn, dtype=object)
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.buffer(shapes[broken], 0)
    return rows, shapes


def sheet_of(places: Sequence[Point], areas: Mapping[int, Area]) -> Sheet:
    """Cells as the villages lie, corners left out that nobody would see; a small square where there is no area."""
    rows, shapes = _shapes(areas)
    spots = np.array(places, float).reshape(-1, 2)
    spots[rows] = shapely.get_coordinates(shapely.point_on_surface(shapes))
    low, high = _frame(spots, shapes)
    scale = (WIDTH - 2 * FRAME) / max(float(high[0] - low[0]), float(high[1] - low[1]) / 1.2, 1e-9)
    height = float(high[1] - low[1]) * scale + 2 * FRAME
    aside = (WIDTH - float(high[0] - low[0]) * scale) / 2

    def onto(points: Any) -> Any:
        x, y = (points - low).T * scale
        return np.round(np.column_stack([x + aside, height - FRAME - y]), 1)

    plain = shapely.coverage_simplify(shapes, FINE * WIDTH / scale)
    square = 0.12 * WIDTH / max(1.0, len(places) ** 0.5)
    middles = onto(spots)
    found = [_square(x, y, square) for x, y in middles.tolist()]
    for row, shape in zip(rows, shapely.transform(plain, onto), strict=True):
        found[row] = _rings(shape) or found[row]
    return Sheet(WIDTH, round(height, 1), tuple(found), tuple((x, y) for x, y in middles.tolist()))


def _frame(spots: Any, shapes: Any) -> tuple[Any, Any]:
    west, south, east, north = shapely.total_bounds(shapes)
    low = np.minimum(spots.min(axis=0), [west, south])
    return low, np.maximum(spots.max(axis=0), [east, north])


def _square(x: float, y: float, half: float) -> tuple[Ring, ...]:
    corners = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    return (tuple((round(a, 1), round(b, 1)) for a, b in corners),)


def _rings(shape: Any) -> tuple[Ring, ...]:
    """All rings, holes too: drawn by the even-odd rule."""
    rings = []
    for polygon in shapely.get_parts(shape).tolist():
        for ring in (polygon.exterior, *polygon.interiors):
            points = tuple((float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1])
            if len(points) > 2:
                rings.append(points)
    return tuple(rings)
