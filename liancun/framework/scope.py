"""What this transaction may read: computed once, told to PostgreSQL, read by the row policies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from liancun.framework import clock, permissions
from liancun.framework.actors import Actor, in_person


@dataclass(frozen=True)
class Scope:
    """Ids of bodies: whose working records, whose books, whose rolls may be read.

    `minors`, `health`: homes where the actor is in charge of minors, of health: nobody else reads those numbers.
    """

    bodies: tuple[int, ...] = ()
    books: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    minors: tuple[int, ...] = ()
    health: tuple[int, ...] = ()
    everything: bool = False
    audit: bool = False
    note: str = ""


NOTHING = Scope()
EVERYTHING = Scope(everything=True, audit=True)

_current: ContextVar[tuple[Actor, Scope] | None] = ContextVar("liancun_scope", default=None)
_memo: ContextVar[dict[str, Any] | None] = ContextVar("liancun_memo", default=None)


def current() -> tuple[Actor, Scope] | None:
    return _current.get()


def homes() -> tuple[int, ...] | None:
    """The bodies whose persons may be read, to be named in a query so that an index finds them; None: all."""
    now = _current.get()
    if now is None or now[1].everything:
        return None
    return now[1].people


def memo() -> dict[str, Any]:
    """What was looked up once in this transaction, whoever asks; forgotten with it. Unkept outside of one."""
    kept = _memo.get()
    return {} if kept is None else kept


@contextmanager
def _remembering() -> Iterator[None]:
    """One memo from the beginning of the outermost transaction to its end."""
    if _memo.get() is not None:
        yield
        return
    kept = _memo.set({})
    try:
        yield
    finally:
        _memo.reset(kept)


@contextmanager
def entered(actor: Actor, *, read_only: bool = False, savepoint: bool = True) -> Iterator[Scope]:
    """One transaction in which `actor` reads and acts; the policies see only what the scope names.

    A block inside another keeps the outer transaction and gives the outer scope back at its end. `savepoint` False:
    the block around it is undone with it when it fails, as an action's is; it saves two statements.
    """
    outer = _current.get()
    with transaction.atomic(savepoint=savepoint), _remembering(), in_person():
        if _is_looked_up(actor):
            _tell(actor, NOTHING)
        scope = _scope_of(actor)
        _tell(actor, scope)
        if read_only:
            _forbid_writes()
        token = _current.set((actor, scope))
        try:
            yield scope
        finally:
            _current.reset(token)
    if outer is not None:
        _tell(*outer)


@contextmanager
def entered_as_user(user_id: int | None, *, read_only: bool = False) -> Iterator[Actor]:
    """The same for a request: finds out who the signed-in user is first."""
    resolver = permissions.resolver()
    with transaction.atomic(), _remembering():
        actor = Actor.stranger()
        if user_id is not None and resolver is not None:
            _tell(Actor(user_id, None, "", "", None, "user"), NOTHING)
            actor = resolver.identify(user_id)
        with entered(actor, read_only=read_only, savepoint=False):
            yield actor


def _is_looked_up(actor: Actor) -> bool:
    """Whether the database is asked for the scope of this actor."""
    return actor.kind not in ("system", "stranger") and permissions.resolver() is not None


def _scope_of(actor: Actor) -> Scope:
    if actor.kind == "system":
        return EVERYTHING
    resolver = permissions.resolver()
    if resolver is None or not _is_looked_up(actor):
        return NOTHING
    return resolver.scope(actor)


def _forbid_writes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set transaction read only")


def _tell(actor: Actor, scope: Scope) -> None:
    settings = {
        "now": clock.now().isoformat(),
        "user": "" if actor.user_id is None else str(actor.user_id),
        "actor": "" if actor.person_id is None else str(actor.person_id),
        "bodies": _array(scope.bodies),
        "books": _array(scope.books),
        "people": _array(scope.people),
        "minors": _array(scope.minors),
        "health": _array(scope.health),
        "everything": "on" if scope.everything else "off",
        "audit": "on" if scope.audit else "off",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('liancun.' || key, value, true) from json_each_text(%s::json)",
            [json.dumps(settings)],
        )


def moment() -> datetime:
    """When this scope was entered, as the database knows it: for rows that a trigger holds to the same moment.

    The program's clock goes on while a request is worked on.
    """
    with connection.cursor() as cursor:
        cursor.execute("select liancun_now()")
        told: datetime = cursor.fetchone()[0]
    return told


def _array(ids: tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"
