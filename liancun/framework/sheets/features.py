"""GeoJSON as a table: a feature is a row, its properties are columns, its geometry is one more."""

from __future__ import annotations

import json
from typing import IO, Any

GEOMETRY = "图形（GeoJSON）"
Rows = list[tuple[Any, ...]]


def is_geojson(head: bytes) -> bool:
    """By how a file begins: a text in braces is no table."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def rows(content: IO[bytes]) -> Rows:
    """Headings first, in the order in which features name them. ValueError for what is no collection of features."""
    content.seek(0)
    found = json.loads(content.read().decode("utf-8-sig"))
    features = found.get("features")
    if found.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise ValueError("no collection of features")
    told = [(one.get("properties") or {}, one.get("geometry")) for one in features]
    heads = list(dict.fromkeys(name for properties, _ in told for name in properties))
    return [
        (*heads, GEOMETRY),
        *((*(one.get(name) for name in heads), _written(shape)) for one, shape in told),
    ]


def _written(geometry: object) -> str:
    return json.dumps(geometry, separators=(",", ":")) if geometry else ""
