"""Which procedure each body concerned must go through, from facts the system knows: asked before and at raising."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from liancun.contexts.affairs.playbook.schema import AffairsSection
from liancun.contexts.affairs.rules.procedure import BodyFacts, Plan, Procedure
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor
from liancun.framework.scope import entered

REPRESENTATIVES = "representative"


@dataclass(frozen=True)
class Way:
    """A body's own way: `procedure` None where the subject asks for none; `found` False where none fits the body."""

    body_id: int
    name: str
    kind: str
    procedure: Procedure | None
    route: str = ""
    why: str = ""
    article: str = ""
    found: bool = True


def plan_for(subject: str, minimum: int = 1, *, alone: bool) -> Plan:
    """The plan of today's playbook; of one body alone it has no joint procedure. KeyError for an unknown subject."""
    section: AffairsSection = playbook.current().section("affairs")
    plan = section.plan_of(subject, minimum)
    return Plan(None, plan.inner, 1, plan.article, plan.routes) if alone else plan


@dataclass(frozen=True)
class Known:
    """What the system knows of a body that decides its way."""

    line: bodies.BodyLine
    facts: BodyFacts


def known(body_ids: Collection[int]) -> dict[int, Known]:
    """A fixed number of statements. Whether a roll of representatives is kept is asked as the program: who raises
    a joint matter need not see the other villages' rolls.
    """
    lines = bodies.lines(body_ids)
    collectives = bodies.parts_of(body_ids, "collective")
    with entered(Actor.system("affairs.ways")):
        sizes = people.rolls({line.id for line in collectives.values()} | set(body_ids), clock.today())
    found = {}
    for id, line in lines.items():
        owner = id if line.kind == "collective" else collectives[id].id if id in collectives else None
        represented = owner is not None and sizes.get((owner, REPRESENTATIVES), 0) > 0
        found[id] = Known(line, BodyFacts(line.kind, owner is not None, represented))
    return found


def ways(plan: Plan, body_ids: Collection[int]) -> dict[int, Way]:
    """Each body's way."""
    there = known(body_ids)
    return {id: way_of(there[id], plan) for id in body_ids}


def way_of(body: Known, plan: Plan) -> Way:
    line, route = body.line, plan.route_for(body.facts)
    if route is None:
        return Way(line.id, line.name, line.kind, None, found=not plan.routes)
    article = route.article.words if route.article else ""
    return Way(line.id, line.name, line.kind, route.procedure, route.key, route.why, article)
