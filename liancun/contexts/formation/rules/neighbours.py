"""Which villages are neighbours when only their positions are known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.spatial import Delaunay, QhullError

from liancun.contexts.formation.rules.compiled import Floats

# Of the middle length: a longer edge runs along the outer border, past other villages.
LONGEST = 4


def neighbours(places: Sequence[tuple[float, float]] | Floats) -> list[tuple[int, int]]:
    """Pairs of rows that are Delaunay neighbours; along the line where they lie on one or are few."""
    spots = np.asarray(places, np.float64).reshape(-1, 2)
    found = _triangulated(spots) if len(spots) > 3 else _row(spots)
    length = {pair: float(np.hypot(*(spots[pair[0]] - spots[pair[1]]))) for pair in found}
    limit = LONGEST * float(np.median(list(length.values()))) if length else 0.0
    return sorted(pair for pair in found if length[pair] <= limit)


def _triangulated(spots: Floats) -> set[tuple[int, int]]:
    try:
        corners = Delaunay(spots).simplices
    except QhullError:
        return _row(spots)
    return {
        (int(min(a, b)), int(max(a, b)))
        for corner in corners
        for a, b in ((corner[0], corner[1]), (corner[1], corner[2]), (corner[2], corner[0]))
    }


def _row(spots: Floats) -> set[tuple[int, int]]:
    """Each with the next along the line they lie on."""
    order = np.lexsort((spots[:, 1], spots[:, 0]))
    return {(int(min(a, b)), int(max(a, b))) for a, b in pairwise(order)}
