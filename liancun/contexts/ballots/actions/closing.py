"""The end of a vote."""

from __future__ import annotations

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import is_witnessed, lock, record
from liancun.contexts.ballots.models import BallotClosing
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require


@action("ballots.close")
def close(actor: Actor, *, ballot_id: int) -> queries.BallotLine:
    """Ends the vote; from now on nothing is received and a vote by name shows its result.

    Refusals: ballots.unknown, ballots.closed, ballots.not_counted.
    """
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.close", ballot.body_id)
    lock(ballot_id, alone=True)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    rules.refuse_closing(rules.Method(ballot.method), is_witnessed(ballot_id))
    BallotClosing.objects.create(
        ballot=ballot, body_id=ballot.body_id, closed_at=clock.now(), closed_by=signature(actor)
    )
    record(actor, "ballots.close", ballot, {})
    return queries.line(ballot_id)
