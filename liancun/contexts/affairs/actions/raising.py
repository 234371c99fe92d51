"""提事: a member village's branch secretary raises a matter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from secrets import token_hex

from liancun.contexts.affairs import playbook as affairs_playbook
from liancun.contexts.affairs.models import Matter, Party
from liancun.contexts.affairs.queries.lives import SUBJECT
from liancun.contexts.affairs.rules.raising import raising_faults
from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark, refuse_any


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
    Refusals (all at once): affairs.title, affairs.parties, affairs.amounts, affairs.minimum, affairs.papers.
    """
    require(actor, "affairs.raise_matter", village_id)
    repeated = (
        Matter.objects.filter(body_id=joint_id, key=key).values_list("pk", flat=True).first() if key else None
    )
    if repeated is not None:
        return repeated
    _refuse(joint_id, village_id, subject, title, amounts, minimum, files)
    row = Matter.objects.create(
        body_id=joint_id,
        title=title.strip(),
        subject=subject,
        purpose=purpose.strip(),
        village_id=village_id,
        raised_by_id=actor.person_id,
        raised_by=signature(actor),
        raised_on=clock.today(),
        raised_at=clock.now(),
        minimum=minimum,
        total=sum(amounts.values(), Decimal(0)),
        playbook_id=playbook.current().id,
        key=key or token_hex(16),
    )
    Party.objects.bulk_create(
        Party(matter_id=row.id, body_id=joint_id, village_id=village, amount=amount)
        for village, amount in amounts.items()
    )
    if files:
        evidence.link(files, SUBJECT, row.pk)
    detail = {"total": str(row.total), "villages": sorted(amounts), "minimum": minimum}
    audit.record(
        actor, "affairs.raise_matter", subject=SUBJECT, subject_id=row.pk, body_id=village_id, detail=detail
    )
    return row.pk


def _refuse(
    joint_id: int,
    village_id: int,
    subject: str,
    title: str,
    amounts: Mapping[int, Decimal],
    minimum: int,
    files: Collection[int],
) -> None:
    current = playbook.current()
    section: affairs_playbook.AffairsSection = current.section("affairs")
    if subject not in section.subject:
        raise Refusal(
            "affairs.subject",
            mark("制度里没有这个事项类别。"),
            place=Place("field", field="subject"),
            remedy=mark("请从列表中选择类别。"),
        )
    members = {line.body.id for line in bodies.members_of(joint_id, clock.today()) if line.body.is_village}
    if village_id not in members:
        raise Refusal("affairs.not_member", mark("本村不是这个联合党委的成员，不能提事。"), status=403)
    kind = section.subject[subject]
    refuse_any(
        raising_faults(
            title=title,
            amounts=amounts,
            members=members,
            minimum=minimum,
            uses_money=kind.uses_money,
            papers=("quotation",) if files else (),
            wanted=kind.papers,
        )
    )
