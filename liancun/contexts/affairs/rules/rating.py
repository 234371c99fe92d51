"""群众评事: marks, their counts, and the satisfaction they give."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from liancun.kernel.errors import mark

MARKS: tuple[tuple[str, str, Fraction], ...] = (
    ("very", mark("满意"), Fraction(1)),
    ("fairly", mark("基本满意"), Fraction(3, 5)),
    ("not", mark("不满意"), Fraction(0)),
)
MARK_KEYS = tuple(key for key, _, _ in MARKS)
MARK_WORDS: Mapping[str, str] = {key: word for key, word, _ in MARKS}
_WEIGHTS: Mapping[str, Fraction] = {key: weight for key, _, weight in MARKS}


def satisfaction(counts: Mapping[str, int]) -> Fraction | None:
    """Share of full satisfaction, 0..1; None where nobody rated. An unknown mark is a KeyError."""
    given = sum(counts.values())
    if not given:
        return None
    return sum((_WEIGHTS[key] * count for key, count in counts.items()), Fraction(0)) / given
