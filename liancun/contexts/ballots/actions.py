"""What changes ballots: opening, votes by name, hand counts by two officers, closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.models import Ballot, BallotClosing, CountWitness, HandCount, RollMark
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal, mark

SUBJECT = "ballots.ballot"


@dataclass(frozen=True)
class Receipt:
    """`already` tells that this place on the roll had voted before; never what was chosen."""

    ballot_id: int
    person_id: int
    already: bool


@action("ballots.open_ballot")
def open_ballot(
    actor: Actor,
    *,
    body_id: int,
    method: str,
    question: str,
    entitled: Sequence[int],
    subject: str = "",
    subject_id: int | None = None,
    roll_kind: str = "",
    needed: int = 0,
    rule: str = "",
) -> queries.BallotLine:
    """Puts a question to a roll (ids of persons), which is frozen at once. `method`: hand or named.

    `needed`, `rule`: how many must take part and why; only shown, the caller judges.

    Refusals: ballots.out_of_scope (elections, recalls), ballots.no_question, ballots.empty_roll,
    ballots.twice_on_roll, ballots.unknown_person.
    """
    require(actor, "ballots.open", body_id)
    rules.refuse_opening(question, entitled, (subject, roll_kind))
    ballot = Ballot.objects.create(
        body_id=body_id,
        roll_kind=roll_kind,
        question=question.strip(),
        method=rules.Method(method).value,
        entitled=len(entitled),
        needed=needed,
        rule=rule,
        subject=subject,
        subject_id=subject_id,
        opened_at=clock.now(),
        opened_by=signature(actor),
    )
    _write_roll(ballot, entitled)
    _record(actor, "ballots.open_ballot", ballot, {"method": ballot.method, "entitled": ballot.entitled})
    return queries.line(ballot.pk)


@action("ballots.cast")
def cast(actor: Actor, *, ballot_id: int, person_id: int, choice: str, key: str) -> Receipt:
    """Records the vote of a person on the roll, once: repeating says "already voted" and changes nothing.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.not_on_roll.
    """
    ballot = _open_row(actor, "ballots.cast", ballot_id, rules.Method.NAMED)
    mark_id = RollMark.objects.filter(ballot=ballot, person_id=person_id).values_list("id", flat=True).first()
    if mark_id is None:
        raise rules.not_on_roll()
    if not _insert_vote(actor, ballot, mark_id, rules.Choice(choice), key):
        return Receipt(ballot_id, person_id, already=True)
    _record(actor, "ballots.cast", ballot, {"person": person_id})
    return Receipt(ballot_id, person_id, already=False)


@action("ballots.enter_hand_count")
def enter_hand_count(
    actor: Actor, *, ballot_id: int, present: int, yes: int, no: int, abstain: int
) -> queries.HandCountLine:
    """Enters the count of a show of hands; it counts once a second officer has confirmed it.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.counted, ballots.no_officer,
    ballots.negative, ballots.more_present, ballots.more_votes.
    """
    ballot = _open_row(actor, "ballots.count", ballot_id, rules.Method.HAND)
    counter = rules.refuse_officer(actor.person_id)
    rules.refuse_count(rules.Count(present, yes, no, abstain), ballot.entitled)
    rules.refuse_witnessed(_is_witnessed(ballot_id))
    row = HandCount.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        present=present,
        yes=yes,
        no=no,
        abstain=abstain,
        counted_by_id=counter,
        counted_by=signature(actor),
        counted_at=clock.now(),
    )
    _record(actor, "ballots.enter_hand_count", ballot, {"count": row.pk})
    return queries.count_line(row)


@action("ballots.witness_hand_count")
def witness_hand_count(actor: Actor, *, count_id: int) -> queries.HandCountLine:
    """Confirms, as the second officer, that a count as entered is what was seen in the room.

    Refusals: ballots.unknown, ballots.closed, ballots.same_officer, ballots.counted, ballots.no_officer.
    """
    count = queries.count_row(count_id)
    ballot = _open_row(actor, "ballots.witness", count.ballot_id, rules.Method.HAND)
    witness = rules.refuse_officer(actor.person_id)
    rules.refuse_witness(count.counted_by_id, witness)
    rules.refuse_witnessed(_is_witnessed(ballot.pk))
    CountWitness.objects.create(
        count=count,
        ballot=ballot,
        body_id=ballot.body_id,
        witnessed_by_id=witness,
        witnessed_by=signature(actor),
        witnessed_at=clock.now(),
    )
    _record(actor, "ballots.witness_hand_count", ballot, {"count": count_id})
    return queries.count_line(queries.count_row(count_id))


@action("ballots.close")
def close(actor: Actor, *, ballot_id: int) -> queries.BallotLine:
    """Ends the vote; from now on nothing is received and a vote by name shows its result.

    Refusals: ballots.unknown, ballots.closed, ballots.not_counted.
    """
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.close", ballot.body_id)
    _lock(ballot_id, alone=True)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    rules.refuse_closing(rules.Method(ballot.method), _is_witnessed(ballot_id))
    BallotClosing.objects.create(
        ballot=ballot, body_id=ballot.body_id, closed_at=clock.now(), closed_by=signature(actor)
    )
    _record(actor, "ballots.close", ballot, {})
    return queries.line(ballot_id)


def _open_row(actor: Actor, act: str, ballot_id: int, method: rules.Method) -> Ballot:
    ballot = queries.ballot_row(ballot_id)
    require(actor, act, ballot.body_id)
    rules.refuse_method(rules.Method(ballot.method), method)
    _lock(ballot_id, alone=method is rules.Method.HAND)
    ballot = queries.ballot_row(ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    return ballot


def _lock(ballot_id: int, *, alone: bool) -> None:
    """Votes share the ballot; closing and counting have it alone."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"select {lock}(hashtextextended('ballots.ballot:' || %s, 0))", [str(ballot_id)])


def _insert_vote(actor: Actor, ballot: Ballot, mark_id: int, choice: rules.Choice, key: str) -> bool:
    """The table keeps the first vote of a mark; a second one waits for the first and then finds it there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)"
            " values (%s, %s, %s, %s, %s, %s, %s) on conflict (mark_id) do nothing",
            [mark_id, ballot.pk, ballot.body_id, choice.value, key[:80], clock.now(), signature(actor)],
        )
        return int(cursor.rowcount) == 1


def _write_roll(ballot: Ballot, entitled: Sequence[int]) -> None:
    names = _names(ballot.body_id, entitled)
    if set(entitled) - set(names):
        raise Refusal(
            "ballots.unknown_person",
            mark("名册中有 {count} 人查不到。"),
            {"count": len(set(entitled) - set(names))},
            remedy=mark("请核对名册，只列在册的人员。"),
        )
    RollMark.objects.bulk_create(
        RollMark(ballot=ballot, body_id=ballot.body_id, person_id=person, name=names[person], order=order)
        for order, person in enumerate(entitled, start=1)
    )


def _is_witnessed(ballot_id: int) -> bool:
    return CountWitness.objects.filter(ballot_id=ballot_id).exists()


def _names(body_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Names of those on rolls the actor may read, and of those who hold a public post in the body itself."""
    held = {line.person_id: line.person_name for line in posts.holders_in([body_id], clock.today())}
    return held | people.names(ids)


def _record(actor: Actor, verb: str, ballot: Ballot, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=ballot.pk, body_id=ballot.body_id, detail=detail)
