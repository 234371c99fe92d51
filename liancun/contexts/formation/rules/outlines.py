"""Areas as they are imported, and a drawn map: plain values that load nothing large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
# Polygons, each its outer ring and then its holes.
Area = tuple[tuple[Ring, ...], ...]
WIDTH = 1000.0


@dataclass(frozen=True)
class Sheet:
    """Cells in the order of the places, each of one ring or more (even-odd), and the middle of each.

    `width` is 1000, north is up.
    """

    width: float
    height: float
    shapes: tuple[tuple[Ring, ...], ...]
    spots: tuple[Point, ...]


def area_of(geometry: Mapping[str, Any], scale: tuple[float, float] = (1.0, 1.0)) -> Area | None:
    """The area of a GeoJSON geometry, its coordinates times `scale`; None for what has no area."""
    kind, found = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"} or not found:
        return None
    polygons = [found] if kind == "Polygon" else found
    return tuple(tuple(_ring(ring, scale) for ring in polygon) for polygon in polygons)


def _ring(ring: Sequence[Sequence[float]], scale: tuple[float, float]) -> Ring:
    return tuple((float(at[0]) * scale[0], float(at[1]) * scale[1]) for at in ring)
