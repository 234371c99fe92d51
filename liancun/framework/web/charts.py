"""What the chart script reads, from the shapes a view fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from liancun.framework.web.parts import Area, AreaSet

Data = Mapping[str, Any]


def rows(data: Data) -> list[tuple[str, list[Any]]]:
    """The numbers of a chart as table rows: label, then one value for each series."""
    series: Sequence[Data] = data["series"]
    return [(label, [one["values"][at] for one in series]) for at, label in enumerate(data["labels"])]


def area_data(areas: AreaSet) -> dict[str, Any]:
    """A set of areas as plain values."""
    return {
        "title": areas.title,
        "measure": areas.measure,
        "unit": areas.unit,
        "geometry": areas.geometry,
        "areas": [_area(area) for area in areas.areas],
    }


def _area(area: Area) -> dict[str, Any]:
    return {
        "id": area.id,
        "name": area.name,
        "value": area.value,
        "column": area.column,
        "row": area.row,
        "shown": area.written,
        "url": area.url,
    }
