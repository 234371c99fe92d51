"""Pairings, contacts and rotas proposed from the register: who is weak, who can help, who holds which post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries import known
from liancun.contexts.formation.rules import registry
from liancun.contexts.formation.rules.assigning import Assignment
from liancun.contexts.formation.rules.pairing import (
    Agency,
    Helper,
    Household,
    PairRules,
    assign_households,
    pair_agencies,
    pair_villages,
)
from liancun.contexts.formation.rules.problem import Village
from liancun.contexts.formation.rules.rotas import Person, Rota, RotaRules, Turn, rota
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may

STRONG_WEAK, ORGAN = "strong_weak", "organ_village"
MOST_HOUSEHOLDS = 2_000


@dataclass(frozen=True)
class Proposed:
    """Who goes with whom, and what the keys are called: name and place."""

    found: Assignment
    names: Mapping[str, tuple[str, str]]
    today: Mapping[str, str]

    @property
    def changed(self) -> int:
        """How many would have another partner than today."""
        to = self.found.to()
        return sum(key in to and to[key] != partner for key, partner in self.today.items())


def today_of(kind: str) -> dict[str, str]:
    """Who is helped by whom today, by body."""
    day = clock.today()
    total, _page = bodies.pairings(day, kind=kind, count=1)
    _total, lines = bodies.pairings(day, kind=kind, count=max(1, total))
    return {str(one.helped_id): str(one.helper_id) for one in lines}


def strong_and_weak(area_id: int, strong: int) -> tuple[list[Village], list[Village]]:
    """The `strong` strongest villages able to lead, and all others: 29 and 110."""
    ground = known.ground(area_id, known.newest_year(), joined=True)
    villages = registry.villages_from(ground.known, section().meaning())
    ranked = sorted(villages, key=lambda one: (not one.strong, -one.strength, one.key))
    chosen = {one.key for one in ranked[:strong]}
    return [one for one in villages if one.key in chosen], [one for one in villages if one.key not in chosen]


def paired_villages(
    area_id: int, *, strong: int, most: int, farthest: float | None, within: bool
) -> Proposed:
    """Each weak or small village with a strong one. Refuses, naming who finds no room."""
    leaders, others = strong_and_weak(area_id, strong)
    today = _open(today_of(STRONG_WEAK), others, [one.key for one in leaders])
    rules = PairRules(farthest=farthest, within=within, today=today)
    found = pair_villages(others, leaders, most=most, rules=rules)
    return Proposed(found, {one.key: (one.name, one.township) for one in (*leaders, *others)}, today)


def paired_agencies(area_id: int, *, villages: int, most: int) -> Proposed:
    """Each of the `villages` that are helped today or weakest with one office of the area, loads even."""
    ground = known.ground(area_id, known.newest_year())
    told = registry.villages_from(ground.known, section().meaning())
    towns = bodies.lines({one.parent_id for one in ground.lost if one.parent_id})
    lost = [
        Village(
            str(one.id),
            one.short_name or one.name,
            towns[one.parent_id].name if one.parent_id in towns else "",
        )
        for one in ground.lost
        if one.kind == "village"
    ]
    today = today_of(ORGAN)
    ranked = sorted((*told, *lost), key=lambda one: (one.key not in today, one.strength, one.key))
    chosen = [replace(one, needs={}, has={}) for one in ranked[:villages]]
    offices = bodies.lines(bodies.subtree_ids(area_id, ("organ", "social_org")))
    agencies = [Agency(str(id), one.name, most=most) for id, one in sorted(offices.items())]
    kept = _open(today, chosen, [one.key for one in agencies])
    found = pair_agencies(chosen, agencies, rules=PairRules(today=kept))
    names = {one.key: (one.name, one.township) for one in chosen} | {
        one.key: (one.name, "") for one in agencies
    }
    return Proposed(found, names, kept)


def _open(today: Mapping[str, str], many: Sequence[Village], few: Sequence[str]) -> dict[str, str]:
    """Pairs of today whose both sides are asked about."""
    keys, there = {one.key for one in many}, set(few)
    return {one: other for one, other in today.items() if one in keys and other in there}


def households_of(actor: Actor, village_id: int, kind: str, most: int) -> Proposed | None:
    """Households of a village among those who hold a post there, by number: no names leave the village's own page.

    None where the actor may not see its households.
    """
    if not may(actor, "people.keep_household", village_id):
        return None
    day = clock.today()
    _total, lines = people.households(village_id, day, count=MOST_HOUSEHOLDS)
    held = [one for one in posts.holders_in(_inside(village_id), day) if one.kind == kind]
    unique = {one.person_id: one for one in held}
    helpers = [Helper(str(id), one.person_name, most=most) for id, one in sorted(unique.items())]
    found = assign_households([Household(f"h{one.id}", one.number) for one in lines], helpers)
    names = {f"h{one.id}": (one.number, one.address) for one in lines}
    return Proposed(found, names | {one.key: (one.name, "") for one in helpers}, {})


def _inside(body_id: int) -> list[int]:
    return list(bodies.subtree_ids(body_id))


def holders(area_id: int, kind: str) -> list[tuple[str, str, str]]:
    """Who holds such a post anywhere in the area or in its unions: person, name, body; each person once."""
    day = clock.today()
    ids = bodies.subtree_ids(area_id)
    found = {one.person_id: one for one in posts.holders_in(ids, day) if one.kind == kind}
    names = bodies.lines({one.body_id for one in found.values()})
    return [(str(id), one.person_name, names[one.body_id].name) for id, one in sorted(found.items())]


def turns(
    area_id: int,
    kind: str,
    days: Sequence[date],
    need: int,
    rest: int,
    absent: Mapping[str, frozenset[date]],
) -> tuple[Rota, dict[str, tuple[str, str]]]:
    """A fair rota among all holders of a post; `absent`: name → days. Refuses with the days that cannot be filled."""
    found = holders(area_id, kind)
    persons = [Person(key, name, absent=absent.get(name, frozenset())) for key, name, _body in found]
    made = rota([Turn(day, need) for day in days], persons, rules=RotaRules(rest=rest))
    return made, {key: (name, body) for key, name, body in found}
