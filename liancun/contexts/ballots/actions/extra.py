"""Extra votes entered as the members' assembly decided them: the whole year at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import names_of
from liancun.contexts.ballots.models import ExtraDecision, ExtraVote
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark

ROLL = "coop_member"
KIND = "cooperative"


@action("ballots.record_extra_votes")
def record_extra_votes(
    actor: Actor, *, body_id: int, year: int, decided_on: date, decision: str, lines: Sequence[rules.Extra]
) -> queries.ExtraRegister:
    """What the assembly decided for the year takes the place of an earlier decision for it; both stay on record.

    Refusals: ballots.extra_body, ballots.extra_year, ballots.extra_decision, ballots.extra_stranger,
    ballots.extra_twice, ballots.extra_votes.
    """
    require(actor, "ballots.record_extra_votes", body_id)
    _refuse_other_body(body_id)
    rules.refuse_extra_year(year, decided_on, clock.today())
    _refuse_undecided(decision)
    rules.refuse_extra(lines, members(body_id))
    names = names_of([body_id], {line.person for line in lines})
    row = ExtraDecision.objects.create(
        body_id=body_id,
        year=year,
        decided_on=decided_on,
        decision=decision.strip(),
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )
    ExtraVote.objects.bulk_create(
        ExtraVote(
            decision=row,
            body_id=body_id,
            person_id=line.person,
            name=names.get(line.person, ""),
            basis=line.basis,
            votes=line.votes,
        )
        for line in lines
    )
    audit.record(
        actor,
        "ballots.record_extra_votes",
        subject="ballots.extradecision",
        subject_id=row.pk,
        body_id=body_id,
        detail={"year": year, "members": len(lines), "votes": sum(line.votes for line in lines)},
    )
    found = queries.extra_register(body_id, year)
    assert found
    return found


def members(body_id: int) -> frozenset[int]:
    """Everybody on the co-operative's roll of members today: their own votes are the basic ones."""
    return frozenset(line.person_id for line in people.roll(body_id, ROLL, clock.today()))


def _refuse_other_body(body_id: int) -> None:
    if bodies.get(body_id).kind != KIND:
        raise Refusal(
            "ballots.extra_body",
            mark("只有合作社的成员可以有附加表决权。"),
            place=Place("field", field="body"),
            remedy=mark("联合社一社一票，村集体一人一票。"),
        )


def _refuse_undecided(decision: str) -> None:
    if not decision.strip():
        raise Refusal(
            "ballots.extra_decision",
            mark("没有写明成员大会的决定。"),
            place=Place("field", field="decision"),
            remedy=mark("请写明哪一次成员大会、怎样决定。"),
        )
