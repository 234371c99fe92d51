"""Changes of the register: bodies, dated memberships, agreements with agency centres."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import Agency, Body, Membership
from liancun.contexts.bodies.queries import BodyLine, get, lines
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark
from liancun.kernel.pinyin import syllables

SHORT = 40


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
    basis: str = ""


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
    basis: str = "",
) -> BodyLine:
    """Refusals: bodies.unknown_kind, bodies.wrong_place, bodies.code_form, bodies.code_taken, codes.credit_…"""
    require(actor, "bodies.add_body", parent_id)
    made = save_body(
        NewBody(kind, name, since, short_name, code, parent_id, "", registration_code, x, y, basis)
    )
    trace(actor, "bodies.add_body", made.id, {"kind": kind})
    return made


def save_body(body: NewBody) -> BodyLine:
    """One body under a known one, judged and saved."""
    parent = body.under if isinstance(body.under, int) else None
    return get(_saved([_row(body, parent, get(parent).kind if parent else "")])[0].pk)


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
    rows = _saved(
        [
            _row(body, parent, kinds[parent] if parent else "")
            for body, parent in zip(ready, parents, strict=True)
        ]
    )
    for body, row in zip(ready, rows, strict=True):
        kinds[row.pk] = body.kind
        if body.key:
            ids[body.key] = row.pk


def _row(body: NewBody, parent: int | None, parent_kind: str) -> Body:
    kind = playbook.kind_of(body.kind)
    rules.refuse_wrong_place(kind.under, parent_kind)
    rules.refuse_wrong_code(kind.form, body.code)
    return Body(
        kind=body.kind,
        form=kind.form,
        joins=kind.joins,
        name=body.name,
        short_name=(body.short_name or body.name)[:SHORT],
        name_pinyin=" ".join(syllables(body.name)),
        code=body.code,
        parent_id=parent,
        since=body.since,
        registration_code=rules.checked_registration(body.registration_code, kind.prefixes(parent_kind)),
        basis=body.basis,
        x=body.x,
        y=body.y,
    )


def _saved(rows: list[Body]) -> list[Body]:
    """The path is made by the database; equal codes are refused there too."""
    try:
        with transaction.atomic():
            return Body.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise taken_code(error) from error


def taken_code(error: IntegrityError) -> Exception:
    """The refusal for a code that another area carries; any other fault stays what it is."""
    if "code_once" not in str(error):
        return error
    return Conflict(
        "bodies.code_taken",
        mark("这个区划代码已经登记过。"),
        place=Place("field", field="code"),
        remedy=mark("请核对代码，或使用已登记的组织。"),
    )


@dataclass(frozen=True)
class NewMember:
    """A dated membership of a joint body."""

    joint_id: int
    member_id: int
    since: date
    until: date | None = None
    role: str = "member"
    basis: str = ""


@action("bodies.join")
def join(
    actor: Actor,
    *,
    joint_id: int,
    member_id: int,
    since: date,
    until: date | None = None,
    role: str = "member",
    basis: str = "",
) -> int:
    """A dated membership; gives its id. Nothing of the member changes (law 1).

    Refusals: bodies.unknown, bodies.wrong_union, bodies.unknown_role, bodies.backward, bodies.not_then,
    bodies.already_member.
    """
    return join_many(actor, members=[NewMember(joint_id, member_id, since, until, role, basis)])[0]


@action("bodies.join_many")
def join_many(actor: Actor, *, members: Sequence[NewMember]) -> list[int]:
    """A whole list of memberships, all or none; gives their ids. Refusals as for `join`."""
    known = _known({one.joint_id for one in members} | {one.member_id for one in members})
    for joint_id in {one.joint_id for one in members}:
        require(actor, "bodies.join", joint_id)
    rows = [
        membership(known[one.joint_id], known[one.member_id], one.role, one.since, one.until, one.basis)
        for one in members
    ]
    insert_or_refuse(rows)
    traces = [(one.joint_id, {"member": one.member_id, "role": one.role}) for one in members]
    _trace_all(actor, "bodies.join", traces)
    return [row.pk for row in rows]


def membership(
    joint: BodyLine,
    member: BodyLine,
    role: str,
    since: date,
    until: date | None = None,
    basis: str = "",
) -> Membership:
    """A membership that the rules allow, not yet saved."""
    kind = playbook.kind_of(joint.kind)
    rules.refuse_wrong_union(joint.form, kind.members, member.kind, member.joins)
    rules.refuse_unknown_role(role, playbook.section().role)
    rules.refuse_backward(since, until)
    return Membership(
        joint_id=joint.id,
        member_id=member.id,
        role=role,
        since=since,
        until=until,
        sole=kind.sole,
        basis=basis.strip(),
    )


def insert_or_refuse(rows: Sequence[Membership]) -> None:
    """Saves memberships; the database says which overlap or lie outside the life of a body."""
    try:
        _insert(
            partial(Membership.objects.bulk_create, rows),
            "bodies.already_member",
            mark("这一组织在这段时间已经加入了同类联建组织。"),
        )
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "LC002":
            raise
        raise Conflict(
            "bodies.not_then",
            mark("这段时间里双方不都在运行：有一方还没有设立，或已经撤销。"),
            place=Place("field", field="since"),
            remedy=mark("请核对日期。"),
        ) from error


def _known(ids: Collection[int]) -> dict[int, BodyLine]:
    found = lines(ids)
    if missing := set(ids) - found.keys():
        get(min(missing))  # says which refusal an unknown body is
    return found


@action("bodies.leave")
def leave(actor: Actor, *, joint_id: int, member_id: int, until: date, basis: str = "") -> None:
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
    row.until, row.end_basis = until, basis.strip()
    row.save(update_fields=["until", "end_basis"])
    trace(actor, "bodies.leave", joint_id, {"member": member_id})


@dataclass(frozen=True)
class NewAgreement:
    """The agency centre keeps the village's books for these days."""

    agency_id: int
    client_id: int
    since: date
    until: date | None = None


