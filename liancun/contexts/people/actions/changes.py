"""Asking for a change, agreeing, deciding: never the same person twice, each request decided once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import queries, rules
from liancun.contexts.people.actions import applying, checking
from liancun.contexts.people.models import ChangeRequest, Person, RequestState
from liancun.framework import clock, crypto
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark

ASK, DECIDE = "people.ask_change", "people.decide_change"


@action("people.ask_change")
def ask_change(
    actor: Actor,
    *,
    kind: str,
    body_id: int,
    person_id: int,
    reason: str,
    effective_on: date,
    roll: str = "",
    other_id: int | None = None,
    other_person_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
    files: Sequence[int] = (),
) -> int:
    """Gives the request's id. `body_id`: the roll's body, or the person's home for what concerns the person.

    `other_id`: where a transfer goes, or the home of the record to keep; `other_person_id`: guardian, or that record.
    `payload` (ids and codes): households, cause, capacity. `words`: new name and numbers; kept encrypted.
    Refusals: people.no_grounds, people.no_paper, people.already_asked and those of the kind.
    """
    require(actor, ASK, body_id)
    row = ChangeRequest(
        kind=kind,
        roll=roll,
        body_id=body_id,
        other_id=other_id,
        person_id=person_id,
        other_person_id=other_person_id,
        payload=dict(payload or {}),
        reason=reason.strip(),
        effective_on=effective_on,
        asked_at=clock.now(),
    )
    checking.check(actor, row, words or {}, files)
    row.words = _sealed(person_id, words) if words else None
    rules.refuse_own(0, actor.person_id)
    row.asked_by_id = actor.person_id or 0
    _save(row)
    evidence.link(files, queries.SUBJECT, row.pk)
    _record(actor, ASK, row)
    return row.pk


def _sealed(person_id: int, words: Mapping[str, str]) -> crypto.Sealed:
    """Under the person's own key: when that is destroyed, what was asked becomes unreadable too."""
    key = Person.objects.values_list("key", flat=True).get(pk=person_id)
    return crypto.seal_for(key, json.dumps(dict(words), ensure_ascii=False, sort_keys=True), "request")


def _save(row: ChangeRequest) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_waiting" not in str(error):
            raise
        raise Conflict(
            "people.already_asked",
            mark("同样的申请已经在等待审批。"),
            remedy=mark("请在变更申请里查看，必要时撤回后重新提出。"),
        ) from error


@action("people.agree_to_transfer")
def agree_to_transfer(actor: Actor, *, change_id: int) -> None:
    """Somebody of the receiving body agrees. Refusals: people.already_decided, people.own_request."""
    row = locked(change_id)
    require(actor, ASK, row.other_id if row.kind == "transfer" else 0)
    rules.refuse_decided(row.state)
    rules.refuse_own(row.asked_by_id, actor.person_id)
    if row.agreed_by_id is not None:
        raise Conflict("people.already_agreed", mark("转入村已经同意接收。"), remedy=mark("请等待乡镇审批。"))
    row.agreed_by_id, row.agreed_at = actor.person_id, clock.now()
    row.save(update_fields=["agreed_by", "agreed_at"])
    _record(actor, "people.agree_to_transfer", row)


@action("people.approve_change")
def approve_change(actor: Actor, *, change_id: int, answer: str = "") -> None:
    """Approves and applies, in one transaction or not at all.

    Refusals: people.own_request, people.already_decided, people.not_agreed and whatever no longer fits.
    """
    row = _to_decide(actor, change_id)
    rules.refuse_not_agreed(row.kind, row.agreed_by_id)
    _decide(actor, row, RequestState.APPROVED, answer)
    applying.apply(actor, row)
    _record(actor, "people.approve_change", row)


@action("people.refuse_change")
def refuse_change(actor: Actor, *, change_id: int, answer: str) -> None:
    """Says no, with the reason. Refusals: people.own_request, people.already_decided, people.no_grounds."""
    row = _to_decide(actor, change_id)
    rules.refuse_no_grounds(answer)
    _decide(actor, row, RequestState.REFUSED, answer)
    _record(actor, "people.refuse_change", row)


@action("people.withdraw_change")
def withdraw_change(actor: Actor, *, change_id: int) -> None:
    """Whoever asked takes it back. Refusals: people.already_decided, access.not_allowed."""
    row = locked(change_id)
    require(actor, ASK, row.body_id)
    if actor.person_id != row.asked_by_id:
        require(actor, ASK, 0)
    rules.refuse_decided(row.state)
    _decide(actor, row, RequestState.WITHDRAWN, "")
    _record(actor, "people.withdraw_change", row)


def locked(change_id: int) -> ChangeRequest:
    """Held until the end of the transaction: the second of two who decide waits and finds it decided."""
    row = ChangeRequest.objects.select_for_update().filter(pk=change_id).first()
    if row is None:
        raise queries.unknown_change()
    return row


def _to_decide(actor: Actor, change_id: int) -> ChangeRequest:
    row = locked(change_id)
    for body_id in {row.body_id, row.other_id} - {None}:
        require(actor, DECIDE, body_id)
    rules.refuse_decided(row.state)
    rules.refuse_own(row.asked_by_id, actor.person_id, agreed_by=row.agreed_by_id)
    return row


def _decide(actor: Actor, row: ChangeRequest, state: RequestState, answer: str) -> None:
    row.state, row.answer = state, answer.strip()
    row.decided_by_id, row.decided_at = actor.person_id, clock.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])


def _record(actor: Actor, verb: str, row: ChangeRequest) -> None:
    audit.record(
        actor,
        verb,
        subject=queries.SUBJECT,
        subject_id=row.pk,
        body_id=row.body_id,
        detail={"kind": row.kind, "roll": row.roll, "state": row.state},
    )
