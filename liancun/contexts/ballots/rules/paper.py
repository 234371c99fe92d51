"""A paper counts when two officers have read the same from it, each without seeing what the other read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from liancun.contexts.ballots.rules.asking import Answer


@dataclass(frozen=True)
class Reading:
    """What one officer read; of several by the same officer the last stands."""

    officer: int
    answer: Answer


class PaperState(StrEnum):
    ONCE = "once"
    AGREED = "agreed"
    DIFFER = "differ"


def state_of(readings: Sequence[Reading]) -> PaperState:
    """`readings`: at least one, oldest first. The newest agrees with another officer's last one, or nothing counts."""
    newest = readings[-1]
    last = {reading.officer: reading.answer for reading in readings[:-1]}
    others = [answer for officer, answer in last.items() if officer != newest.officer]
    if newest.answer in others:
        return PaperState.AGREED
    return PaperState.DIFFER if others else PaperState.ONCE
