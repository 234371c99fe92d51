"""Corrections of a frozen roll: by a decision, with its reason, confirmed by a second person, before the close."""

from __future__ import annotations

from django.db.models import Max

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import (
    lock,
    names_of,
    open_row,
    record,
    told_by_database,
)
from liancun.contexts.ballots.models import Ballot, CorrectionWitness, NamedVote, RollCorrection, RollMark
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Refusal, mark


@action("ballots.ask_correction")
def ask_correction(
    actor: Actor, *, ballot_id: int, change: str, person_id: int, reason: str, votes: int = 1
) -> queries.CorrectionLine:
    """Enters what a decision changes on the roll (`change`: add or strike); nothing changes until it is confirmed.

    Refusals: ballots.unknown, ballots.closed, ballots.no_officer, ballots.no_reason, ballots.stands_already,
    ballots.stands_not, ballots.voted_already, ballots.unknown_person, ballots.weights, ballots.extra_votes.
    """
    ballot = open_row(actor, "ballots.correct_roll", ballot_id)
    officer = rules.refuse_officer(actor.person_id)
    rules.refuse_reason(reason)
    wanted = rules.Change(change)
    place = _standing_place(ballot_id, person_id)
    rules.refuse_change(wanted, stands=place is not None, voted=place is not None and _voted(place.pk))
    if wanted is rules.Change.ADD:
        _refuse_votes(ballot, votes)
    name = place.name if place else _name(ballot, person_id)
    row = RollCorrection.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        change=wanted.value,
        mark=place,
        person_id=person_id,
        name=name,
        votes=votes,
        reason=reason.strip(),
        asked_by_id=officer,
        asked_by=signature(actor),
        asked_at=clock.now(),
    )
    record(actor, "ballots.ask_correction", ballot, {"person": person_id, "change": wanted.value})
    return queries.correction_line(queries.correction_row(row.pk))


@action("ballots.confirm_correction")
def confirm_correction(actor: Actor, *, correction_id: int) -> queries.CorrectionLine:
    """Confirms a correction as the second person; the roll is changed from here on.

    Refusals: ballots.unknown, ballots.closed, ballots.no_officer, ballots.same_person, ballots.decided,
    ballots.stands_already, ballots.stands_not, ballots.voted_already, ballots.same_household.
    """
    asked = queries.correction_row(correction_id)
    require(actor, "ballots.confirm_correction", asked.body_id)
    officer = rules.refuse_officer(actor.person_id)
    lock(asked.ballot_id, alone=True)
    ballot = queries.ballot_row(asked.ballot_id)
    rules.refuse_closed(hasattr(ballot, "closing"))
    asked = queries.correction_row(correction_id)
    rules.refuse_second(asked.asked_by_id, officer, decided=hasattr(asked, "witness"))
    change = rules.Change(asked.change)
    place = _standing_place(ballot.pk, asked.person_id)
    rules.refuse_change(change, stands=place is not None, voted=place is not None and _voted(place.pk))
    CorrectionWitness.objects.create(
        correction=asked,
        ballot=ballot,
        body_id=ballot.body_id,
        witnessed_by_id=officer,
        witnessed_by=signature(actor),
        witnessed_at=clock.now(),
    )
    if change is rules.Change.ADD:
        _add(ballot, asked)
    record(actor, "ballots.confirm_correction", ballot, {"person": asked.person_id, "change": change.value})
    return queries.correction_line(queries.correction_row(correction_id))


def _add(ballot: Ballot, asked: RollCorrection) -> None:
    last = RollMark.objects.filter(ballot=ballot).aggregate(last=Max("order"))["last"]
    household = people.households_of([asked.person_id], clock.today()).get(asked.person_id)
    keeps = ballot.unit == rules.Unit.HOUSEHOLD or rules.Channel.PROXY in ballot.channels
    with told_by_database({"LC318": rules.same_household(), "23505": rules.struck_before()}):
        RollMark.objects.create(
            ballot=ballot,
            body_id=ballot.body_id,
            person_id=asked.person_id,
            name=asked.name,
            order=(last or 0) + 1,
            weight=asked.votes,
            household_id=household if keeps else None,
            correction=asked,
        )


def _standing_place(ballot_id: int, person_id: int) -> RollMark | None:
    found = RollMark.objects.filter(ballot_id=ballot_id, person_id=person_id).exclude(
        strikes__witness__isnull=False
    )
    return found.first()


def _voted(mark_id: int) -> bool:
    return NamedVote.objects.filter(pk=mark_id).exists()


def _refuse_votes(ballot: Ballot, votes: int) -> None:
    unit, method = rules.Unit(ballot.unit), rules.Method(ballot.method)
    held = [line.weight for line in queries.roll(ballot.pk) if not line.struck]
    rules.refuse_weights([*held, votes], unit, method, rules.EXTRA_VOTES if votes > 1 else None)


def _name(ballot: Ballot, person_id: int) -> str:
    name = names_of([ballot.body_id], [person_id]).get(person_id)
    if name is None:
        raise Refusal(
            "ballots.unknown_person",
            mark("名册中有 {count} 人查不到。"),
            {"count": 1},
            remedy=mark("请核对名册，只列在册的人员。"),
        )
    return name
