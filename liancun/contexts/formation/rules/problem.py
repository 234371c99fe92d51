"""What is asked of the planner and what it answers: frozen, plain, without any solver.

Formulas, units and normalisation of every term stand in docs/planning.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Townships = Literal["within", "across"]

# The terms of the objective, in the order of every table that shows them.
TERMS = ("near", "alike", "supply", "lack", "balance", "across", "group", "waiting")

# What a village of a kept group, or any where everyone is to be placed, costs when it waits: no plan saves as much.
MUST_NOT_WAIT = 1e6


@dataclass(frozen=True)
class Village:
    """A village as the planner sees it.

    `east`, `north`: kilometres on any plane. `industries`: yearly output by industry, 10,000 yuan. `traits`: further
    figures that make villages alike, the same in number for all. `has`, `needs`: amounts by resource, in one unit
    for each resource. `strength`: any scale on which more is stronger (collective income, Party-building grade).
    `strong`: may lead a group as its centre. `readiness`: admission score 0–100. `willing`: False is never placed.
    """

    key: str
    name: str = ""
    township: str = ""
    east: float = 0.0
    north: float = 0.0
    population: int = 0
    strength: float = 0.0
    strong: bool = True
    readiness: float = 100.0
    willing: bool = True
    traits: tuple[float, ...] = ()
    industries: Mapping[str, float] = field(default_factory=dict)
    has: Mapping[str, float] = field(default_factory=dict)
    needs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """Two villages are neighbours; `minutes` on the road between them."""

    one: str
    other: str
    minutes: float = 1.0


@dataclass(frozen=True)
class Supply:
    """`seller` delivers to `buyer`; `amount` a year in 10,000 yuan."""

    seller: str
    buyer: str
    amount: float = 1.0


@dataclass(frozen=True)
class Rules:
    """What a plan must keep.

    `least`, `most`: villages of a group. `reach`: links from the centre to each member at most; `minutes`: the same
    on the road, None for no limit. `together`: all in one group or all waiting. `kept`: groups of today that stay,
    may grow and never join one another. `gate`: the mean readiness a group needs. `groups`: how many groups at least
    and at most, None for any number. `everyone`: no willing village may wait.
    """

    least: int = 3
    most: int = 12
    townships: Townships = "across"
    reach: int = 2
    minutes: float | None = None
    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, ...], ...] = ()
    gate: float | None = None
    groups: tuple[int | None, int | None] = (None, None)
    everyone: bool = False


@dataclass(frozen=True)
class Profile:
    """The weight of each term; all terms are counted in villages, so 1 is the pull of one average village."""

    name: str = ""
    near: float = 0.5
    alike: float = 1.0
    supply: float = 0.5
    lack: float = 1.0
    balance: float = 0.5
    across: float = 0.3
    group: float = 0.5
    waiting: float = 3.0

    def weight(self, term: str) -> float:
        return float(getattr(self, term))


# The three ways of forming groups that counties name: strong villages lead, industry leads, villages help one another.
PROFILES: dict[str, Profile] = {
    "强村带动": Profile("强村带动", near=0.5, alike=0.7, supply=0.3, lack=0.8, balance=1.5),
    "产业牵引": Profile("产业牵引", near=0.4, alike=1.5, supply=1.2, lack=0.6, balance=0.3),
    "村村互助": Profile("村村互助", near=0.8, alike=0.6, supply=0.4, lack=1.6, balance=0.6),
}


@dataclass(frozen=True)
class Problem:
    """Everything a plan is made from. Keys of villages are unique; links and supplies name known villages."""

    villages: tuple[Village, ...]
    links: tuple[Link, ...]
    supplies: tuple[Supply, ...] = ()
    rules: Rules = Rules()
    profile: Profile = Profile()

    def by_key(self) -> dict[str, Village]:
        return {village.key: village for village in self.villages}


@dataclass(frozen=True)
class Group:
    """A proposed group; `centre` is one of `members`, which are in the order of the problem's villages."""

    centre: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The groups, in the order of their first member, and the willing villages that wait."""

    groups: tuple[Group, ...]
    waiting: tuple[str, ...] = ()

    def group_of(self) -> dict[str, Group]:
        return {key: group for group in self.groups for key in group.members}


@dataclass(frozen=True)
class Certificate:
    """What proves that no plan costs less than `bound`: a price for each willing village, one for a group (above
    zero where groups are scarce), and the least priced cost of a group around each centre, where below zero.

    bound = all waiting − prices − price of a group × its limit + the sum of `centres`; see docs/planning.md.
    """

    prices: Mapping[str, float]
    per_group: float
    centres: Mapping[str, float]
    bound: float


@dataclass(frozen=True)
class Score:
    """What a plan costs, term by term, weights included; less is better."""

    terms: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.terms[term] for term in TERMS)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        return iter((term, self.terms[term]) for term in TERMS)
