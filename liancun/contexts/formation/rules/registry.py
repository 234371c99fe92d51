"""From what a county's register knows of its villages to a problem; nothing is asked that could be computed.

What a village needs of a resource is what it would hold if the county's holdings were spread by another figure: a
village that grows a fiftieth of the county's output needs a fiftieth of its cold stores. See docs/planning.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from liancun.contexts.formation.rules.outlines import Area
from liancun.contexts.formation.rules.problem import Link, Problem, Profile, Rules, Supply, Village

OUTPUT = "output"
# Minutes on the road by pair of villages.
Roads = Mapping[tuple[str, str], float]
NO_ROADS: Roads = {}
NO_AREAS: Mapping[str, Area] = {}


@dataclass(frozen=True)
class Known:
    """A village of the register. `facts`: code → value of one year, only what is known; `flags`: weak, lax …"""

    key: str
    name: str
    township: str
    east: float
    north: float
    facts: Mapping[str, float] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    centre: bool = False


@dataclass(frozen=True)
class Resource:
    """`has`: facts that are added up; `per`: the fact, or the output, by which the county's holdings are spread."""

    name: str
    has: tuple[str, ...]
    per: str = OUTPUT


@dataclass(frozen=True)
class Meaning:
    """What the facts of a county mean to the planner.

    `industries`: industry → fact → what one unit is worth, 10,000 yuan. `leading`: the part of the villages, the
    strongest first, that may lead; none of them with a flag of `weak`. `admission`: weights of the three criteria
    党建基础, 发展成效, 产业带动能力; `lax`: flags that take the first away.
    """

    strength: str
    population: str
    industries: Mapping[str, Mapping[str, float]]
    resources: tuple[Resource, ...]
    leading: float = 0.35
    weak: tuple[str, ...] = ()
    lax: tuple[str, ...] = ()
    admission: tuple[float, float, float] = (30.0, 40.0, 30.0)
    minutes: float = 2.0

    @property
    def codes(self) -> tuple[str, ...]:
        """Every fact that is read, each once."""
        found = [self.strength, self.population]
        found += [code for facts in self.industries.values() for code in facts]
        found += [code for one in self.resources for code in one.has]
        found += [one.per for one in self.resources if one.per != OUTPUT]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Criteria:
    """Admission of one village, each of 0–100: 党建基础, 发展成效, 产业带动能力."""

    party: float
    growth: float
    industry: float

    def score(self, weights: Sequence[float]) -> float:
        parts = (self.party, self.growth, self.industry)
        return sum(w * part for w, part in zip(weights, parts, strict=True)) / (sum(weights) or 1.0)


def problem_from(
    known: Sequence[Known],
    meaning: Meaning,
    *,
    rules: Rules,
    profile: Profile,
    unwilling: Collection[str] = (),
    roads: Roads = NO_ROADS,
    supplies: Sequence[Supply] = (),
    areas: Mapping[str, Area] = NO_AREAS,
) -> Problem:
    """Villages in the order given; neighbours by their roads, else by shared border, else by position."""
    ways = links(known, meaning.minutes, roads, areas)
    return Problem(villages_from(known, meaning, unwilling), ways, tuple(supplies), rules, profile)


def villages_from(
    known: Sequence[Known], meaning: Meaning, unwilling: Collection[str] = ()
) -> tuple[Village, ...]:
    strengths = _filled(known, meaning.strength)
    leading = _leaders(known, strengths, meaning)
    output = {one.key: _output(one, meaning) for one in known}
    needs = {one.name: _needs(known, one, output) for one in meaning.resources}
    admitted = criteria(known, meaning)
    return tuple(
        Village(
            key=one.key,
            name=one.name,
            township=one.township,
            east=one.east,
            north=one.north,
            population=int(one.facts.get(meaning.population, 0)),
            strength=round(strengths[one.key], 4),
            strong=one.key in leading,
            readiness=round(admitted[one.key].score(meaning.admission), 2),
            willing=one.key not in unwilling,
            industries=output[one.key],
            has={each.name: round(_has(one, each), 4) for each in meaning.resources},
            needs={name: round(need[one.key], 4) for name, need in needs.items()},
        )
        for one in known
    )


