"""Rules that contradict each other: found before the search, said in one sentence with the fewest rules that clash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.problem import Problem, Rules
from liancun.kernel.errors import Phrases, Refusal, mark, refuse_any

# How many sets of villages are looked at before the question is left open.
PATIENCE = 20_000

WORDS: dict[str, str] = {
    "least": mark("每组至少 {least} 个村"),
    "most": mark("每组至多 {most} 个村"),
    "townships": mark("不跨乡镇"),
    "reach": mark("离中心村不超过 {reach} 段路"),
    "minutes": mark("到中心村不超过 {minutes} 分钟"),
    "strong": mark("每组要有能带头的中心村"),
    "gate": mark("准入平均分不低于 {gate}"),
    "apart": mark("{apart} 不同组"),
    "kept": mark("现有联村党委不合并"),
}


def refuse_contradictions(problem: Problem) -> None:
    """Raise Refusal (one fault) or Refusals (several) for what no plan can keep; nothing where none is found."""
    refuse_any(_wrong_statement(problem))
    refuse_any(_wrong_numbers(problem))
    refuse_any(_wrong_sets(problem))
    refuse_any(_hopeless(problem))


def _fault(code: str, sentence: str, **params: object) -> Refusal:
    return Refusal(f"formation.{code}", sentence, params)


def _wrong_statement(problem: Problem) -> Iterator[Refusal]:
    keys = [village.key for village in problem.villages]
    known = set(keys)
    if not keys:
        yield _fault("no_villages", mark("没有可以规划的村。"))
    for key in sorted({key for key in keys if keys.count(key) > 1}) if len(known) < len(keys) else ():
        yield _fault("twice", mark("村“{village}”出现了不止一次。"), village=key)
    if len({len(village.traits) for village in problem.villages}) > 1:
        yield _fault("traits", mark("各村的特征数目不一样。"))
    named = [key for link in problem.links for key in (link.one, link.other)]
    named += [key for supply in problem.supplies for key in (supply.seller, supply.buyer)]
    named += [key for wish in _sets(problem.rules) for key in wish]
    named += [key for pair in problem.rules.apart for key in pair]
    for key in dict.fromkeys(key for key in named if key not in known):
        yield _fault("unknown", mark("名单里没有村“{village}”，但道路、供销或意愿里写了它。"), village=key)


def _wrong_numbers(problem: Problem) -> Iterator[Refusal]:
    rules = problem.rules
    willing = sum(village.willing for village in problem.villages)
    fewest, many = rules.groups
    said = {"least": rules.least, "most": rules.most, "villages": willing, "fewest": fewest, "many": many}
    if not 1 <= rules.least <= rules.most:
        yield _fault("bounds", mark("每组至少 {least} 个村、至多 {most} 个村，这两条互相矛盾。"), **said)
    elif fewest is not None and many is not None and fewest > many:
        yield _fault("counts", mark("至少 {fewest} 组、至多 {many} 组，这两条互相矛盾。"), **said)
    elif fewest is not None and fewest * rules.least > willing:
        yield _fault(
            "too_few",
            mark("至少 {fewest} 组、每组至少 {least} 个村，这两条要的村比愿意参加的 {villages} 个还多。"),
            **said,
        )
    elif rules.everyone and many is not None and many * rules.most < willing:
        yield _fault(
            "too_many",
            mark("至多 {many} 组、每组至多 {most} 个村、每村都要入组，这三条放不下 {villages} 个村。"),
            **said,
        )


def _sets(rules: Rules) -> list[tuple[str, ...]]:
    return [*rules.together, *rules.kept]


def bonds(rules: Rules) -> list[tuple[str, ...]]:
    """The together-sets and kept groups, those that share a village made one."""
    merged: list[dict[str, None]] = []
    for each in _sets(rules):
        touching = [other for other in merged if other.keys() & set(each)]
        merged = [other for other in merged if other not in touching]
        merged.append(dict.fromkeys([*(key for other in touching for key in other), *each]))
    return [tuple(each) for each in merged]


def _wrong_sets(problem: Problem) -> Iterator[Refusal]:
    rules, villages = problem.rules, problem.by_key()
    for wish in bonds(rules):
        names = _names(problem, wish)
        for key in wish:
            if not villages[key].willing:
                yield _fault(
                    "unwilling",
                    mark("“{villages}”必须同组，但“{village}”不愿参加。"),
                    villages=names,
                    village=villages[key].name or key,
                )
        for one, other in rules.apart:
            if one in wish and other in wish:
                yield _fault(
                    "apart",
                    mark("“{villages}”必须同组，但“{one}”和“{other}”又不许同组。"),
                    villages=names,
                    one=villages[one].name or one,
                    other=villages[other].name or other,
                )


def _names(problem: Problem, keys: Iterable[str]) -> str:
    villages = problem.by_key()
    return "、".join(villages[key].name or key for key in keys)


def _hopeless(problem: Problem) -> Iterator[Refusal]:
    """Sets that must be together (and, where all must be placed, single villages) that no group can hold."""
    rules = problem.rules
    asked = bonds(rules)
    if rules.everyone:
        inside = {key for wish in asked for key in wish}
        asked += [(v.key,) for v in problem.villages if v.willing and v.key not in inside]
    for wish in asked:
        clash = smallest_conflict(problem, wish)
        if clash:
            yield _clash_refusal(problem, wish, clash)


def _clash_refusal(problem: Problem, wish: Sequence[str], clash: Sequence[str]) -> Refusal:
    params = {"villages": _names(problem, wish), "rules": said(problem, clash), "count": len(clash)}
    if not clash or clash == ("links",):
        sentence = mark("没有道路或边界把“{villages}”连到一起，没有一个组容得下。")
    elif len(wish) == 1:
        sentence = mark("村“{villages}”必须入组，但没有一个组能同时满足：{rules}。")
    else:
        sentence = mark("“{villages}”必须同组，但没有一个组能同时满足：{rules}。")
    return Refusal("formation.conflict", sentence, params, remedy=mark("请放宽其中一条。"))


def said(problem: Problem, clash: Sequence[str]) -> Phrases:
    """The rules of a clash in words."""
    rules = problem.rules
    pairs = "、".join(f"{_names(problem, pair)}" for pair in rules.apart[:3])
    params = {
        "least": rules.least,
        "most": rules.most,
        "reach": rules.reach,
        "minutes": rules.minutes,
        "gate": rules.gate,
        "apart": pairs,
    }
    return Phrases(tuple((WORDS[name], params) for name in clash if name in WORDS))


@dataclass(frozen=True)
class _Loosening:
    """A rule by name and the problem without it."""

    name: str
    without: Callable[[Problem], Problem]


def _rules(**changes: object) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, rules=replace(problem.rules, **changes))  # type: ignore[arg-type]


def _all_strong(problem: Problem) -> Problem:
    return replace(problem, villages=tuple(replace(village, strong=True) for village in problem.villages))


# A centre within reach is two rules: that someone leads, and how far.
_LOOSER = (
    _Loosening("least", _rules(least=1)),
    _Loosening("most", _rules(most=10**6)),
    _Loosening("townships", _rules(townships="across")),
    _Loosening("reach", _rules(reach=64)),
    _Loosening("minutes", _rules(minutes=None)),
    _Loosening("strong", _all_strong),
    _Loosening("gate", _rules(gate=None)),
    _Loosening("apart", _rules(apart=())),
    _Loosening("kept", _rules(kept=())),
)


def smallest_conflict(problem: Problem, wish: Sequence[str]) -> tuple[str, ...]:
    """The fewest rules under which no group can hold `wish`; empty where one can, or where it stays open.

    ("links",) where not even a problem without rules has such a group.
    """
    if holder(problem, wish) is not False:
        return ()
    active = [each for each in _LOOSER if each.without(problem) != problem]
    for size in range(len(active) + 1):
        for chosen in combinations(active, size):
            looser = problem
            for each in active:
                looser = looser if each in chosen else each.without(looser)
            if holder(looser, wish) is False:
                return tuple(each.name for each in chosen) or ("links",)
    return tuple(each.name for each in active)


Holder = frozenset[str] | Literal[False] | None


def holder(problem: Problem, wish: Sequence[str], taken: Set[str] = frozenset()) -> Holder:
    """A group without `taken` that keeps all rules and holds `wish`; False: there is none; None: patience ran out."""
    roads = checking.network(problem)
    villages = problem.by_key()
    open_question = False
    for centre in _centres(problem, wish, roads):
        reached = checking.around(roads, centre, min(problem.rules.reach, len(roads)))
        limit = problem.rules.minutes
        inside = {k for k, (_, m) in reached.items() if limit is None or m <= limit + 1e-9} - taken
        if problem.rules.townships == "within":
            inside = {key for key in inside if villages[key].township == villages[centre].township}
        if not set(wish) <= inside:
            continue
        answer = _Grower(problem, roads, inside, {centre, *wish}).found()
        if answer:
            return answer
        open_question = open_question or answer is None
    return None if open_question else False


def _centres(problem: Problem, wish: Sequence[str], roads: checking.Network) -> list[str]:
    villages = problem.by_key()
    near = checking.around(roads, wish[0], min(problem.rules.reach, len(roads)))
    return [key for key in sorted(near, key=lambda key: near[key]) if villages[key].strong]


class _Grower:
    """Looks for a connected set within `inside` that holds `core` and keeps size, gate, apart and kept."""

    def __init__(self, problem: Problem, roads: checking.Network, inside: set[str], core: set[str]) -> None:
        self.rules, self.villages, self.roads = problem.rules, problem.by_key(), roads
        self.core = self._closed(core)
        self.inside, self.looks = inside, 0
        self.answer: frozenset[str] = frozenset()

    def _closed(self, core: set[str]) -> set[str]:
        """With every bound set that it touches."""
        for bond in bonds(self.rules):
            core = core | set(bond) if core & set(bond) else core
        return core

    def found(self) -> Holder:
        """The set; False where there is none, None where patience ran out."""
        if not self.core <= self.inside or len(self.core) > self.rules.most or self._clashes(self.core):
            return False
        if self._grow({min(self.core)}, set()):
            return self.answer
        return None if self.looks >= PATIENCE else False

    def _grow(self, chosen: set[str], barred: set[str]) -> bool:
        """Depth first over connected sets, each met once: the next neighbour is in, or barred."""
        self.looks += 1
        if self.looks >= PATIENCE:
            return False
        if self.core <= chosen and self._fits(chosen):
            self.answer = frozenset(chosen)
            return True
        if len(chosen) >= self.rules.most:
            return False
        ahead = {other for key in chosen for other in self.roads[key]} & self.inside - chosen - barred
        wanted = sorted(ahead, key=lambda key: (key not in self.core, -self.villages[key].readiness, key))
        barred = set(barred)
        for key in wanted:
            with_key = self._closed({key})
            open_to_it = with_key <= self.inside - barred and not self._clashes(chosen | with_key)
            if open_to_it and self._grow(chosen | {key}, barred):
                return True
            barred.add(key)
            if key in self.core:
                return False
        return False

    def _clashes(self, members: set[str]) -> bool:
        homes = sum(bool(members & set(kept)) for kept in self.rules.kept)
        return homes > 1 or any(one in members and other in members for one, other in self.rules.apart)

    def _fits(self, chosen: set[str]) -> bool:
        if not self.rules.least <= len(chosen) <= self.rules.most or self._closed(chosen) != chosen:
            return False
        ready = sum(self.villages[key].readiness for key in chosen) / len(chosen)
        return self.rules.gate is None or ready >= self.rules.gate - 1e-9


def placed(problem: Problem) -> list[frozenset[str]]:
    """A first group for each kept group and together-set, none overlapping; kept ones first.

    A together-set that finds no room is left waiting; a kept group without room is refused.
    """
    kept = {key for group in problem.rules.kept for key in group}
    asked = sorted(bonds(problem.rules), key=lambda bond: (not kept & set(bond), -len(bond)))
    taken: frozenset[str] = frozenset()
    found: list[frozenset[str]] = []
    for number, bond in enumerate(asked):
        later = {key for other in asked[number + 1 :] if kept & set(other) for key in other}
        answer = holder(problem, bond, taken | (later - set(bond)))
        if answer:
            found.append(answer)
            taken |= answer
        elif kept & set(bond):
            raise Refusal(
                "formation.no_room",
                mark("没有找到办法让现有各组都保留：“{villages}”找不到合规的位置。"),
                {"villages": _names(problem, bond)},
                remedy=mark("请放宽人数、距离等规则，或少保留一组。"),
            )
    return found
