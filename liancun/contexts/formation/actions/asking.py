"""A planning is asked for: what the register knows is frozen, then the search is queued."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from liancun.contexts.audit import api as audit
from liancun.contexts.formation.models import Planning
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries import known
from liancun.contexts.formation.rules import frozen, registry
from liancun.contexts.formation.rules.bounding import USUAL
from liancun.contexts.formation.rules.conflicts import refuse_contradictions
from liancun.contexts.formation.rules.problem import Problem, Profile, Rules
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark

LIBRARIES = ("numpy", "numba", "scipy", "highspy")


@dataclass(frozen=True)
class Asked:
    """`joined`: only villages that stand in a union today. `keep`: today's unions of at least two stay together.

    `average`: villages of a group on the average; where the rules leave the number of groups open, it follows from it.
    `moves` a village in each of `runs` runs; `proof`: also bound the plan, with so many `rounds` of prices at most.
    """

    title: str
    year: int
    way: str
    rules: Rules
    profile: Profile
    unwilling: tuple[str, ...] = ()
    joined: bool = False
    keep: bool = False
    average: float | None = None
    seed: int = 1
    moves: int = 1500
    runs: int = 2
    proof: bool = True
    rounds: int = USUAL.rounds


def usual_question(title: str) -> Asked:
    """The county's playbook as it is, over the newest whole year."""
    told = section()
    return Asked(
        title, known.newest_year(), told.way, told.rules(), told.profile(), average=told.form.average
    )


@action("formation.begin_planning")
def begin_planning(actor: Actor, *, area_id: int, asked: Asked) -> int:
    """Freezes the problem; gives the planning's id. The search itself is queued by whoever calls.

    Refusals: formation.title, formation.too_few, and those of rules that contradict one another.
    """
    require(actor, "formation.plan", area_id)
    if not asked.title.strip():
        raise Refusal("formation.title", mark("请写规划的名称。"), place=Place("field", field="title"))
    found = known.ground(area_id, asked.year, joined=asked.joined)
    problem = _problem(found, asked)
    if sum(one.willing for one in problem.villages) < 2:
        raise Refusal(
            "formation.too_few",
            mark("能参加规划的村不到两个。"),
            place=Place("field", field="area"),
            remedy=mark("请先登记各村的位置；没有位置的村不能规划。"),
        )
    judged = registry.criteria(found.known, section().meaning())
    points = {
        key: [round(one.party, 1), round(one.growth, 1), round(one.industry, 1)]
        for key, one in judged.items()
    }
    return keep(actor, area_id, asked, problem, points, _drawing(found))


def _problem(found: known.Ground, asked: Asked) -> Problem:
    keys = {one.key for one in found.known}
    rules = asked.rules
    if asked.keep:
        unions = tuple(tuple(key for key in members if key in keys) for members in found.unions.values())
        rules = replace(rules, kept=_apart(tuple(one for one in unions if len(one) > 1)))
    if asked.average is not None and rules.groups == (None, None):
        many = registry.groups_of(len(keys.difference(asked.unwilling)), asked.average)
        rules = replace(rules, groups=(many, many))
    meaning = section().meaning()
    return registry.problem_from(
        found.known,
        meaning,
        rules=rules,
        profile=asked.profile,
        unwilling=asked.unwilling,
        roads=found.roads,
        supplies=found.supplies,
        areas=found.borders.areas,
    )


def _drawing(found: known.Ground) -> frozen.Plain:
    """The map as the villages lie, where most of them have an area; else it stays schematic."""
    at = {one.key: number for number, one in enumerate(found.known)}
    areas = {at[key]: area for key, area in found.borders.areas.items()}
    if 2 * len(areas) < len(at) or not areas:
        return {}
    from liancun.contexts.formation.rules.borders import sheet_of  # large, and rarely wanted

    sheet = sheet_of([(one.east, one.north) for one in found.known], areas)
    return frozen.told_sheet(sheet, found.borders.sources)


def _apart(unions: Collection[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """A village of several unions stays in the first."""
    taken: set[str] = set()
    kept = []
    for one in unions:
        left = tuple(key for key in one if key not in taken)
        taken |= set(left)
        if len(left) > 1:
            kept.append(left)
    return tuple(kept)


def keep(
    actor: Actor,
    area_id: int,
    asked: Asked,
    problem: Problem,
    points: Mapping[str, Sequence[float]],
    drawing: frozen.Plain,
    *,
    based_on_id: int | None = None,
) -> int:
    """Writes the frozen question; contradictions are refused before anything is kept.

    `points`: 党建基础, 发展成效, 产业带动能力 of each village, 0–100, for score cards. `drawing`: the map, if not schematic.
    """
    refuse_contradictions(problem)
    inputs = {**frozen.told(problem), "points": points, "drawing": drawing}
    row = Planning.objects.create(
        area_id=area_id,
        title=asked.title.strip(),
        year=asked.year,
        way=asked.way,
        playbook_id=playbook.current().id,
        inputs=inputs,
        digest=sha256(frozen.bytes_of(inputs)).hexdigest(),
        seed=asked.seed,
        moves=asked.moves,
        runs=asked.runs,
        proof=asked.proof,
        rounds=asked.rounds,
        versions=versions(),
        based_on_id=based_on_id,
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    detail = {"villages": len(problem.villages), "digest": row.digest, "seed": asked.seed}
    audit.record(
        actor,
        "formation.begin_planning",
        subject="formation.planning",
        subject_id=row.pk,
        body_id=area_id,
        detail=detail,
    )
    return row.pk


def versions() -> dict[str, str]:
    """What the same bytes depend on: the libraries, and the planner's own program as a digest."""
    return {"rules": _program(), **{name: version(name) for name in LIBRARIES}}


@lru_cache(maxsize=1)
def _program() -> str:
    told = sha256()
    for file in sorted(Path(frozen.__file__).parent.glob("*.py")):
        told.update(file.read_bytes())
    return told.hexdigest()[:16]
