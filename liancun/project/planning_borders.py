"""Areas for `liancun plan --borders`: GeoJSON with one feature a village, named as in the table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians
from pathlib import Path
from typing import Any

from liancun.contexts.formation import api as formation
from liancun.kernel.errors import Place, Refusal, mark

# Properties that may hold the name, the first that a feature has.
NAMED = ("村名", "name", "NAME", "名称")
KM_A_DEGREE = 111.32
Areas = dict[int, formation.Area]


def placed(path: Path, villages: Sequence[formation.Village]) -> tuple[tuple[formation.Village, ...], Areas]:
    """The villages at the middle of their areas, and the areas by row, in kilometres.

    Positions are longitude and latitude in degrees, as GeoJSON has them. Refusal: formation.no_area names a village
    that has none, formation.unreadable.
    """
    shapes = _features(path)
    lacking = next((one for one in villages if one.key not in shapes), None)
    if lacking is not None:
        raise Refusal(
            "formation.no_area",
            mark("村界文件里没有“{village}”的面。"),
            {"village": lacking.key},
            Place("file", file=path.name),
            mark("每个村一个面，属性“村名”与表里的村名一致。"),
        )
    heights = [_latitude(shapes[one.key]) for one in villages]
    wide = KM_A_DEGREE * cos(radians(sum(heights) / max(1, len(heights))))
    areas: Areas = {}
    for row, village in enumerate(villages):
        area = formation.area_of(shapes[village.key], (wide, KM_A_DEGREE))
        assert area is not None
        areas[row] = area
    middles = [formation.middle_of(areas[row]) for row in range(len(villages))]
    moved = (replace(one, east=at[0], north=at[1]) for one, at in zip(villages, middles, strict=True))
    return tuple(moved), areas


def _features(path: Path) -> dict[str, dict[str, Any]]:
    """Name → geometry of what has an area."""
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        found = {_name(each["properties"]): each["geometry"] for each in features}
        return {name: shape for name, shape in found.items() if formation.area_of(shape or {})}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise Refusal(
            "formation.unreadable",
            mark("文件打不开：{reason}。"),
            {"reason": str(error)},
            Place("file", file=path.name),
        ) from error


def _name(properties: dict[str, Any]) -> str:
    return next((str(properties[name]).strip() for name in NAMED if properties.get(name)), "")


def _latitude(shape: dict[str, Any]) -> float:
    found = shape["coordinates"]
    while isinstance(found[0], list):
        found = found[0]
    return float(found[1])
