"""提事: a member's branch secretary raises a joint matter; a body's officers, or a demand, one of that body alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex

from liancun.contexts.affairs import playbook as affairs_playbook
from liancun.contexts.affairs.actions.ways import Way, plan_for, ways
from liancun.contexts.affairs.models import Matter, Party
from liancun.contexts.affairs.queries.lives import SUBJECT, load
from liancun.contexts.affairs.rules.life import State
from liancun.contexts.affairs.rules.procedure import Plan
from liancun.contexts.affairs.rules.raising import raising_faults
from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark, refuse_any


@dataclass(frozen=True)
class Raised:
    """What is written when a matter is raised: the particulars beyond title and purpose."""

    body_id: int
    village_id: int
    subject: str
    title: str
    purpose: str
    amounts: Mapping[int, Decimal]
    minimum: int
    files: Collection[int]
    key: str
    plan: Plan
    ways: Mapping[int, Way]
    alone: bool = False
    revokes: int | None = None
    within: int | None = None
    demanded_by: str = ""
    demand_count: int | None = None
    demand_of: int | None = None


@action("affairs.raise_matter")
def raise_matter(
    actor: Actor,
    *,
    joint_id: int,
    village_id: int,
    subject: str,
    title: str,
    purpose: str,
    amounts: Mapping[int, Decimal],
    minimum: int,
    files: Collection[int] = (),
    key: str = "",
) -> int:
    """Raises a joint matter and returns its id; the total is computed. The same key gives the first one back.

    `amounts`: yuan to the fen by member village concerned; `files`: ids of stored files (quotation …).
    Each village's own procedure is chosen by its facts and stored with the reason.
    Refusals (all at once): affairs.title, affairs.parties, affairs.amounts, affairs.minimum, affairs.papers;
    affairs.subject, affairs.not_member, affairs.no_way.
    """
    require(actor, "affairs.raise_matter", village_id)
    repeated = raised_before(joint_id, key)
    if repeated is not None:
        return repeated
    kind = _joint_subject(subject)
    members = {line.body.id for line in bodies.members_of(joint_id, clock.today()) if line.body.is_village}
    if village_id not in members:
        raise Refusal("affairs.not_member", mark("本村不是这个联合党委的成员，不能提事。"), status=403)
    plan = plan_for(subject, minimum, alone=False)
    faults = raising_faults(
        title=title,
        amounts=amounts,
        members=members,
        minimum=minimum,
        uses_money=kind.uses_money,
        papers=("quotation", "proposal") if files else (),
        wanted=kind.papers,
    )
    refuse_any(faults)
    chosen = ways(plan, list(amounts))
    refuse_any(no_way(chosen))
    return write(
        actor,
        Raised(joint_id, village_id, subject, title, purpose, amounts, minimum, files, key, plan, chosen),
        "affairs.raise_matter",
    )


def raised_before(body_id: int, key: str) -> int | None:
    """A form sent twice raises once."""
    return (
        Matter.objects.filter(body_id=body_id, key=key).values_list("pk", flat=True).first() if key else None
    )


def subject_of(subject: str) -> affairs_playbook.Subject:
    """Refusal: affairs.subject."""
    section: affairs_playbook.AffairsSection = playbook.current().section("affairs")
    if subject not in section.subject:
        raise no_such_subject()
    return section.subject[subject]


def no_such_subject() -> Refusal:
    return Refusal(
        "affairs.subject",
        mark("制度里没有这个事项类别。"),
        place=Place("field", field="subject"),
        remedy=mark("请从列表中选择类别。"),
    )


def _joint_subject(subject: str) -> affairs_playbook.Subject:
    found = subject_of(subject)
    if not found.joint:
        raise no_such_subject()
    return found


def no_way(chosen: Mapping[int, Way]) -> Iterator[Refusal]:
    """A body whose facts fit no way of the subject cannot decide it."""
    for way in chosen.values():
        if not way.found:
            yield Refusal(
                "affairs.no_way",
                mark("制度里没有适合“{body}”办理这类事项的程序。"),
                {"body": way.name},
                Place("field", field="subject"),
                mark("请核对该组织的登记情况，或者另选事项类别。"),
            )


def write(actor: Actor, raised: Raised, verb: str) -> int:
    """The rows of a matter on the day it is raised."""
    row = Matter.objects.create(
        body_id=raised.body_id,
        title=raised.title.strip(),
        subject=raised.subject,
        purpose=raised.purpose.strip(),
        village_id=raised.village_id,
        raised_by_id=actor.person_id,
        raised_by=signature(actor),
        raised_on=clock.today(),
        raised_at=clock.now(),
        minimum=raised.minimum,
        total=sum(raised.amounts.values(), Decimal(0)),
        playbook_id=playbook.current().id,
        key=raised.key or token_hex(16),
        alone=raised.alone,
        resolves=raised.plan.outer_stage_or_none("resolution") is not None,
        opinions=raised.plan.outer_stage_or_none("opinion") is not None,
        approvals=[stage.key for stage in raised.plan.approvals],
        revokes_id=raised.revokes,
        within_id=raised.within,
        purchase=_purchase(raised),
        demanded_by=raised.demanded_by,
        demand_count=raised.demand_count,
        demand_of=raised.demand_of,
    )
    Party.objects.bulk_create(
        _party(row, raised.ways[body], amount) for body, amount in raised.amounts.items()
    )
    if raised.files:
        evidence.link(raised.files, SUBJECT, row.pk)
    _settle(row)
    detail = {
        "total": str(row.total),
        "villages": sorted(raised.amounts),
        "minimum": raised.minimum,
        "ways": {str(body): way.route for body, way in raised.ways.items()},
    }
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=raised.village_id, detail=detail)
    return row.pk


def _purchase(raised: Raised) -> dict[str, int]:
    """By the amount of all together: what is bought jointly is not split to buy more simply."""
    band = subject_of(raised.subject).purchase_band(sum(raised.amounts.values(), Decimal(0)))
    return {str(kind): count for kind, count in band.papers.items()} if band else {}


def _party(row: Matter, way: Way, amount: Decimal) -> Party:
    inner = way.procedure
    return Party(
        matter_id=row.pk,
        body_id=row.body_id,
        village_id=way.body_id,
        amount=amount,
        procedure=inner.key if inner else "",
        route=way.route,
        why=way.why,
        article=way.article,
        steps=[{"key": stage.key, "kind": stage.kind} for stage in inner.deciding] if inner else [],
        publishes=inner is None or any(stage.key == "publish-decision" for stage in inner.stages),
    )


def _settle(row: Matter) -> None:
    """A procedure without deliberation begins further on."""
    state = load(row.pk).life.state
    if state is not State.DELIBERATING:
        Matter.objects.filter(pk=row.pk).update(state=state)
