"""Secret ballots with several at once, and with the program killed while it opens them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from django.db import connections

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.models import Bag, SecretMark, UrnPaper
from liancun.contexts.ballots.rules import sealing
from liancun.contexts.ballots.rules.urns import Outcome
from liancun.contexts.ballots.tests.secret_votes import FIRST, SECOND, Held, asked
from liancun.contexts.ballots.tests.test_races import at_once
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_owner
from liancun.kernel.errors import Conflict


def figures(held: Held) -> tuple[int, int, int]:
    """Marks on the roll, closed ballots, opened ballots."""
    with as_system():
        boxes = sum(Bag.objects.filter(ballot_id=held.ballot_id).values_list("boxes", flat=True))
        marks = SecretMark.objects.filter(ballot_id=held.ballot_id).count()
        return marks, boxes, UrnPaper.objects.filter(ballot_id=held.ballot_id).count()


def voting(held: Held, mark_id: int, choice: str) -> Callable[[], object]:
    """The pass is given before the race begins; the vote runs in it."""
    officer = held.who(FIRST)
    with as_actor(officer):
        handed = actions.hand_over(officer, ballot_id=held.ballot_id, mark_id=mark_id)
    return lambda: actions.vote_in_booth(handed, choice=choice)


def test_a_person_votes_once_over_all_channels_at_once(cloned_world: World) -> None:
    held = asked(cloned_world)
    officer = held.who(FIRST)
    with as_actor(officer):
        slip = actions.issue_slips(officer, ballot_id=held.ballot_id).slips[0]
        person = queries.roll(held.ballot_id)[0].person_id

    def on_paper() -> object:
        with as_actor(officer):
            return actions.mark_paper(officer, ballot_id=held.ballot_id, person_id=person)

    answers = at_once(
        *[voting(held, held.marks[0], choice) for choice in ("yes", "no", "abstain")],
        lambda: actions.vote_by_slip(slip.token, code=slip.code, choice="no"),
        on_paper,
    )
    booths = [not one.already for one in answers if isinstance(one, actions.SecretReceipt)]
    phones = [bool(one.receipt) for one in answers if isinstance(one, actions.SlipVote)]
    assert [*booths, *phones, answers[-1]].count(True) == 1
    marks, boxes, _ = figures(held)
    assert (marks, boxes) == (1, 0 if answers[-1] is True else 1)


def test_many_at_once_are_all_kept(cloned_world: World) -> None:
    held = asked(cloned_world)
    answers = at_once(*[voting(held, mark_id, "yes") for mark_id in held.marks[:16]])
    assert len({one.code for one in answers if isinstance(one, actions.SecretReceipt)}) == 16
    assert figures(held) == (16, 16, 0)
    held.open_all()
    assert figures(held) == (16, 0, 16)


def test_the_last_votes_at_the_closing_second_are_counted_or_refused(cloned_world: World) -> None:
    for _ in range(3):
        held = asked(cloned_world)
        for mark_id in held.marks[:5]:
            held.vote(mark_id, "yes")
        late = [voting(held, mark_id, "no") for mark_id in held.marks[5:9]]
        _, *answers = at_once(held.close, *late)
        kept = [one for one in answers if isinstance(one, actions.SecretReceipt)]
        refused = [one for one in answers if isinstance(one, Conflict)]
        assert len(kept) + len(refused) == 4
        assert {one.code for one in refused} <= {"ballots.closed"}
        held.bring(FIRST)
        held.bring(SECOND)
        with as_system():
            tally = ballots.result(held.ballot_id)
        assert (tally.present, tally.yes, tally.no) == (5 + len(kept), 5, len(kept))


@pytest.mark.parametrize("brought_before", [False, True])
def test_two_who_open_at_once_open_once(cloned_world: World, brought_before: bool) -> None:
    held = asked(cloned_world)
    for mark_id in held.marks[:6]:
        held.vote(mark_id, "yes")
    held.close()
    if brought_before:
        held.bring(FIRST)
    names = [SECOND, SECOND, SECOND] if brought_before else [FIRST, SECOND]
    answers = at_once(*[lambda name=name: held.bring(name) for name in names])
    sealed = [
        one for one in answers if isinstance(one, queries.SecretLine) and one.outcome is Outcome.COUNTED
    ]
    others = [one for one in answers if one not in sealed]
    assert len(sealed) == 1
    assert all(isinstance(one, Conflict | queries.SecretLine) for one in others)
    assert figures(held) == (6, 0, 6)


def ready(world: World) -> Held:
    held = asked(world)
    for mark_id in held.marks[:7]:
        held.vote(mark_id, "yes")
    held.close()
    held.bring(FIRST)
    return held


def test_a_program_killed_while_it_opens_loses_and_doubles_nothing(
    cloned_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL after the roll side is destroyed and before the urn is written."""
    held = ready(cloned_world)
    real = sealing.shuffled

    def killed(papers: object) -> object:
        os.kill(os.getpid(), signal.SIGKILL)
        return papers

    monkeypatch.setattr(sealing, "shuffled", killed)
    connections.close_all()
    child = os.fork()
    if child == 0:
        held.bring(SECOND)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert figures(held) == (7, 7, 0)
    monkeypatch.setattr(sealing, "shuffled", real)
    assert held.bring(SECOND).outcome is Outcome.COUNTED
    assert figures(held) == (7, 0, 7)


def test_a_database_session_killed_while_it_opens_loses_and_doubles_nothing(
    cloned_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = ready(cloned_world)
    real, name = sealing.shuffled, str(connections["default"].settings_dict["NAME"])

    def cut(papers: object) -> object:
        with connect_owner(name) as owner:
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
                " and pid <> pg_backend_pid() and state = 'idle in transaction'",
                [name],
            )
        return papers

    monkeypatch.setattr(sealing, "shuffled", cut)
    (broken,) = at_once(lambda: held.bring(SECOND))
    assert isinstance(broken, Exception)
    connections.close_all()
    assert figures(held) == (7, 7, 0)
    monkeypatch.setattr(sealing, "shuffled", real)
    assert held.bring(SECOND).outcome is Outcome.COUNTED
    assert figures(held) == (7, 0, 7)
