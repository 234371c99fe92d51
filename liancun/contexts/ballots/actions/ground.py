"""What every act on a ballot does first and last: find, lock, write into the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from django.db import DatabaseError, connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.models import Ballot, CountWitness
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.kernel.errors import Refusal

SUBJECT = "ballots.ballot"


def open_row(actor: Actor, act: str, ballot_id: int, *methods: rules.Method, alone: bool = False) -> Ballot:
    """The ballot, locked and still open. Refusals: ballots.unknown, ballots.other_method, ballots.closed."""
    ballot = queries.ballot_row(ballot_id)
    require(actor, act, ballot.body_id)
    if methods:
        rules.refuse_method(rules.Method(ballot.method), *methods)
    lock(ballot_id, alone=alone)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    return ballot


def lock(ballot_id: int, *, alone: bool) -> None:
    """Votes share the ballot; closing, counting hands and correcting the roll have it alone."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(hashtextextended('ballots.ballot:' || %s, 0))", [str(ballot_id)])


def hold_mark(mark_id: int) -> None:
    """One thing at a time for one place: its vote, its papers, its proxies. Always after the ballot's lock."""
    with connection.cursor() as cursor:
        cursor.execute("select ballots_hold_mark(%s)", [mark_id])


@contextmanager
def told_by_database(refusals: Mapping[str, Refusal]) -> Iterator[None]:
    """What the database refuses, in words: it alone sees what happened at the same moment."""
    try:
        yield
    except DatabaseError as error:
        refusal = refusals.get(str(getattr(error.__cause__, "sqlstate", "")))
        if refusal is None:
            raise
        raise refusal from error


def record(actor: Actor, verb: str, ballot: Ballot, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=ballot.pk, body_id=ballot.body_id, detail=detail)


def is_witnessed(ballot_id: int) -> bool:
    return CountWitness.objects.filter(ballot_id=ballot_id).exists()


def names_of(body_ids: Collection[int], persons: Collection[int]) -> dict[int, str]:
    """Names of those on rolls the actor may read, and of those who hold a public post in the bodies themselves."""
    held = {line.person_id: line.person_name for line in posts.holders_in(list(body_ids), clock.today())}
    return held | people.names(persons)
