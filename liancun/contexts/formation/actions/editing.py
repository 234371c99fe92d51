"""What if: villages moved by hand, and rules or weights changed; each becomes a plan of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from liancun.contexts.audit import api as audit
from liancun.contexts.formation.actions.asking import Asked, keep
from liancun.contexts.formation.actions.working import Found, row_of
from liancun.contexts.formation.models import Planning, Proposal
from liancun.contexts.formation.queries.plans import Opened, opened
from liancun.contexts.formation.rules import frozen
from liancun.contexts.formation.rules.checking import faults, plan_score
from liancun.contexts.formation.rules.problem import Problem, Profile, Rules
from liancun.contexts.formation.rules.trying import NEARBY, Effect, Trial, replan
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal, mark

# A village and the centre of the group it goes to; None: it waits.
Move = tuple[str, str | None]


def tried(found: Opened, moves: Sequence[Move]) -> list[Effect]:
    """Each move on the plan that the moves before it left."""
    plan, effects = found.plan, []
    for village, centre in moves:
        effect = Trial(found.problem, plan).move(village, centre)
        effects.append(effect)
        plan = effect.plan
    return effects


@action("formation.keep_edited")
def keep_edited(actor: Actor, *, proposal_id: int, moves: Sequence[Move], note: str = "") -> int:
    """Keeps a plan with villages moved by hand, with the rules it breaks; gives its id. Refusal: formation.no_moves."""
    found = opened(proposal_id)
    require(actor, "formation.plan", found.area_id)
    if not moves:
        raise Refusal("formation.no_moves", mark("还没有移动任何一个村。"))
    plan = tried(found, moves)[-1].plan
    kept = Found(plan, plan_score(found.problem, plan))
    if not isfinite(kept.score.total):
        raise Refusal(
            "formation.unreachable",
            mark("移动以后，有村从中心村到不了，这样的方案不能保存。"),
            remedy=mark("请移到相邻的组，或者撤回这一步。"),
        )
    row = row_of(
        Planning.objects.get(pk=found.planning_id),
        kept,
        "edited",
        faults=faults(found.problem, plan),
        note=note.strip()[:200],
        made_by_name=actor.name,
    )
    _trace(actor, "formation.keep_edited", row, {"moves": len(moves)})
    return row.pk


@action("formation.vary")
def vary(
    actor: Actor,
    *,
    proposal_id: int,
    rules: Rules,
    profile: Profile,
    unwilling: Sequence[str] = (),
    title: str = "",
) -> int:
    """Searches on from a plan under other rules, weights or wishes, in under a second; gives the new plan's id.

    Villages, facts and roads stay as they were frozen. Refusals: rules that contradict one another.
    """
    found = opened(proposal_id)
    require(actor, "formation.plan", found.area_id)
    planning = Planning.objects.get(pk=found.planning_id)
    problem = varied(found.problem, rules, profile, unwilling)
    asked = Asked(
        title.strip() or planning.title,
        planning.year,
        planning.way,
        rules,
        profile,
        seed=planning.seed,
        moves=NEARBY,
        runs=1,
        proof=False,
    )
    drawing = frozen.told_sheet(found.sheet, found.sources) if found.sheet else {}
    id = keep(actor, found.area_id, asked, problem, found.points, drawing, based_on_id=proposal_id)
    done = replan(problem, found.plan, seed=planning.seed, moves=NEARBY)
    kept = Found(done.plan, done.comparison.other.score)
    row = row_of(Planning.objects.get(pk=id), kept, "varied", made_by_name=actor.name)
    _trace(actor, "formation.vary", row, {"from": proposal_id})
    return row.pk


def varied(problem: Problem, rules: Rules, profile: Profile, unwilling: Sequence[str]) -> Problem:
    out = set(unwilling)
    villages = tuple(replace(one, willing=one.key not in out) for one in problem.villages)
    return replace(problem, villages=villages, rules=rules, profile=profile)


def _trace(actor: Actor, verb: str, row: Proposal, detail: dict[str, object]) -> None:
    audit.record(
        actor,
        verb,
        subject="formation.proposal",
        subject_id=row.pk,
        body_id=row.area_id,
        detail={**detail, "total": round(row.total, 6)},
    )
