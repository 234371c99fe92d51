"""What every act on a ballot does first and last: find, lock, write into the trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.models import Ballot, CountWitness
from liancun.framework.actors import Actor
from liancun.framework.permissions import require

SUBJECT = "ballots.ballot"


def open_row(actor: Actor, act: str, ballot_id: int, method: rules.Method) -> Ballot:
    ballot = queries.ballot_row(ballot_id)
    require(actor, act, ballot.body_id)
    rules.refuse_method(rules.Method(ballot.method), method)
    lock(ballot_id, alone=method is rules.Method.HAND)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    return ballot


def lock(ballot_id: int, *, alone: bool) -> None:
    """Votes share the ballot; closing and counting have it alone."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(hashtextextended('ballots.ballot:' || %s, 0))", [str(ballot_id)])


def record(actor: Actor, verb: str, ballot: Ballot, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=ballot.pk, body_id=ballot.body_id, detail=detail)


def is_witnessed(ballot_id: int) -> bool:
    return CountWitness.objects.filter(ballot_id=ballot_id).exists()
