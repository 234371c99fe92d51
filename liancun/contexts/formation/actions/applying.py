"""From a plan to a body: a group applies, township and county look, its villages decide, then it is founded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from liancun.contexts.affairs import api as affairs
from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.models import Application, ApplicationStep
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries import cards
from liancun.contexts.formation.queries.applications import ApplicationLine, application
from liancun.contexts.formation.queries.plans import opened
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, Unknown, mark

VERDICTS = ("passed", "waiting", "refused")


@action("formation.apply")
def apply(actor: Actor, *, proposal_id: int, centre: str, name: str, reason: str) -> int:
    """A group of a kept plan asks to be admitted, with its score card; gives the application's id.

    `reason`: how it fits the regional plan. Refusals: formation.no_group, formation.not_ready,
    formation.applied, formation.title.
    """
    found = opened(proposal_id)
    require(actor, "formation.apply", found.area_id)
    group = next((one for one in found.plan.groups if one.centre == centre), None)
    if group is None:
        raise Unknown("formation.no_group_here", mark("方案里没有这个组。"))
    if not name.strip() or not reason.strip():
        raise Refusal(
            "formation.title",
            mark("请写组织名称，并写明与区域发展规划的关系。"),
            place=Place("field", field="name"),
        )
    card = cards.card(found, group)
    if not card["admitted"]:
        raise Refusal(
            "formation.not_ready",
            mark("准入分 {total}，低于 {bar}：成熟一个组建一个，先不申请。"),
            {"total": card["total"], "bar": card["bar"]},
            remedy=mark("各项补上来以后再申请；分数由名录和年度情况算出。"),
        )
    try:
        with transaction.atomic():
            row = Application.objects.create(
                area_id=found.area_id,
                township_id=bodies.get(int(centre)).parent_id or 0,
                centre_id=int(centre),
                proposal_id=proposal_id,
                name=name.strip(),
                members=[int(key) for key in group.members],
                card=card,
                reason=reason.strip(),
                made_by=actor.user_id,
                made_by_name=actor.name,
                made_at=clock.now(),
            )
    except IntegrityError as error:
        raise Conflict("formation.applied", mark("这个组已经提出过申请。")) from error
    _trace(actor, "formation.apply", row.pk, row.area_id, {"members": row.members})
    return row.pk


@action("formation.review_for_township")
def review_for_township(actor: Actor, *, application_id: int, verdict: str, note: str = "") -> None:
    """The township's opinion. Refusals: formation.not_now, formation.note, formation.verdict."""
    line = application(application_id)
    require(actor, "formation.review_for_township", line.township_id)
    _refuse_stage(line, "township")
    _step(actor, line, "township", verdict, note)


@action("formation.review_for_county")
def review_for_county(actor: Actor, *, application_id: int, verdict: str, note: str = "") -> None:
    """The county's review, by another person than who applied."""
    line = application(application_id)
    require(actor, "formation.review_for_county", line.area_id)
    _refuse_stage(line, "county")
    if line.made_by == actor.user_id:
        raise NotAllowed(
            "formation.same_person",
            mark("提出申请的人不能自己审核。"),
            remedy=mark("请由县里另一位负责人审核。"),
        )
    _step(actor, line, "county", verdict, note)


def _refuse_stage(line: ApplicationLine, wanted: str) -> None:
    if line.stage != wanted:
        raise Conflict(
            "formation.not_now", mark("这项申请现在不在这一步。"), remedy=mark("请刷新页面看它到了哪一步。")
        )


def _step(actor: Actor, line: ApplicationLine, stage: str, verdict: str, note: str, **more: Any) -> None:
    if verdict not in VERDICTS:
        raise Refusal("formation.verdict", mark("请选择一种意见。"), place=Place("field", field="verdict"))
    if verdict != "passed" and stage != "matter" and not note.strip():
        raise Refusal(
            "formation.note", mark("暂缓或不同意的，要写明原因。"), place=Place("field", field="note")
        )
    ApplicationStep.objects.create(
        application_id=line.id,
        stage=stage,
        verdict=verdict,
        note=note.strip()[:400],
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.now(),
        **more,
    )
    _trace(actor, f"formation.{_VERBS[stage]}", line.id, line.area_id, {"verdict": verdict})


_VERBS = {
    "township": "review_for_township",
    "county": "review_for_county",
    "matter": "raise_joining",
    "founded": "found_group",
}


@action("formation.raise_joining")
def raise_joining(actor: Actor, *, application_id: int, village_id: int) -> int:
    """A member village raises its own matter to join, by its own procedure; gives the matter's id.

    The plan decides nothing: only what each village has decided counts (law 3). Asked again, the first is given.
    """
    line = application(application_id)
    require(actor, "formation.raise_joining", village_id)
    if village_id not in line.members:
        raise Unknown("formation.no_member", mark("本村不在这个组里。"))
    if village_id in line.matters:
        return line.matters[village_id]
    _refuse_stage(line, "matter")
    matter = affairs.raise_own(
        actor,
        body_id=village_id,
        subject=section().joining,
        title=f"加入{line.name}",
        purpose=line.reason,
        key=f"formation-{line.id}-{village_id}",
    )
    _step(actor, line, "matter", "waiting", "", body_id=village_id, matter_id=matter)
    return matter


@action("formation.found_group")
def found_group(actor: Actor, *, application_id: int, since: date) -> int:
    """Registers the joint body once every member village has decided by its own rule; gives the body's id.

    Refusals: formation.undecided, and those of founding a joint body.
    """
    line = application(application_id)
    require(actor, "formation.found_group", line.area_id)
    if line.stage == "matter":
        names = bodies.lines(line.undecided)
        raise Conflict(
            "formation.undecided",
            mark("还有村没有作出决定：{villages}。"),
            {"villages": "、".join(one.name for one in names.values())},
            remedy=mark("各村按本村程序决定并生效以后，才能登记组建。"),
        )
    _refuse_stage(line, "founded")
    numbers = "、".join(str(id) for id in sorted(line.matters.values()))
    made = bodies.found_joint(
        actor,
        kind=section().union,
        name=line.name,
        parent_id=line.township_id if _one_township(line) else line.area_id,
        since=since,
        basis=f"组建申请 {line.id}，各村决定（事项 {numbers}）"[:200],
        members=[
            bodies.Joiner(village, "centre" if village == line.centre_id else "member")
            for village in line.members
        ],
    )
    _step(actor, line, "founded", "passed", "", body_id=made.id)
    return made.id


def _one_township(line: ApplicationLine) -> bool:
    return {one.parent_id for one in bodies.lines(line.members).values()} == {line.township_id}


def _trace(actor: Actor, verb: str, id: int, area_id: int, detail: dict[str, object]) -> None:
    audit.record(actor, verb, subject="formation.application", subject_id=id, body_id=area_id, detail=detail)
