"""The end of a vote, of one ballot or of many at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import SUBJECT, is_witnessed, lock, record, told_by_database
from liancun.contexts.ballots.models import Ballot, BallotClosing
from liancun.contexts.ballots.queries.rights import require
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature


@action("ballots.close")
def close(actor: Actor, *, ballot_id: int) -> queries.BallotLine:
    """Ends the vote; from now on nothing is received and a vote by name shows its result.

    Refusals: ballots.unknown, ballots.closed, ballots.not_counted, ballots.papers_open.
    """
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.close", ballot.body_id)
    lock(ballot_id, alone=True)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    rules.refuse_closing(rules.Method(ballot.method), is_witnessed(ballot_id))
    rules.refuse_papers(len(queries.papers(ballot_id)))
    BallotClosing.objects.create(
        ballot=ballot, body_id=ballot.body_id, closed_at=clock.now(), closed_by=signature(actor)
    )
    record(actor, "ballots.close", ballot, {})
    return queries.line(ballot_id)


@action("ballots.close_many")
def close_many(actor: Actor, *, body_id: int, ballot_ids: Collection[int]) -> tuple[int, ...]:
    """Ends many votes by name at once, all or none, each under its own lock, taken in the order of their ids.

    `body_id` as by `open_many`. Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.papers_open.
    """
    require(actor, "ballots.close", body_id)
    wanted = sorted(set(ballot_ids))
    rows = list(Ballot.objects.filter(pk__in=wanted).select_related("closing").order_by("pk"))
    if len(rows) != len(wanted):
        raise queries.unknown_ballot()
    for body in {row.body_id for row in rows}:
        require(actor, "ballots.close", body)
    for row in rows:
        rules.refuse_method(rules.Method(row.method), rules.Method.NAMED)
        rules.refuse_closed(hasattr(row, "closing"))
    _close_all(actor, wanted)
    audit.record_all(
        actor, [audit.Act("ballots.close_many", SUBJECT, row.pk, row.body_id, {}) for row in rows]
    )
    return tuple(wanted)


def _close_all(actor: Actor, ballot_ids: Collection[int]) -> None:
    """The trigger takes each ballot's lock; what was closed meanwhile is refused by the table's key."""
    refusals = {"LC328": rules.papers_open(), "23505": rules.closed()}
    with told_by_database(refusals), connection.cursor() as cursor:
        cursor.execute(
            "insert into ballots_ballotclosing (ballot_id, body_id, closed_at, closed_by)"
            " select id, body_id, %s, %s from ballots_ballot where id = any(%s) order by id",
            [clock.now(), signature(actor), list(ballot_ids)],
        )
