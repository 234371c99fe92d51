"""Putting a question to a roll."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import record
from liancun.contexts.ballots.models import Ballot, RollMark
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal, mark


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
    record(actor, "ballots.open_ballot", ballot, {"method": ballot.method, "entitled": ballot.entitled})
    return queries.line(ballot.pk)


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


def _names(body_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Names of those on rolls the actor may read, and of those who hold a public post in the body itself."""
    held = {line.person_id: line.person_name for line in posts.holders_in([body_id], clock.today())}
    return held | people.names(ids)
