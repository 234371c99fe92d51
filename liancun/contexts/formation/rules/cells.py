"""A schematic cell for each village: what lies nearer to it than to any other, inside a frame. No outline on earth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import Voronoi

from liancun.contexts.formation.rules.compiled import Floats
from liancun.contexts.formation.rules.outlines import WIDTH, Point, Ring, Sheet


def cells(places: Sequence[Point]) -> Sheet:
    """Places in any unit. Villages at the same spot are moved apart by a hair."""
    if not places:
        return Sheet(WIDTH, 100.0, (), ())
    spots, height = _on_sheet(np.array(places, float))
    shapes = tuple((ring,) for ring in _rings(spots, height))
    return Sheet(
        WIDTH, round(height, 1), shapes, tuple((round(x, 1), round(y, 1)) for x, y in spots.tolist())
    )


def _on_sheet(places: Floats) -> tuple[Floats, float]:
    """Scaled to the width, with half a usual distance around."""
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    scale = WIDTH / max(float(span[0]), float(span[1]) / 1.2, 1e-9)
    around = 0.6 * WIDTH / max(1.0, len(places) ** 0.5)
    inner = (WIDTH - 2 * around) / WIDTH
    spots = (places - low) * scale * inner + around
    height = float(span[1]) * scale * inner + 2 * around
    spots[:, 1] = height - spots[:, 1]
    spots[:, 0] += (WIDTH - 2 * around - float(span[0]) * scale * inner) / 2
    spots += _hair(len(places))
    return spots, height


def _hair(count: int) -> Floats:
    return np.asarray(np.random.default_rng(1).uniform(-0.01, 0.01, (count, 2)))


def _rings(spots: Floats, height: float) -> tuple[Ring, ...]:
    """Mirrored at the four sides, every inner cell is closed and ends at the frame."""
    x, y = spots[:, 0], spots[:, 1]
    mirrored = [
        spots,
        np.column_stack([-x, y]),
        np.column_stack([2 * WIDTH - x, y]),
        np.column_stack([x, -y]),
        np.column_stack([x, 2 * height - y]),
    ]
    found = Voronoi(np.vstack(mirrored))
    return tuple(_ring(found, number) for number in range(len(spots)))


def _ring(found: Voronoi, number: int) -> Ring:
    corners = found.vertices[found.regions[found.point_region[number]]]
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in corners)


def coloured(neighbours: Sequence[Sequence[int]], colours: int) -> tuple[int, ...]:
    """A colour for each group, other than its neighbours' as far as there are colours; the busiest first."""
    chosen: dict[int, int] = {}
    for one in sorted(range(len(neighbours)), key=lambda at: (-len(neighbours[at]), at)):
        taken = {chosen[other] for other in neighbours[one] if other in chosen}
        free = [colour for colour in range(colours) if colour not in taken]
        chosen[one] = free[one % len(free)] if free else one % colours
    return tuple(chosen[one] for one in range(len(neighbours)))
