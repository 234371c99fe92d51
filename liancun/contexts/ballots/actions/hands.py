"""A show of hands: entered by one officer, confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import is_witnessed, open_row, record
from liancun.contexts.ballots.models import CountWitness, HandCount
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature


@action("ballots.enter_hand_count")
def enter_hand_count(
    actor: Actor,
    *,
    ballot_id: int,
    present: int,
    yes: int = 0,
    no: int = 0,
    abstain: int = 0,
    options: Sequence[int] = (),
) -> queries.HandCountLine:
    """Enters the count of a show of hands; it counts once a second officer has confirmed it.

    `options`: for a choice or a rating, the hands (or points) for each option in its order.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.counted, ballots.no_officer,
    ballots.negative, ballots.more_present, ballots.more_votes, ballots.option_counts.
    """
    ballot = open_row(actor, "ballots.count", ballot_id, rules.Method.HAND, alone=True)
    counter = rules.refuse_officer(actor.person_id)
    line = queries.line(ballot_id)
    rules.refuse_count(rules.Count(present, yes, no, abstain), line.tally.entitled)
    rules.refuse_options(present, options, line.asked)
    rules.refuse_witnessed(is_witnessed(ballot_id))
    row = HandCount.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        present=present,
        yes=yes,
        no=no,
        abstain=abstain,
        options=list(options),
        counted_by_id=counter,
        counted_by=signature(actor),
        counted_at=clock.now(),
    )
    record(actor, "ballots.enter_hand_count", ballot, {"count": row.pk})
    return queries.count_line(row)


@action("ballots.witness_hand_count")
def witness_hand_count(actor: Actor, *, count_id: int) -> queries.HandCountLine:
    """Confirms, as the second officer, that a count as entered is what was seen in the room.

    Refusals: ballots.unknown, ballots.closed, ballots.same_officer, ballots.counted, ballots.no_officer.
    """
    count = queries.count_row(count_id)
    ballot = open_row(actor, "ballots.witness", count.ballot_id, rules.Method.HAND, alone=True)
    witness = rules.refuse_officer(actor.person_id)
    rules.refuse_witness(count.counted_by_id, witness)
    rules.refuse_witnessed(is_witnessed(ballot.pk))
    CountWitness.objects.create(
        count=count,
        ballot=ballot,
        body_id=ballot.body_id,
        witnessed_by_id=witness,
        witnessed_by=signature(actor),
        witnessed_at=clock.now(),
    )
    record(actor, "ballots.witness_hand_count", ballot, {"count": count_id})
    return queries.count_line(queries.count_row(count_id))
