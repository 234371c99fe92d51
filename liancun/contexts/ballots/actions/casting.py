"""Votes by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.actions.ground import open_row, record
from liancun.contexts.ballots.models import Ballot, RollMark
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature


@dataclass(frozen=True)
class Receipt:
    """`already` tells that this place on the roll had voted before; never what was chosen."""

    ballot_id: int
    person_id: int
    already: bool


@action("ballots.cast")
def cast(actor: Actor, *, ballot_id: int, person_id: int, choice: str, key: str) -> Receipt:
    """Records the vote of a person on the roll, once: repeating says "already voted" and changes nothing.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.not_on_roll.
    """
    ballot = open_row(actor, "ballots.cast", ballot_id, rules.Method.NAMED)
    mark_id = RollMark.objects.filter(ballot=ballot, person_id=person_id).values_list("id", flat=True).first()
    if mark_id is None:
        raise rules.not_on_roll()
    if not _insert_vote(actor, ballot, mark_id, rules.Choice(choice), key):
        return Receipt(ballot_id, person_id, already=True)
    record(actor, "ballots.cast", ballot, {"person": person_id})
    return Receipt(ballot_id, person_id, already=False)


def _insert_vote(actor: Actor, ballot: Ballot, mark_id: int, choice: rules.Choice, key: str) -> bool:
    """The table keeps the first vote of a mark; a second one waits for the first and then finds it there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)"
            " values (%s, %s, %s, %s, %s, %s, %s) on conflict (mark_id) do nothing",
            [mark_id, ballot.pk, ballot.body_id, choice.value, key[:80], clock.now(), signature(actor)],
        )
        return int(cursor.rowcount) == 1