@action("bodies.sign_agency")
def sign_agency(
    actor: Actor, *, agency_id: int, client_id: int, since: date, until: date | None = None
) -> int:
    """The agency centre keeps the books of a village, a co-operative or a company for these days; gives the id.

    Refusals: bodies.unknown, bodies.wrong_agency, bodies.backward, bodies.already_kept.
    """
    return sign_agencies(actor, agreements=[NewAgreement(agency_id, client_id, since, until)])[0]


@action("bodies.sign_agencies")
def sign_agencies(actor: Actor, *, agreements: Sequence[NewAgreement]) -> list[int]:
    """A whole list of agreements, all or none; gives their ids. Refusals as for `sign_agency`."""
    for agency_id in {one.agency_id for one in agreements}:
        require(actor, "bodies.sign_agency", agency_id)
    known = _known({one.agency_id for one in agreements} | {one.client_id for one in agreements})
    rows = [_agreement(one, known) for one in agreements]
    made = partial(Agency.objects.bulk_create, rows)
    _insert(made, "bodies.already_kept", mark("对方在这段时间已经委托了代理中心记账。"))
    _trace_all(
        actor, "bodies.sign_agency", [(one.client_id, {"agency": one.agency_id}) for one in agreements]
    )
    return [row.pk for row in rows]


def _agreement(one: NewAgreement, known: Mapping[int, BodyLine]) -> Agency:
    client = known[one.client_id]
    keeps_books = client.is_village or (client.form == "outside" and client.joins)
    if known[one.agency_id].kind != "agency" or not keeps_books:
        raise Refusal(
            "bodies.wrong_agency",
            mark("委托代理协议由代理中心与村、合作社或者企业签订。"),
            place=Place("field", field="client"),
            remedy=mark("请核对双方。"),
        )
    rules.refuse_backward(one.since, one.until)
    return Agency(agency_id=one.agency_id, client_id=one.client_id, since=one.since, until=one.until)


def _insert(made: Callable[[], object], code: str, sentence: str) -> None:
    try:
        with transaction.atomic():
            made()
    except IntegrityError as error:
        remedy = mark("请先结束原来的关系，或另选日期。")
        raise Conflict(code, sentence, place=Place("field", field="since"), remedy=remedy) from error


def trace(actor: Actor, verb: str, body_id: int, detail: dict[str, Any]) -> None:
    _trace_all(actor, verb, [(body_id, detail)])


def _trace_all(actor: Actor, verb: str, traces: Sequence[tuple[int, dict[str, Any]]]) -> None:
    audit.record_all(actor, [audit.Act(verb, "bodies.body", id, id, detail) for id, detail in traces])