def links(
    known: Sequence[Known], minutes: float, roads: Roads = NO_ROADS, areas: Mapping[str, Area] = NO_AREAS
) -> tuple[Link, ...]:
    """Roads on record, and neighbours by border or position where one of the two has no road on record."""
    from liancun.contexts.formation.rules.borders import beside  # large, and rarely wanted

    places = [(one.east, one.north) for one in known]
    at = {one.key: number for number, one in enumerate(known)}
    measured = {(min(a, b), max(a, b)): way for a, b, way in _placed(roads, at)}
    surveyed = {end for pair in measured for end in pair}
    found = {
        (a, b): round(minutes * _length(places[a], places[b]), 3)
        for a, b in beside(places, {at[key]: area for key, area in areas.items() if key in at})
        if a not in surveyed or b not in surveyed
    }
    return tuple(Link(known[a].key, known[b].key, way) for (a, b), way in sorted((found | measured).items()))


def _placed(roads: Roads, at: Mapping[str, int]) -> Iterator[tuple[int, int, float]]:
    for (one, other), minutes in roads.items():
        if one in at and other in at:
            yield at[one], at[other], minutes


def _length(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _filled(known: Sequence[Known], code: str) -> dict[str, float]:
    """What is not known counts as the county's average, so that it pulls neither way."""
    found = [one.facts[code] for one in known if code in one.facts]
    mean = sum(found) / len(found) if found else 0.0
    return {one.key: one.facts.get(code, mean) for one in known}


def _leaders(known: Sequence[Known], strengths: Mapping[str, float], meaning: Meaning) -> set[str]:
    able = [one.key for one in known if not set(one.flags) & {*meaning.weak, *meaning.lax}]
    wanted = max(1, round(meaning.leading * len(known))) if known else 0
    able.sort(key=lambda key: (-strengths[key], key))
    return {*able[:wanted], *(one.key for one in known if one.centre)}


def _output(one: Known, meaning: Meaning) -> dict[str, float]:
    """Yearly output by industry, 10,000 yuan."""
    found = {
        name: round(sum(one.facts.get(code, 0.0) * worth for code, worth in facts.items()), 4)
        for name, facts in meaning.industries.items()
    }
    return {name: value for name, value in found.items() if value > 0}


def _has(one: Known, resource: Resource) -> float:
    return sum(one.facts.get(code, 0.0) for code in resource.has)


def _needs(
    known: Sequence[Known], resource: Resource, output: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    base = {
        one.key: sum(output[one.key].values()) if resource.per == OUTPUT else one.facts.get(resource.per, 0.0)
        for one in known
    }
    whole, held = sum(base.values()), sum(_has(one, resource) for one in known)
    return {key: held * value / whole if whole else 0.0 for key, value in base.items()}


def criteria(known: Sequence[Known], meaning: Meaning) -> dict[str, Criteria]:
    """The place of each village among all: 100 is the best, 50 the middle; a lax branch has 40 for 党建基础."""
    growth = _places(_filled(known, meaning.strength))
    output = {one.key: sum(_output(one, meaning).values()) for one in known}
    industry = _places(output)
    return {
        one.key: Criteria(
            40.0 if set(one.flags) & set(meaning.lax) else 80.0, growth[one.key], industry[one.key]
        )
        for one in known
    }


def _places(values: Mapping[str, float]) -> dict[str, float]:
    ordered = sorted(values.values())
    many = len(ordered)
    return {
        key: 50.0 * (bisect_left(ordered, value) + bisect_right(ordered, value)) / many
        for key, value in values.items()
    }


def missing(known: Sequence[Known], meaning: Meaning) -> dict[str, tuple[str, ...]]:
    """Fact → keys of the villages that lack it; facts of one industry or resource stand in for one another."""
    sets: list[tuple[str, ...]] = [(meaning.strength,), (meaning.population,)]
    sets += [tuple(code for facts in meaning.industries.values() for code in facts)]
    sets += [one.has for one in meaning.resources]
    found: dict[str, tuple[str, ...]] = {}
    for codes in dict.fromkeys(sets):
        lacking = tuple(one.key for one in known if not set(codes) & set(one.facts))
        if codes and lacking:
            found[codes[0]] = lacking
    return found


def groups_of(willing: int, average: float) -> int:
    """How many groups `willing` villages make when a group has `average` of them: 505 and 7.3 are 69."""
    return max(1, round(willing / average))


def changed(rules: Rules, **changes: object) -> Rules:
    return replace(rules, **changes)  # type: ignore[arg-type]
