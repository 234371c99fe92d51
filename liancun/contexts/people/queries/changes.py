"""Reads of change requests: what waits, for whom, and what was decided."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from liancun.contexts.people.models import ChangeRequest
from liancun.contexts.people.queries.minors import minor_name, unnamed_minors
from liancun.contexts.people.queries.persons import names
from liancun.framework import clock, crypto
from liancun.kernel.errors import Unknown, mark

SUBJECT = "people.change_request"


@dataclass(frozen=True)
class ChangeLine:
    """Without the words (names and numbers): those are read one request at a time, by who may read the person."""

    id: int
    kind: str
    kind_label: str
    roll: str
    body_id: int
    other_id: int | None
    person_id: int
    person_name: str
    other_person_id: int | None
    state: str
    state_label: str
    effective_on: date
    asked_by_id: int
    asked_by_name: str
    asked_at: datetime
    agreed_by_id: int | None
    agreed_by_name: str
    decided_by_id: int | None
    decided_by_name: str
    decided_at: datetime | None
    answer: str
    reason: str
    is_minor: bool = False

    @property
    def bodies(self) -> tuple[int, ...]:
        return (self.body_id,) if self.other_id is None else (self.body_id, self.other_id)


@dataclass(frozen=True)
class ChangeRecord:
    line: ChangeLine
    payload: Mapping[str, Any]
    words: Mapping[str, str]


def change(id: int) -> ChangeRecord:
    """Unknown when there is none, or none the asker may know of."""
    row = ChangeRequest.objects.filter(pk=id).first()
    if row is None:
        raise unknown_change()
    line = _lines([row])[0]
    readable = bool(line.person_name) and not line.is_minor
    return ChangeRecord(line, row.payload, said(row) if readable else {})


def said(row: ChangeRequest) -> dict[str, str]:
    """The words of a request: new name and numbers; none once the person's key is destroyed."""
    (text,) = crypto.open_many([row.words]) if row.words else [None]
    found: dict[str, str] = json.loads(text or "{}")
    return found


def unknown_change() -> Unknown:
    return Unknown(
        "people.unknown_change",
        mark("没有这份变更申请，或您不能查看。"),
        remedy=mark("请返回列表重新选择。"),
    )


def changes(state: str = "", *, first: int = 0, count: int = 25) -> tuple[int, list[ChangeLine]]:
    """How many requests the asker may know of, and one page of them, the newest first; three statements."""
    found = ChangeRequest.objects.filter(state=state) if state else ChangeRequest.objects.all()
    page = found.order_by("-asked_at", "-id").defer("words", "payload")[first : first + count]
    return found.count(), _lines(list(page))


def waiting_changes(most: int = 200) -> list[ChangeLine]:
    """What waits for a decision, the oldest first; two statements."""
    found = ChangeRequest.objects.filter(state="waiting").order_by("asked_at", "id").defer("words", "payload")
    return _lines(list(found[:most]))


def changes_about(person_ids: Collection[int]) -> list[ChangeLine]:
    """Every request about these records, newest first."""
    return _lines(list(_about(set(person_ids)).order_by("-asked_at", "-id").defer("words", "payload")))


def _about(ids: set[int]) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.filter(person_id__in=ids) | ChangeRequest.objects.filter(
        other_person_id__in=ids
    )


def _lines(rows: list[ChangeRequest]) -> list[ChangeLine]:
    ids = {id for row in rows for id in (row.person_id, row.asked_by_id, row.agreed_by_id, row.decided_by_id)}
    known = names({id for id in ids if id is not None})
    minors = unnamed_minors({row.person_id for row in rows} - set(known), clock.today())
    known |= dict.fromkeys(minors, minor_name())
    return [
        ChangeLine(
            row.pk,
            row.kind,
            str(row.get_kind_display()),
            row.roll,
            row.body_id,
            row.other_id,
            row.person_id,
            known.get(row.person_id, ""),
            row.other_person_id,
            row.state,
            str(row.get_state_display()),
            row.effective_on,
            row.asked_by_id,
            known.get(row.asked_by_id, ""),
            row.asked_at,
            row.agreed_by_id,
            known.get(row.agreed_by_id or 0, ""),
            row.decided_by_id,
            known.get(row.decided_by_id or 0, ""),
            row.decided_at,
            row.answer,
            row.reason,
            row.person_id in minors,
        )
        for row in rows
    ]
