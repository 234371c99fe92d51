"""Adding to the log, and sealing it.

Rows are inserted without RETURNING: who acts may add a row and may not read it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from liancun.contexts.audit import queries
from liancun.framework import clock, origin
from liancun.framework.actors import Actor, signature
from liancun.framework.exported import Taken
from liancun.kernel import chain
from liancun.kernel.errors import Refusal

_COLUMNS = (
    "at, actor_kind, actor_user_id, actor_person_id, actor_name, actor_post, "
    "verb, refused, subject, subject_id, body_id, detail, origin"
)
_INSERT = f"insert into audit_auditrow ({_COLUMNS}) values "
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_AT_ONCE = 500
ASIDE = "aside"  # the second connection of the serving role (settings)
_LOCK = 7_301_001  # one sealer at a time; any number that nobody else uses


@dataclass(frozen=True)
class Act:
    verb: str
    subject: str
    subject_id: int | None
    body_id: int | None
    detail: Mapping[str, object]
    refused: bool = False


def record(
    actor: Actor,
    verb: str,
    *,
    subject: str,
    subject_id: int | None,
    body_id: int | None,
    detail: Mapping[str, object],
) -> None:
    """Adds a row in the caller's transaction: it stays exactly when the act stays."""
    _insert(connection, actor, [Act(verb, subject, subject_id, body_id, detail)])


def record_all(actor: Actor, acts: Sequence[Act]) -> None:
    """The rows of a whole list of acts, in its order, a few statements for all."""
    for first in range(0, len(acts), _AT_ONCE):
        _insert(connection, actor, acts[first : first + _AT_ONCE])


def record_refusal(
    actor: Actor,
    verb: str,
    *,
    code: str,
    subject: str = "",
    subject_id: int | None = None,
    body_id: int | None = None,
) -> None:
    """Adds a row over a connection of its own, so that it stays although the request is undone."""
    act = Act(verb, subject, subject_id, body_id, {"code": code}, refused=True)
    _insert(connections[ASIDE], actor, [act])


def record_aside(
    actor: Actor,
    verb: str,
    *,
    subject: str,
    subject_id: int | None,
    body_id: int | None,
    detail: Mapping[str, object],
) -> None:
    """Adds a row over a connection of its own: what a page that only reads must leave behind, whatever follows."""
    _insert(connections[ASIDE], actor, [Act(verb, subject, subject_id, body_id, detail)])


def keep_refusal(actor: Actor, refusal: Refusal, path: str) -> None:
    """What the framework tells after a request was refused; `path` is the name of its route."""
    record_refusal(actor, "request", code=refusal.code, subject=path[:60], body_id=actor.body_id)


def keep_export(actor: Actor, taken: Taken) -> None:
    """What the framework tells when a list leaves as a file."""
    detail = {"form": taken.form, "rows": taken.rows, "filters": list(taken.filters)}
    record(
        actor, "exports.take", subject=taken.page[:60], subject_id=None, body_id=actor.body_id, detail=detail
    )


def _insert(to: BaseDatabaseWrapper, actor: Actor, acts: Sequence[Act]) -> None:
    values = [value for act in acts for value in _values(actor, act)]
    with to.cursor() as cursor:
        cursor.execute(_INSERT + ", ".join([_ROW] * len(acts)), values)


def _values(actor: Actor, act: Act) -> tuple[Any, ...]:
    return (
        clock.now(),
        actor.kind,
        actor.user_id,
        actor.person_id,
        signature(actor),
        actor.post,
        act.verb,
        act.refused,
        act.subject,
        act.subject_id,
        act.body_id,
        json.dumps(dict(act.detail), cls=DjangoJSONEncoder, ensure_ascii=False),
        origin.network(),
    )


def seal() -> int:
    """Links all committed rows that have no seal yet, in the order of their numbers; gives how many.

    A row that commits late is sealed in a later round: its place in the chain is when it became visible.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        position, previous = queries.last_seal()
        made = []
        for row_id, content in queries.unsealed():
            position, previous = position + 1, chain.link(previous, content)
            made.append((position, row_id, previous, clock.now()))
        cursor.executemany(
            "insert into audit_seal (position, row_id, digest, sealed_at) values (%s, %s, %s, %s)", made
        )
    return len(made)


def publish_head() -> bool:
    """Seals what waits and keeps the head of the day that is over; False when that day has its head already."""
    seal()
    position, digest = queries.last_seal()
    yesterday = clock.today() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_dayhead (day, position, digest, made_at) values (%s, %s, %s, %s)"
            " on conflict (day) do nothing",
            [yesterday, position, digest, clock.now()],
        )
        return bool(cursor.rowcount)
