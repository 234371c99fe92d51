"""Fixed days of publication (every quarter's first month, the 20th): which is due, which was missed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise


class Standing(StrEnum):
    """`COMING`: not due yet; `DUE`: within the days of notice; `MISSED`: the day passed; `DONE`: published for it."""

    COMING = "coming"
    DUE = "due"
    MISSED = "missed"
    DONE = "done"


@dataclass(frozen=True)
class Fixed:
    """`months`: in which one publishes; `day`: by which day of them."""

    months: tuple[int, ...]
    day: int


@dataclass(frozen=True)
class Turn:
    """One due day. What is published after the day before it `opens` counts for it."""

    opens: date
    due_on: date


def turns(fixed: Fixed, first: date, last: date) -> tuple[Turn, ...]:
    """The turns whose due day lies between the days, both included. A turn opens the day after the one before."""
    days = [
        date(year, month, fixed.day)
        for year in range(first.year - 1, last.year + 1)
        for month in sorted(fixed.months)
    ]
    return tuple(Turn(before, due) for before, due in pairwise(days) if first <= due <= last)


def standing(turn: Turn, published: Iterable[date], today: date, notice: int) -> Standing:
    """Where a turn stands: published in its time is done, whether before or after its day."""
    if any(turn.opens < day <= today for day in published):
        return Standing.DONE
    if today > turn.due_on:
        return Standing.MISSED
    return Standing.DUE if (turn.due_on - today).days <= notice else Standing.COMING


def present(fixed: Fixed, published: Collection[date], today: date, notice: int) -> tuple[Turn, Standing]:
    """The turn to look at: the last one whose day has passed while it is missed, otherwise the next one."""
    around = turns(fixed, date(today.year - 1, 1, 1), date(today.year + 1, 12, 31))
    past = [turn for turn in around if turn.due_on < today]
    coming = next(turn for turn in around if turn.due_on >= today)
    if past and not any(past[-1].opens < day for day in published):
        return past[-1], Standing.MISSED
    return coming, standing(coming, published, today, notice)
