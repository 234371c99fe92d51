"""Headings of tables that other programs write: without blanks, marks and units; spread over one row or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

WITHIN = 25
Cells = Sequence[str]


def tidy(head: str) -> str:
    """A heading without what programs put around it: blanks, units, full-width brackets."""
    plain = head.replace("（", "(").replace("）", ")").replace("\ufeff", "")
    return re.sub(r"[\s*：:]|\((?:元|RMB|人民币|CNY|yuan)\)", "", plain)


def candidates(rows: Sequence[tuple[int, Cells]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What may be the headings, among the first rows: the place of the first row below, and the headings.

    Of two rows the upper heading stands over several of the lower (期初余额 over 借方 and 贷方).
    """
    for at, (_number, cells) in enumerate(rows[:WITHIN]):
        yield at + 1, tuple(cell.strip() for cell in cells)
        if at + 1 < len(rows):
            yield at + 2, _joined(cells, rows[at + 1][1])


def _joined(above: Cells, below: Cells) -> tuple[str, ...]:
    width = max(len(above), len(below))
    upper = [*above, *[""] * (width - len(above))]
    lower = [*below, *[""] * (width - len(below))]
    found, over = [], ""
    for top, under in zip(upper, lower, strict=True):
        over = top.strip() or over
        found.append(f"{over}{under.strip()}" if under.strip() else top.strip())
    return tuple(found)
