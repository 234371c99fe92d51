"""Checks a certificate slowly and plainly: shares nothing with the solver that wrote it.

For each centre every connected set it can lead is looked at, but those that short arguments rule out:

- likeness: the sum of squares of a set is the sum over its pairs of the squared distance, divided by its number. A
  village that joins k others on the way to at most `most` adds at least k / most of its squared distance to their mean;
- shortfalls and townships are never below zero; what is short now stays short but for what the others bring;
- a supply link inside a group saves each end half of it, so one between two that may both join half to each.

A set that these arguments leave below the value that is claimed is priced by the plain checker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import MUST_NOT_WAIT, Certificate, Group, Plan, Problem

CLOSE = 1e-6
Floats = NDArray[np.float64]


def verified(problem: Problem, certificate: Certificate) -> list[str]:
    """Every fault of the certificate; empty where it proves its bound."""
    desk = _Desk(problem, certificate)
    found = [f"the price of {key} is below zero" for key, p in certificate.prices.items() if p < -CLOSE]
    found += [f"the value of {key} is above zero" for key, v in certificate.centres.items() if v > CLOSE]
    if set(certificate.prices) != set(desk.roads):
        found.append("prices are not those of the willing villages")
        return found
    if abs(desk.bound() - certificate.bound) > CLOSE * max(1.0, abs(certificate.bound)):
        found.append(f"the parts add up to {desk.bound()}, not to {certificate.bound}")
    for centre in desk.roads:
        if desk.villages[centre].strong:
            cheaper = desk.cheaper(centre, certificate.centres.get(centre, 0.0) - CLOSE)
            if cheaper is not None:
                found.append(f"around {centre} the group {cheaper} costs less than is said")
    return found


def total(problem: Problem, certificate: Certificate) -> float:
    """What the parts of a certificate add up to."""
    return _Desk(problem, certificate).bound()


@dataclass(frozen=True)
class _Search:
    """One centre: whom it can lead (itself first), and about each: what it saves at least by not waiting, less its
    way; squared distances to the others; what it adds to each shortfall; half of each link between two of them, and their sums.
    """

    keys: tuple[str, ...]
    beside: list[int]
    saves: Floats
    apart: Floats
    short: Floats
    links: Floats
    linked: Floats
    value: float


@dataclass(frozen=True)
class _Set:
    """A set that grows: its members as numbers and as bits, and sums over them for each village around."""

    members: tuple[int, ...]
    bits: int
    apart: Floats
    short: Floats
    links: Floats
    squares: float
    saved: float


class _Desk:
    def __init__(self, problem: Problem, certificate: Certificate) -> None:
        self.problem, self.certificate = problem, certificate
        self.villages, self.roads = problem.by_key(), checking.network(problem)
        self.at = checking.scales(problem)
        self.alone = {key: self._half_of_supply(key) for key in self.roads}
        self.kept = {key for group in problem.rules.kept for key in group}

    def _half_of_supply(self, key: str) -> float:
        known = self.at.features
        amounts = [
            s.amount
            for s in self.problem.supplies
            if key in (s.seller, s.buyer) and s.seller in known and s.buyer in known and s.seller != s.buyer
        ]
        return self.problem.profile.supply * 0.5 * sum(amounts) / self.at.supply * len(known)

    def waits(self, key: str) -> float:
        """What it costs that the village waits, its supply links cut."""
        if key in self.kept and not self.problem.rules.everyone:
            return MUST_NOT_WAIT
        more = MUST_NOT_WAIT if self.problem.rules.everyone else 0.0
        return self.problem.profile.waiting + self.alone[key] + more

    def bound(self) -> float:
        fewest, many = self.problem.rules.groups
        most = len(self.roads) if many is None else many
        scarce = self.certificate.per_group
        limited = scarce * (most if scarce > 0 else fewest or 0)
        total = sum(self.waits(key) - self.certificate.prices[key] for key in self.roads)
        return total - limited + sum(self.certificate.centres.values())

    def cheaper(self, centre: str, value: float) -> tuple[str, ...] | None:
        """A group around `centre` whose priced cost is below `value`; None where there is none."""
        rules, profile = self.problem.rules, self.problem.profile
        reached = checking.around(self.roads, centre, rules.reach)
        near = {
            key: profile.near * minutes / self.at.minutes
            for key, (_, minutes) in reached.items()
            if (rules.minutes is None or minutes <= rules.minutes + 1e-9) and self._same_town(centre, key)
        }
        search = self._laid_out(centre, near, value)
        none, sums = np.zeros(len(search.keys)), np.zeros(search.short.shape[1])
        first = _Set((), 0, apart=none, short=sums, links=none, squares=0.0, saved=0.0)
        return self._grown(search, _with(search, first, 0), 0)

    def _laid_out(self, centre: str, near: dict[str, float], value: float) -> _Search:
        keys = (centre, *sorted(key for key in near if key != centre))
        place = {key: number for number, key in enumerate(keys)}
        features = np.array([self.at.features[key] for key in keys])
        apart = ((features[:, None, :] - features[None, :, :]) ** 2).sum(axis=2)
        links = np.zeros((len(keys), len(keys)))
        unit = self.problem.profile.supply * 0.5 / self.at.supply * len(self.roads)
        for key in keys:
            for other, amount in self.at.trades.get(key, ()):
                if other in place:
                    links[place[key], place[other]] += amount * unit
        return _Search(
            keys=keys,
            beside=[sum(1 << place[other] for other in self.roads[key] if other in place) for key in keys],
            saves=np.array(
                [self.waits(key) - self.certificate.prices[key] - near[key] - self.alone[key] for key in keys]
            ),
            apart=apart * self.problem.profile.alike,
            short=np.array([self._short(key) for key in keys]),
            links=links,
            linked=links.sum(axis=1),
            value=value,
        )

    def _short(self, key: str) -> list[float]:
        """What the village adds to each shortfall of a group, weighted as in docs/planning.md."""
        village, profile, at = self.villages[key], self.problem.profile, self.at
        lack = [
            profile.lack
            * (village.needs.get(name, 0.0) - village.has.get(name, 0.0))
            / mean
            / len(at.resources)
            for name, mean in at.resources.items()
        ]
        return [*lack, profile.balance * (at.strength_mean - village.strength) / at.strength_spread]

    def _same_town(self, one: str, other: str) -> bool:
        within = self.problem.rules.townships == "within"
        return not within or self.villages[one].township == self.villages[other].township

    def _grown(self, search: _Search, chosen: _Set, barred: int) -> tuple[str, ...] | None:
        """Depth first: each neighbour is taken in, or barred for all that follows."""
        if self._hope(search, chosen, barred) >= search.value:
            return None  # nor does the set itself cost less
        if self._plain(search, chosen) < search.value:
            named = tuple(search.keys[one] for one in chosen.members)
            if self._priced(search, named) < search.value:
                return named
        if len(chosen.members) == self.problem.rules.most:
            return None
        edge = 0
        for one in chosen.members:
            edge |= search.beside[one]
        edge &= ~(chosen.bits | barred)
        for one in range(len(search.keys)):
            if edge >> one & 1:
                found = self._grown(search, _with(search, chosen, one), barred)
                if found:
                    return found
                barred |= 1 << one
        return None

    def _fixed(self, chosen: _Set) -> float:
        """What the set costs but for shortfalls and townships."""
        return self.problem.profile.group + self.certificate.per_group + chosen.squares - chosen.saved

    def _plain(self, search: _Search, chosen: _Set) -> float:
        """No more than what the set itself costs with the prices: townships beyond the first are left out."""
        return self._fixed(chosen) + float(np.maximum(chosen.short, 0.0).sum())

    def _hope(self, search: _Search, chosen: _Set, barred: int) -> float:
        """No set that grows from here costs less."""
        many, most = len(chosen.members), self.problem.rules.most
        away = chosen.apart / many - chosen.squares / many
        adds = away * (many / most) - search.saves - chosen.links - (search.linked - chosen.links / 2)
        lacking = chosen.short > 0.0
        shorter = adds + search.short[:, lacking].sum(axis=1)
        free = [one for one in range(len(search.keys)) if not (chosen.bits | barred) >> one & 1]
        fixed = self._fixed(chosen)
        without = fixed + _least(adds[free], most - many)
        return max(without, fixed + float(chosen.short[lacking].sum()) + _least(shorter[free], most - many))

    def _priced(self, search: _Search, chosen: tuple[str, ...]) -> float:
        """The group's cost with the prices, less what waiting costs; infinite where it breaks a rule."""
        rules = self.problem.rules
        if not rules.least <= len(chosen) <= rules.most or self._broken(search.keys[0], chosen):
            return float("inf")
        group = Group(search.keys[0], chosen)
        cost = checking.group_score(self.problem, group, self.at, self.roads).total
        paid = sum(self.certificate.prices[key] - self.waits(key) for key in chosen)
        return cost + paid + self.certificate.per_group

    def _broken(self, centre: str, chosen: tuple[str, ...]) -> bool:
        """Whether the checker finds fault with this group, whatever the rest of the plan."""
        members = set(chosen)
        rules = self.problem.rules
        torn = any(
            members & set(wish) and not set(wish) <= members for wish in (*rules.together, *rules.kept)
        )
        lone = Plan((Group(centre, chosen),), ())
        return torn or any(checking.group_faults(self.problem, lone))


def _with(search: _Search, chosen: _Set, one: int) -> _Set:
    """The set with one more."""
    before, many = chosen.squares * len(chosen.members), len(chosen.members) + 1
    return _Set(
        members=(*chosen.members, one),
        bits=chosen.bits | 1 << one,
        apart=chosen.apart + search.apart[one],
        short=chosen.short + search.short[one],
        links=chosen.links + 2 * search.links[one],
        squares=(before + float(chosen.apart[one])) / many,
        saved=chosen.saved + float(search.saves[one] + chosen.links[one]),
    )


def _least(adds: Floats, most: int) -> float:
    """The least that up to `most` of them add."""
    negative = np.sort(adds[adds < 0.0])
    return float(negative[:most].sum())
