"""Joint bodies: founded with their members at once, described, and the roles of members changed over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError, transaction

from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.actions.register import NewBody, insert_or_refuse, membership, save_body, trace
from liancun.contexts.bodies.models import Body, JointProfile, Membership
from liancun.contexts.bodies.queries import BodyLine, get, lines
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@dataclass(frozen=True)
class Joiner:
    """A member of a union from its founding on."""

    member_id: int
    role: str = "member"


@dataclass(frozen=True)
class JointNature:
    """What a joint body is. `nature` functional or elected; the others are codes of the playbook, "" when open."""

    nature: str = ""
    bond: str = ""
    mode: str = ""
    setting: str = ""


@action("bodies.found_joint")
def found_joint(
    actor: Actor,
    *,
    kind: str,
    name: str,
    parent_id: int,
    since: date,
    basis: str,
    members: Sequence[Joiner] = (),
    short_name: str = "",
    what: JointNature | None = None,
) -> BodyLine:
    """A joint body with its members, all or nothing. Nothing of the members changes (law 1).

    Refusals: bodies.not_joint, bodies.wrong_place, bodies.wrong_union, bodies.already_member, bodies.no_basis,
    bodies.unknown_word, bodies.unknown_role.
    """
    require(actor, "bodies.found_joint", parent_id)
    rules.refuse_no_basis(basis)
    known = playbook.kind_of(kind)
    if known.form != "joint":
        raise _not_joint()
    made = save_body(NewBody(kind, name, since, short_name, under=parent_id, basis=basis.strip()))
    _describe(made.id, since, basis, what or JointNature(), known.nature or "functional")
    found = lines({one.member_id for one in members})
    rows = [
        membership(made, found.get(one.member_id) or get(one.member_id), one.role, since, basis=basis)
        for one in members
    ]
    insert_or_refuse(rows)
    trace(actor, "bodies.found_joint", made.id, {"kind": kind, "members": [one.member_id for one in members]})
    return made


def _not_joint() -> Refusal:
    return Refusal(
        "bodies.not_joint",
        mark("这不是联建组织的类别。"),
        place=Place("field", field="kind"),
        remedy=mark("请从列表中选择联建组织的类别。"),
    )


@action("bodies.describe_joint")
def describe_joint(actor: Actor, *, joint_id: int, what: JointNature, since: date, basis: str) -> None:
    """What the joint body is from that day on. Refusals: bodies.not_joint, bodies.unknown_word, bodies.too_early."""
    require(actor, "bodies.found_joint", joint_id)
    rules.refuse_no_basis(basis)
    joint = get(joint_id)
    if not joint.is_joint:
        raise _not_joint()
    _describe(joint_id, since, basis, what, playbook.kind_of(joint.kind).nature or "functional")
    trace(actor, "bodies.describe_joint", joint_id, {"since": since.isoformat()})


def _describe(joint_id: int, since: date, basis: str, what: JointNature, nature: str) -> None:
    section = playbook.section()
    rules.refuse_unknown_word(what.nature, ("functional", "elected"), "nature")
    rules.refuse_unknown_word(what.bond, section.bond, "bond")
    rules.refuse_unknown_word(what.mode, section.mode, "mode")
    rules.refuse_unknown_word(what.setting, section.setting, "setting")
    try:
        with transaction.atomic():
            JointProfile.objects.create(
                body_id=joint_id,
                since=since,
                nature=what.nature or nature,
                bond=what.bond,
                mode=what.mode,
                setting=what.setting,
                basis=basis.strip(),
            )
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "LC001":
            raise
        raise Conflict(
            "bodies.too_early",
            mark("生效日期应晚于上一次登记的日期，组织也应仍在运行。"),
            place=Place("field", field="since"),
            remedy=mark("以前的记录不改写；请核对日期。"),
        ) from error


@action("bodies.change_role")
def change_role(actor: Actor, *, joint_id: int, member_id: int, role: str, since: date, basis: str) -> int:
    """The member has another role from that day on; the old one stays readable. Gives the new membership's id.

    Refusals: bodies.not_member, bodies.unknown_role, bodies.no_change, bodies.no_basis, bodies.backward.
    """
    require(actor, "bodies.join", joint_id)
    rules.refuse_no_basis(basis)
    running = Membership.objects.select_for_update().filter(
        joint_id=joint_id, member_id=member_id, until=None
    )
    row = running.first()
    if row is None:
        raise Unknown(
            "bodies.not_member", mark("这一组织现在不是成员。"), remedy=mark("请刷新页面查看现有成员。")
        )
    rules.refuse_no_change(row.role == role)
    rules.refuse_backward(row.since, since)
    row.until, row.end_basis = since, basis.strip()
    row.save(update_fields=["until", "end_basis"])
    made = membership(get(joint_id), get(member_id), role, since, basis=basis)
    insert_or_refuse([made])
    trace(actor, "bodies.change_role", joint_id, {"member": member_id, "role": role})
    return made.pk


@action("bodies.note_registration")
def note_registration(actor: Actor, *, body_id: int, registration_code: str) -> None:
    """Writes down the unified social credit code of a body. Refusals: codes.credit_…"""
    require(actor, "bodies.change_body", body_id)
    body = get(body_id)
    upper = get(body.parent_id).kind if body.parent_id else ""
    code = rules.checked_registration(registration_code, playbook.kind_of(body.kind).prefixes(upper))
    Body.objects.filter(pk=body_id).update(registration_code=code)
    trace(actor, "bodies.note_registration", body_id, {})
