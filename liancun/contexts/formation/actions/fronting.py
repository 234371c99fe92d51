"""The trade-off front of a planning: a set of plans of which none is better in one aim without being worse in another."""

from __future__ import annotations

from liancun.contexts.audit import api as audit
from liancun.contexts.formation.actions.working import Found, row_of
from liancun.contexts.formation.models import Planning, Proposal
from liancun.contexts.formation.rules import frozen
from liancun.contexts.formation.rules.front import front
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Unknown, mark

PLANS = 20


@action("formation.work_front")
def work_front(actor: Actor, *, planning_id: int) -> int:
    """Searches the front once and keeps its plans; gives how many. Doing it again keeps the first."""
    planning = Planning.objects.filter(pk=planning_id).first()
    if planning is None:
        raise Unknown("formation.unknown", mark("没有这项规划。"))
    require(actor, "formation.plan", planning.area_id)
    kept = Proposal.objects.filter(planning=planning, origin="front").count()
    if kept:
        return kept
    problem = frozen.problem_of(planning.inputs)
    best = Proposal.objects.filter(planning=planning).exclude(origin="edited").order_by("total").first()
    begin = frozen.plan_of(best.plan) if best else None
    found = front(problem, seed=planning.seed, plans=PLANS, begin=begin)
    for point in found.points:
        row_of(planning, Found(point.plan, point.score), "front", made_by_name=actor.name)
    audit.record(
        actor,
        "formation.work_front",
        subject="formation.planning",
        subject_id=planning.pk,
        body_id=planning.area_id,
        detail={"plans": len(found.points), "tried": found.tried},
    )
    return len(found.points)
