"""Papers that bear a name, entered by two officers who do not see what the other read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.casting import Hand, find_place, put_vote
from liancun.contexts.ballots.actions.ground import hold_mark, lock, record, told_by_database
from liancun.contexts.ballots.models import NamedVote, PaperReading
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature


@dataclass(frozen=True)
class PaperEntered:
    """`already`: the person had voted before, by whichever way. Otherwise where the paper stands."""

    ballot_id: int
    person_id: int
    state: rules.PaperState | None
    already: bool


@action("ballots.enter_paper")
def enter_paper(
    actor: Actor, *, ballot_id: int, person_id: int, choice: str, picks: Sequence[int] = ()
) -> PaperEntered:
    """Enters what this officer reads from the paper. It counts when another officer's last reading is the same; when
    they differ nothing counts, and somebody looks a third time.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.not_on_roll, ballots.channel,
    ballots.no_officer, those of `rules.read_answer`.
    """
    place = find_place(actor, ballot_id, person_id, "ballots.enter_paper")
    rules.refuse_channel(place.channels, rules.Channel.PAPER)
    officer = rules.refuse_officer(actor.person_id)
    answer = rules.read_answer(place.asked, choice, picks, may_be_invalid=True)
    lock(ballot_id, alone=False)
    hold_mark(place.mark_id)
    if NamedVote.objects.filter(pk=place.mark_id).exists():
        return PaperEntered(ballot_id, person_id, None, already=True)
    ballot = queries.ballot_row(ballot_id)
    with told_by_database({"LC310": rules.closed()}):
        PaperReading.objects.create(
            ballot=ballot,
            body_id=ballot.body_id,
            mark_id=place.mark_id,
            choice=answer.said.value,
            picks=list(answer.picks),
            read_by_id=officer,
            read_by=signature(actor),
            read_at=clock.now(),
        )
    state = rules.state_of(queries.readings_of(place.mark_id))
    if state is rules.PaperState.AGREED:
        hand = Hand(rules.Channel.PAPER)
        put_vote(place, answer, hand, key=f"paper-{place.mark_id}", recorded_by=signature(actor))
    record(actor, "ballots.enter_paper", ballot, {"person": person_id, "state": state.value})
    return PaperEntered(ballot_id, person_id, state, already=False)
