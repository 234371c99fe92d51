"""Changes of the register: bodies, dated memberships, agreements with agency centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from pypinyin import lazy_pinyin

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import Agency, Body, Membership
from liancun.contexts.bodies.queries import BodyLine, get, lines
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@dataclass(frozen=True)
class NewBody:
    """A body to register. `key` names it for others of the same list; `under` is a key or an id."""

    kind: str
    name: str
    since: date
    short_name: str = ""
    code: str = ""
    under: int | str | None = None
    key: str = ""
    registration_code: str = ""
    x: int | None = None
    y: int | None = None


@action("bodies.add_body")
def add_body(
    actor: Actor,
    *,
    kind: str,
    name: str,
    since: date,
    parent_id: int | None = None,
    short_name: str = "",
    code: str = "",
    registration_code: str = "",
    x: int | None = None,
    y: int | None = None,
) -> BodyLine:
    """Refusals: bodies.wrong_place, bodies.code_taken, access.not_allowed."""
    require(actor, "bodies.add_body", parent_id)
    rules.refuse_wrong_place(kind, get(parent_id).kind if parent_id else "")
    body = NewBody(kind, name, since, short_name, code, parent_id, "", registration_code, x, y)
    row = _saved([_row(body, parent_id)])[0]
    _trace(actor, "bodies.add_body", row.pk, {"kind": kind})
    return get(row.pk)


@action("bodies.add_bodies")
def add_bodies(actor: Actor, *, bodies: Sequence[NewBody]) -> dict[str, int]:
    """Registers a whole tree, parents first; gives the ids by key. One statement for each level of keys."""
    require(actor, "bodies.add_body", None)
    ids: dict[str, int] = {}
    kinds: dict[int, str] = {}
    waiting = list(bodies)
    while waiting:
        ready = [body for body in waiting if not isinstance(body.under, str) or body.under in ids]
        if not ready:
            raise Unknown("bodies.unknown", mark("没有这个组织。"), remedy=mark("请返回列表重新选择。"))
        known = set(ids)
        _add_level(ready, ids, kinds)
        waiting = [body for body in waiting if isinstance(body.under, str) and body.under not in known]
    audit.record(
        actor,
        "bodies.add_bodies",
        subject="bodies.body",
        subject_id=None,
        body_id=None,
        detail={"count": len(bodies)},
    )
    return ids


def _add_level(ready: Sequence[NewBody], ids: dict[str, int], kinds: dict[int, str]) -> None:
    parents = [ids[body.under] if isinstance(body.under, str) else body.under for body in ready]
    missing = {parent for parent in parents if parent is not None} - kinds.keys()
    kinds.update({id: line.kind for id, line in lines(missing).items()})
    for body, parent in zip(ready, parents, strict=True):
        rules.refuse_wrong_place(body.kind, kinds[parent] if parent else "")
    rows = _saved([_row(body, parent) for body, parent in zip(ready, parents, strict=True)])
    for body, row in zip(ready, rows, strict=True):
        kinds[row.pk] = body.kind
        if body.key:
            ids[body.key] = row.pk


def _row(body: NewBody, parent: int | None) -> Body:
    return Body(
        kind=body.kind,
        name=body.name,
        short_name=body.short_name or body.name,
        name_pinyin=" ".join(lazy_pinyin(body.name)),
        code=body.code,
        parent_id=parent,
        since=body.since,
        registration_code=body.registration_code,
        x=body.x,
        y=body.y,
    )


def _saved(rows: list[Body]) -> list[Body]:
    """The path is made by the database; equal codes are refused there too."""
    try:
        with transaction.atomic():
            return Body.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        if "bodies_body_code_once" not in str(error):
            raise
        raise Conflict(
            "bodies.code_taken",
            mark("这个区划代码已经登记过。"),
            place=Place("field", field="code"),
            remedy=mark("请核对代码，或使用已登记的组织。"),
        ) from error


@action("bodies.join")
def join(
    actor: Actor,
    *,
    joint_id: int,
    member_id: int,
    since: date,
    until: date | None = None,
    role: str = "member",
) -> int:
    """A dated membership; gives its id. Nothing of the member changes (law 1).

    Refusals: bodies.wrong_union, bodies.backward, bodies.already_member.
    """
    joint, member = get(joint_id), get(member_id)
    require(actor, "bodies.join", joint_id)
    rules.refuse_wrong_union(joint.kind, member.kind)
    rules.refuse_backward(since, until)
    row = Membership(
        joint_id=joint_id,
        member_id=member_id,
        role=role,
        since=since,
        until=until,
        sole=playbook.is_sole(joint.kind),
    )
    _insert(row, "bodies.already_member", mark("这一组织在这段时间已经加入了联合党委。"))
    _trace(actor, "bodies.join", joint_id, {"member": member_id, "role": role})
    return row.pk


@action("bodies.leave")
def leave(actor: Actor, *, joint_id: int, member_id: int, until: date) -> None:
    """Ends a running membership: `until` is the first day that no longer counts."""
    require(actor, "bodies.leave", joint_id)
    row = (
        Membership.objects.select_for_update()
        .filter(joint_id=joint_id, member_id=member_id, until=None)
        .first()
    )
    if row is None:
        raise Unknown(
            "bodies.not_member", mark("这一组织现在不是成员。"), remedy=mark("请刷新页面查看现有成员。")
        )
    rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    _trace(actor, "bodies.leave", joint_id, {"member": member_id})


@action("bodies.sign_agency")
def sign_agency(
    actor: Actor, *, agency_id: int, client_id: int, since: date, until: date | None = None
) -> int:
    """The agency centre keeps the village's books for these days; gives the agreement's id.

    Refusals: bodies.wrong_agency, bodies.backward, bodies.already_kept.
    """
    require(actor, "bodies.sign_agency", agency_id)
    if get(agency_id).kind != "agency" or get(client_id).kind != "village":
        raise Refusal(
            "bodies.wrong_agency",
            mark("委托代理协议由代理中心与村签订。"),
            place=Place("field", field="client"),
            remedy=mark("请核对双方。"),
        )
    rules.refuse_backward(since, until)
    row = Agency(agency_id=agency_id, client_id=client_id, since=since, until=until)
    _insert(row, "bodies.already_kept", mark("这个村在这段时间已经委托了代理中心记账。"))
    _trace(actor, "bodies.sign_agency", client_id, {"agency": agency_id})
    return row.pk


def _insert(row: Membership | Agency, code: str, sentence: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        remedy = mark("请先结束原来的关系，或另选日期。")
        raise Conflict(code, sentence, place=Place("field", field="since"), remedy=remedy) from error


def _trace(actor: Actor, verb: str, body_id: int, detail: dict[str, Any]) -> None:
    audit.record(actor, verb, subject="bodies.body", subject_id=body_id, body_id=body_id, detail=detail)
