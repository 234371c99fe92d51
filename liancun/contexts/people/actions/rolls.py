"""Putting persons on rolls and taking them off: directly until a roll is opened, by requests from then on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import playbook, queries, rules
from liancun.contexts.people.actions.traces import trace, trace_all
from liancun.contexts.people.models import RollEntry, RollOpening
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@dataclass(frozen=True)
class NewEntry:
    kind: str
    body_id: int
    person_id: int
    since: date


@action("people.enrol")
def enrol(actor: Actor, *, kind: str, body_id: int, person_id: int, since: date) -> None:
    """Refusals: people.already_enrolled, people.kept_by_requests, people.party_by_hand, access.not_allowed."""
    enrol_many(actor, entries=[NewEntry(kind, body_id, person_id, since)])


@action("people.enrol_many")
def enrol_many(actor: Actor, *, entries: Sequence[NewEntry], imported: bool = False) -> int:
    """Puts persons on rolls that are not opened yet; all or none. Gives how many.

    `imported`: the list comes from a file of the system that keeps it. Refusals: as `enrol`, people.party_….
    """
    refuse_party({entry.kind for entry in entries}, imported=imported)
    places = Counter(entry.body_id for entry in entries)
    for body_id in places:
        require(actor, "people.enrol", body_id)
    _refuse_opened({(entry.body_id, entry.kind) for entry in entries})
    rows = [RollEntry(kind=e.kind, body_id=e.body_id, person_id=e.person_id, since=e.since) for e in entries]
    write_entries(rows)
    trace_all(actor, "people.enrol", places)
    return len(rows)


def write_entries(rows: Sequence[RollEntry]) -> None:
    try:
        with transaction.atomic():
            RollEntry.objects.bulk_create(rows, batch_size=5000)
    except IntegrityError as error:
        raise Conflict(
            "people.already_enrolled",
            mark("名册里已经有这个人。"),
            remedy=mark("请核对名册，不必重复登记。"),
        ) from error


def refuse_party(kinds: Collection[str], *, imported: bool) -> None:
    """Names of Party members are imported where the county keeps them, and entered nowhere (decision 0017).

    Refusals: people.party_names_off, people.party_by_hand.
    """
    if not any(playbook.of_party(kind) for kind in kinds):
        return
    if playbook.privacy().party_data != "names-imported":
        raise Refusal(
            "people.party_names_off",
            mark("本县不保存党员名单，只按次登记会议的应到、到会和表决人数。"),
            place=Place("field", field="kind"),
            remedy=mark("请在党员教育管理信息系统里维护名单；这里不录入。"),
        )
    if not imported:
        raise Refusal(
            "people.party_by_hand",
            mark("党员名册只从党员教育管理信息系统导出的文件导入，不在这里录入或改动。"),
            place=Place("field", field="kind"),
            remedy=mark("请在原系统更正后重新导入。"),
        )


def _refuse_opened(rolls: Collection[tuple[int, str]]) -> None:
    if queries.opened({body for body, _kind in rolls}).isdisjoint(rolls):
        return
    raise Conflict(
        "people.kept_by_requests",
        mark("这份名册已经启用，只能通过变更申请改动。"),
        remedy=mark("请提出变更申请，由另一人审批。"),
    )


@action("people.strike")
def strike(actor: Actor, *, kind: str, body_id: int, person_id: int, until: date) -> None:
    """Takes a person off a roll that is not opened yet: `until` is the first day that no longer counts."""
    require(actor, "people.enrol", body_id)
    _refuse_opened({(body_id, kind)})
    close_entry(kind, body_id, person_id, until)
    trace(actor, "people.strike", body_id, 1)


def close_entry(kind: str, body_id: int, person_id: int, until: date, *, closing: int | None = None) -> None:
    """Refusals: people.not_enrolled, people.backward."""
    row = (
        RollEntry.objects.select_for_update()
        .filter(kind=kind, body_id=body_id, person_id=person_id, until=None)
        .first()
    )
    if row is None:
        raise Unknown("people.not_enrolled", mark("名册里没有这个人。"), remedy=mark("请刷新页面查看名册。"))
    rules.refuse_backward(row.since, until)
    row.until, row.closing_id = until, closing
    row.save(update_fields=["until", "closing"])


@action("people.open_roll")
def open_roll(actor: Actor, *, kind: str, body_id: int) -> None:
    """From now on this roll is kept by requests. Once opened it stays so.

    Refusals: people.unknown_roll, people.computed_roll, people.roll_not_here, people.roll_open.
    """
    require(actor, "people.open_roll", body_id)
    refuse_party((kind,), imported=False)
    rule = playbook.roll_kind(kind)
    if rule.source != "entries":
        raise Refusal(
            "people.computed_roll",
            mark("这份名册由户口登记算出，不需要启用。"),
            remedy=mark("请在户里登记变动。"),
        )
    if kind not in playbook.rolls_for(bodies.get(body_id).kind):
        raise Refusal(
            "people.roll_not_here",
            mark("这个组织没有这种名册。"),
            place=Place("field", field="kind"),
            remedy=mark("请核对组织和名册。"),
        )
    try:
        with transaction.atomic():
            RollOpening.objects.create(kind=kind, body_id=body_id, opened_at=clock.now())
    except IntegrityError as error:
        raise Conflict("people.roll_open", mark("这份名册早已启用。"), remedy=mark("请刷新页面。")) from error
    audit.record(
        actor,
        "people.open_roll",
        subject="people.roll",
        subject_id=None,
        body_id=body_id,
        detail={"roll": kind},
    )
