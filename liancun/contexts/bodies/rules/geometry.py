"""Locations as text: what GeoJSON is taken, and when a place may be public (law 13)."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from liancun.kernel.errors import Place, Refusal, mark

MOST_BYTES = 262_144
MOST_POSITIONS = 20_000
# 审图号 as printed on maps: GS(2024)0650号, 京S(2023)014号, GS京(2022)0001号.
APPROVAL = re.compile(r"(?:GS[\u4e00-\u9fff]?|[\u4e00-\u9fff]S)[(（〔\[]\d{4}[)）〕\]]\d{1,6}号")
_DEPTH = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}
Geometry = dict[str, Any]


def geometry_of(text: str, *, on_earth: bool) -> Geometry:
    """The bare geometry of a GeoJSON text: a point, an area or several areas; what else it says is left out.

    `on_earth`: positions are longitude and latitude in degrees. Heights are refused: they are survey data.
    Refusals: bodies.geometry_big, bodies.geometry_broken.
    """
    if len(text.encode()) > MOST_BYTES:
        raise _big()
    try:
        found = _bare(json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError) as error:
        raise _broken() from error
    kind = found.get("type")
    if kind not in _DEPTH:
        raise _broken()
    left = [MOST_POSITIONS]
    return {"type": kind, "coordinates": _positions(found.get("coordinates"), _DEPTH[kind], on_earth, left)}


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _bare(found: Any) -> Geometry:
    """The one geometry of a geometry, a feature, or a collection of one feature."""
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        found = features[0] if isinstance(features, list) and len(features) == 1 else None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise _broken()
    return found


def _positions(found: Any, depth: int, on_earth: bool, left: list[int]) -> list[Any]:
    if not isinstance(found, list) or not found:
        raise _broken()
    if depth == 0:
        left[0] -= 1
        if left[0] < 0:
            raise _big()
        return _position(found, on_earth)
    made = [_positions(one, depth - 1, on_earth, left) for one in found]
    if depth == 1 and (len(made) < 4 or made[0] != made[-1]):
        raise _broken()
    return made


def _position(found: list[Any], on_earth: bool) -> list[float]:
    if len(found) != 2 or not all(type(one) in (int, float) and math.isfinite(one) for one in found):
        raise _broken()
    x, y = found
    if on_earth and not (-180 <= x <= 180 and -90 <= y <= 90):
        raise _broken()
    return [x, y]


def _big() -> Refusal:
    return Refusal(
        "bodies.geometry_big",
        mark("图形太大：最多 256 KB、2 万个点。"),
        place=Place("field", field="geometry"),
        remedy=mark("请先简化边界再上传。"),
    )


def _broken() -> Refusal:
    return Refusal(
        "bodies.geometry_broken",
        mark("这不是可用的 GeoJSON 图形。"),
        place=Place("field", field="geometry"),
        remedy=mark(
            "请提供一个点（Point）或一个面（Polygon、MultiPolygon），面要首尾闭合，坐标只写两个数、不带高程。"
        ),
    )


def refuse_publication(audience: str, approval: str) -> None:
    """A public place has a map approval number, written as one. Refusal: bodies.no_approval."""
    if (audience == "public" or approval) and not APPROVAL.fullmatch(approval):
        raise Refusal(
            "bodies.no_approval",
            mark("公开的位置必须有审图号，写法如 GS(2024)0650号。"),
            place=Place("field", field="approval"),
            remedy=mark("请填写审图号；没有审图号的，只能内部使用。"),
        )


def refuse_unread(read: bool) -> None:
    """Whoever uploads has read the warning about survey secrets. Refusal: bodies.warning_unread."""
    if not read:
        raise Refusal(
            "bodies.warning_unread",
            mark("上传前须阅读并确认涉密测绘提示。"),
            place=Place("field", field="read"),
            remedy=mark("请阅读提示；涉密或来源不明的测绘成果不得上传。"),
        )
