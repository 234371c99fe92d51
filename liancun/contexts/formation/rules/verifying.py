"""Checks a certificate slowly and plainly: shares nothing with the solver that wrote it.

For each centre every connected set it can lead is looked at, but those that a short argument rules out: likeness
never gets less when a village joins, shortfalls and townships are never below zero, and a supply link inside a
group saves each end half of it at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import MUST_NOT_WAIT, Certificate, Group, Plan, Problem

CLOSE = 1e-6


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
    """One centre: whom it can lead with the weighted minutes, what each saves at best, and the value to beat."""

    centre: str
    near: dict[str, float]
    saves: dict[str, float]
    value: float


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
        prices = self.certificate.prices
        saves = {key: self.waits(key) - prices[key] - cost for key, cost in near.items()}
        return self._grown(_Search(centre, near, saves, value), (centre,), frozenset())

    def _same_town(self, one: str, other: str) -> bool:
        within = self.problem.rules.townships == "within"
        return not within or self.villages[one].township == self.villages[other].township

    def _grown(
        self, search: _Search, chosen: tuple[str, ...], barred: frozenset[str]
    ) -> tuple[str, ...] | None:
        """Depth first: each neighbour is taken in, or barred for all that follows."""
        open_to = {key for key in search.near if key not in chosen and key not in barred}
        if self._hope(search, chosen, open_to) >= search.value:
            return None  # nor does the set itself cost less
        if self._priced(search, chosen) < search.value:
            return chosen
        if len(chosen) == self.problem.rules.most:
            return None
        for key in sorted(open_to & {other for one in chosen for other in self.roads[one]}):
            found = self._grown(search, (*chosen, key), barred)
            if found:
                return found
            barred = barred | {key}
        return None

    def _hope(self, search: _Search, chosen: Sequence[str], open_to: set[str]) -> float:
        """No set that grows from here costs less."""
        unlike = self.problem.profile.alike * checking.squares([self.at.features[key] for key in chosen])
        least = self.problem.profile.group + self.certificate.per_group + unlike
        least -= sum(search.saves[key] for key in chosen)
        gains = sorted((search.saves[key] for key in open_to if search.saves[key] > 0), reverse=True)
        return least - sum(gains[: self.problem.rules.most - len(chosen)])

    def _priced(self, search: _Search, chosen: tuple[str, ...]) -> float:
        """The group's cost with the prices, less what waiting costs; infinite where it breaks a rule."""
        rules = self.problem.rules
        if not rules.least <= len(chosen) <= rules.most or self._broken(search.centre, chosen):
            return float("inf")
        group = Group(search.centre, chosen)
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
