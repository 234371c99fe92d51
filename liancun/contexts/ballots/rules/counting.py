"""How a count adds up. Whole numbers throughout: nothing here rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Method(StrEnum):
    HAND = "hand"
    NAMED = "named"
    SECRET = "secret"


class Kind(StrEnum):
    """Yes, no or abstain; one or several of the options; a grade for each option."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    RATING = "rating"


class Unit(StrEnum):
    """Who has the votes: each person one, each household one, or each person as many as the weights say."""

    PERSON = "person"
    HOUSEHOLD = "household"
    VOTE = "vote"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Count:
    """What was counted. `present`, `cast` are persons; all else are votes, where a person may have several.

    `options`: for each option, the votes that named it, or the sum of its grades times votes. `invalid`: papers
    that say nothing readable. `weight`: the votes of those present.
    """

    present: int
    yes: int
    no: int
    abstain: int
    invalid: int = 0
    options: tuple[int, ...] = ()
    cast: int = 0
    weight: int = 0


@dataclass(frozen=True)
class Group:
    """Voters who said the same: how many, and how many votes they have together."""

    said: str
    picks: tuple[int, ...]
    persons: int
    votes: int


@dataclass(frozen=True)
class Tally:
    """The count of a ballot as it may be shown now.

    While a vote by name or a secret one is open, `yes`, `no`, `abstain`, `counts` and `invalid` are None: nobody
    votes by looking at the others. `entitled`, `present` and `cast` are persons (households, where they vote);
    `present` is who took part in any channel, by proxy too. `entitled_weight`, `present_weight` and the counts are
    votes: the same numbers unless some have extra votes. `reveals_itself`: all chose the same in secret. `counts`: option → votes, or sum of grades.
    """

    entitled: int
    present: int
    yes: int | None
    no: int | None
    abstain: int | None
    method: Method
    closed: bool
    kind: Kind = Kind.YES_NO
    unit: Unit = Unit.PERSON
    most: int = 1
    counts: Mapping[str, int] | None = None
    cast: int = 0
    invalid: int | None = None
    entitled_weight: int = 0
    present_weight: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    reveals_itself: bool = False

    @property
    def is_told(self) -> bool:
        return self.yes is not None or self.counts is not None

    @property
    def leaders(self) -> tuple[str, ...]:
        """The options that have most, `most` of them for a choice (one for a rating); more when the last is tied."""
        found = _ranked(self.counts or {})
        places = self.most if self.kind is Kind.CHOICE else 1
        if len(found) <= places:
            return tuple(name for name, _ in found)
        last = found[places - 1][1]
        return tuple(name for name, votes in found if votes >= last)

    @property
    def tied(self) -> bool:
        """As many yes as no; or more options with the same votes than places. What follows is the caller's rule."""
        if self.kind is Kind.YES_NO:
            return self.yes is not None and self.yes == self.no
        places = self.most if self.kind is Kind.CHOICE else 1
        return bool(self.counts) and len(self.leaders) > places


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: -one[1])


def tally(
    method: Method,
    entitled: int,
    *,
    closed: bool,
    count: Count | None,
    kind: Kind = Kind.YES_NO,
    options: Sequence[str] = (),
    most: int = 1,
    unit: Unit = Unit.PERSON,
    entitled_weight: int | None = None,
    channels: Mapping[str, int] | None = None,
) -> Tally:
    """The count as it may be shown now."""
    counted = count or Count(0, 0, 0, 0)
    hidden = (method is not Method.HAND and not closed) or count is None
    plain = kind is Kind.YES_NO
    return Tally(
        entitled=entitled,
        present=counted.present,
        yes=None if hidden or not plain else counted.yes,
        no=None if hidden or not plain else counted.no,
        abstain=None if hidden else counted.abstain,
        method=method,
        closed=closed,
        kind=kind,
        unit=unit,
        most=most,
        counts=None if hidden or plain else dict(zip(options, counted.options, strict=True)),
        cast=counted.cast,
        invalid=None if hidden else counted.invalid,
        entitled_weight=entitled if entitled_weight is None else entitled_weight,
        present_weight=counted.weight,
        channels=channels or {},
    )


def count_groups(groups: Iterable[Group], kind: Kind = Kind.YES_NO, options: int = 0) -> Count:
    """The count of votes that were grouped by what they say."""
    plain = {"yes": 0, "no": 0, "abstain": 0, "invalid": 0}
    sums, persons, votes = [0] * options, 0, 0
    for group in groups:
        persons += group.persons
        votes += group.votes
        if group.said in plain:
            plain[group.said] += group.votes
        elif kind is Kind.CHOICE:
            for pick in group.picks:
                sums[pick] += group.votes
        else:
            sums = [total + grade * group.votes for total, grade in zip(sums, group.picks, strict=True)]
    return Count(persons, **plain, options=tuple(sums), cast=persons, weight=votes)


def count_of(choices: Iterable[str]) -> Count:
    """The count of plain votes, one each."""
    return count_groups(Group(choice, (), 1, 1) for choice in choices)
