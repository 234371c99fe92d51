"""The end of a secret ballot: opened, shuffled, written into the urn and its roll side destroyed, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from liancun.contexts.ballots import queries
from liancun.contexts.ballots.actions.ground import lock, record
from liancun.contexts.ballots.models import (
    Bag,
    Ballot,
    BallotClosing,
    Sealing,
    SecretMark,
    UrnPaper,
    VoidWish,
)
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.queries.secret import PROGRAM
from liancun.contexts.ballots.rules import refuse_officer, sealing, urns
from liancun.contexts.ballots.rules.urns import Lot, Outcome
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.scope import entered


@dataclass(frozen=True, repr=False)
class Opener:
    """An officer who opens, with their half of the key."""

    seat: int
    name: str
    half: bytes


@dataclass(frozen=True)
class _Ending:
    outcome: Outcome
    names: tuple[str, str]
    papers: Sequence[sealing.Paper] = ()
    lot: Lot | None = None
    reason: str = ""


def purpose_of(code: str) -> str:
    """What a closed ballot is bound to: it opens nowhere else."""
    return f"liancun ballot {code}"


def seal_counted(ballot: Ballot, openers: Sequence[Opener]) -> dict[str, object]:
    """Under the ballot's lock. With fewer ballots than `least` nothing is opened, and all is destroyed. Gives the
    numbers for the log.

    Refusals: ballots.boxes_differ, ballots.lot_missing, ballots.lot_differs.
    """
    line = queries.secret(ballot.pk)
    urns.refuse_lot(line.lot, line.on_paper)
    names = (openers[0].name, openers[1].name)
    with entered(PROGRAM):
        boxes = [
            box for bag in Bag.objects.filter(ballot=ballot) for box in sealing.boxes_of(bytes(bag.data))
        ]
    urns.refuse_boxes(len(boxes), line.voted - line.on_paper)
    if line.voted < line.least:
        _end(ballot, _Ending(Outcome.TOO_FEW, names))
    else:
        halves = [opener.half for opener in openers]
        papers = [_opened(box, halves, purpose_of(line.code)) for box in boxes]
        _end(ballot, _Ending(Outcome.COUNTED, names, papers, line.lot))
    return {"boxes": len(boxes), "paper": line.on_paper}


def _opened(box: bytes, halves: Sequence[bytes], purpose: str) -> sealing.Paper:
    """What was put in past the program opens to nothing and counts as unreadable: it stops nobody's vote."""
    try:
        return sealing.open_box(box, halves, purpose)
    except sealing.Unopened:
        return sealing.new_paper([])


def _end(ballot: Ballot, ending: _Ending) -> None:
    """Everything below has one row version and the order of the roll, or no order at all."""
    with entered(PROGRAM):
        marks = SecretMark.objects.filter(ballot=ballot).order_by("mark__order", "mark_id")
        places = list(marks.values_list("mark_id", flat=True))
        lot = ending.lot or Lot(())
        Sealing.objects.create(
            ballot=ballot,
            body_id=ballot.body_id,
            outcome=ending.outcome.value,
            boxes=len(ending.papers),
            paper=lot.ballots,
            paper_counts=list(lot.counts),
            paper_invalid=lot.invalid,
            first=ending.names[0],
            second=ending.names[1],
            reason=ending.reason,
            sealed_at=clock.now(),
        )
        _delete(
            "ballots_secretmark", "ballots_bag", "ballots_sealedhalf", "ballots_heldhalf", ballot_id=ballot.pk
        )
        SecretMark.objects.bulk_create(
            SecretMark(mark_id=place, ballot=ballot, body_id=ballot.body_id) for place in places
        )
        UrnPaper.objects.bulk_create(
            UrnPaper(code=paper.code, ballot=ballot, body_id=ballot.body_id, answer=list(paper.answer))
            for paper in sealing.shuffled(ending.papers)
        )
        # Judged here, where the program sees all of it, and not at a commit in an officer's scope.
        with connection.cursor() as cursor:
            cursor.execute("set constraints ballots_sealing_whole immediate")


def _delete(*tables: str, ballot_id: int) -> None:
    """Without reading the rows first, as the ORM would."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"delete from {table} where ballot_id = %s", [ballot_id])


@action("ballots.wish_void")
def wish_void(actor: Actor, *, ballot_id: int, reason: str) -> queries.SecretLine:
    """Declares a secret ballot void: a half of the key is lost, or its figures do not agree. With the second
    officer's wish all ballots are destroyed unopened, and the vote is held again.

    Refusals: ballots.unknown, ballots.sealed, ballots.no_officer, ballots.void_reason, ballots.void_twice.
    """
    queries.secret(ballot_id)
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.wish_void", ballot.body_id)
    lock(ballot_id, alone=True)
    line = queries.secret(ballot_id)
    urns.refuse_sealed(line.is_sealed)
    person = refuse_officer(actor.person_id)
    urns.refuse_void(reason, [asked_by for asked_by, *_ in line.void_wishes], person)
    VoidWish.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        officer_id=person,
        officer=signature(actor),
        reason=reason.strip(),
        asked_at=clock.now(),
    )
    record(actor, "ballots.wish_void", ballot, {})
    if line.void_wishes:
        _void(actor, ballot, line, reason.strip())
    return queries.secret(ballot_id)


def _void(actor: Actor, ballot: Ballot, line: queries.SecretLine, reason: str) -> None:
    if not line.is_closed:
        BallotClosing.objects.create(
            ballot=ballot, body_id=ballot.body_id, closed_at=clock.now(), closed_by=signature(actor)
        )
    _end(ballot, _Ending(Outcome.VOID, (line.void_wishes[0][1], signature(actor)), reason=reason))
