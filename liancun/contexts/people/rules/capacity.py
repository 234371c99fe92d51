"""Who may vote for themselves on a day (民法典 art. 17–24)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

Standing = Literal["full", "minor", "limited", "dead", "unknown"]
FULL_AGE = 18
WORKING_AGE = 16


@dataclass(frozen=True)
class Facts:
    """What is known of a person that day: `held` are the kinds of capacity facts that hold then."""

    born: date | None
    died_on: date | None = None
    held: Collection[str] = ()


def birthday(born: date, age: int) -> date:
    """The day somebody turns that age; those born on 29 February on 1 March of a common year."""
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(born: date, day: date) -> int:
    """Full years, from the birthday itself on."""
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1


def standing(facts: Facts, day: date) -> Standing:
    """`unknown`: no birth date is recorded; nobody is counted as of age by guess."""
    if facts.died_on is not None and facts.died_on <= day:
        return "dead"
    if "limited" in facts.held:
        return "limited"
    if facts.born is None:
        return "unknown"
    age = age_on(facts.born, day)
    if age >= FULL_AGE or (age >= WORKING_AGE and "own_living" in facts.held):
        return "full"
    return "minor"


def standing_of_minor(facts: Facts, *, grown: bool) -> Standing:
    """The same for somebody of whom only this is told: under age today, and whether `grown` on the day asked for.

    The capacity of one's own living is recorded from sixteen on only, so that it answers for the age.
    """
    if "limited" in facts.held:
        return "limited"
    return "full" if grown or "own_living" in facts.held else "minor"
