"""Server and database are killed while ballots arrive by phone: none acknowledged is lost, none doubled."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.hall import actor, opened
from liancun.contexts.ballots.tests.secret_votes import FIRST, SECOND, Held
from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_actor, as_system
from tests.faults import processes
from tests.faults.installations import Installation, installed
from tests.faults.polling import Phone, Street, said

VOTERS, CORNERS = 64, 4
BETWEEN_KILLS = 12  # acknowledged ballots at least
CHOICES = ("yes", "yes", "no", "abstain")

# Each open vote has its used slip and its line in the log, each exactly once.
VOTES = """
    select count(*), count(distinct v.mark_id), count(s.used_at),
           (select count(*) from audit_auditrow where verb = 'ballots.vote_by_slip' and subject_id = %(ballot)s)
    from ballots_namedvote v join ballots_slip s on s.digest = v.key where v.ballot_id = %(ballot)s
"""
MARKS = """
    select (select count(*) from ballots_secretmark where ballot_id = %(ballot)s),
           (select sum(boxes) from ballots_bag where ballot_id = %(ballot)s),
           (select sum(octet_length(data)) / 176 from ballots_bag where ballot_id = %(ballot)s)
"""


@dataclass
class Votes:
    """An open and a secret ballot of village A; everybody on the roll has a slip for each."""

    world: World
    named: int
    secret: Held
    phones: tuple[Phone, ...]

    def of(self, ballot_id: int) -> list[Phone]:
        return [phone for phone in self.phones if phone.ballot == ballot_id]


@pytest.fixture
def votes(cloned_world: World) -> Votes:
    voters = _voters(cloned_world)
    named = opened(cloned_world, voters, channels=("phone",))
    hidden = Held(cloned_world, opened(cloned_world, voters, method="secret", channels=("phone",)))
    hidden.keep(FIRST)
    hidden.keep(SECOND)
    phones = [*_phones(cloned_world, named), *_phones(cloned_world, hidden.ballot_id)]
    random.shuffle(phones)
    return Votes(cloned_world, named, hidden, tuple(phones))


@pytest.fixture
def program(votes: Votes, clone: str, tmp_path: Path) -> Iterator[Installation]:
    with installed(clone, tmp_path) as made:
        yield made


def _voters(world: World) -> tuple[int, ...]:
    with as_system():
        return tuple(
            people.add_people(
                SYSTEM,
                people=[people.NewPerson(f"选民{number}", world.a.village) for number in range(VOTERS)],
            )
        )


def _phones(world: World, ballot_id: int) -> list[Phone]:
    officer = actor(world, FIRST)
    with as_actor(officer):
        slips = ballots.issue_slips(officer, ballot_id=ballot_id).slips
    return [Phone(ballot_id, slip, choice) for slip, choice in zip(slips, cycle(CHOICES), strict=False)]


def _strike(program: Installation, street: Street, kill: Callable[[], None]) -> None:
    """Kills in the middle of people's voting, then lets the supervisor start again what ended."""
    wanted = len(street.acknowledged()) + BETWEEN_KILLS
    processes.wait_for(
        lambda: len(street.acknowledged()) >= wanted, 60, f"the votes go on before {kill.__name__}"
    )
    time.sleep(random.uniform(0.02, 0.2))
    kill()
    program.revive()


@pytest.mark.fault
def test_kills_while_ballots_arrive_lose_and_double_nothing(program: Installation, votes: Votes) -> None:
    street = Street(program.port, votes.phones, CORNERS)
    street.begin()
    try:
        for kill in (program.kill_web, program.kill_database, program.kill_both):
            _strike(program, street, kill)
        processes.wait_for(street.is_over, 60, f"everybody has voted: {street.statuses}")
    finally:
        street.stop()
    assert street.statuses[None] + street.statuses[500] + street.statuses[503], "the kills met no ballot"
    assert set(street.statuses) <= {None, 200, 500, 503}

    assert program.rows(VOTES % {"ballot": votes.named}) == [(VOTERS,) * 4]
    assert program.rows(MARKS % {"ballot": votes.secret.ballot_id}) == [(VOTERS,) * 3]
    _open_votes_are_those_sent(votes)
    _secret_votes_are_those_sent(votes)


def _open_votes_are_those_sent(votes: Votes) -> None:
    officer = actor(votes.world, FIRST)
    with as_actor(officer):
        ballots.close(officer, ballot_id=votes.named)
        tally = ballots.result(votes.named)
    sent = said(votes.of(votes.named))
    assert (tally.yes, tally.no, tally.abstain) == (sent["yes"], sent["no"], sent["abstain"])


def _secret_votes_are_those_sent(votes: Votes) -> None:
    """And every receipt that was seen stands in the opened urn beside what its holder chose."""
    ballot_id = votes.secret.ballot_id
    line = votes.secret.open_all()
    result = ballots.public_result(line.code)
    assert result.sheet is not None
    papers: Any = result.sheet["ballots"]
    urn = {paper["code"]: paper["said"] for paper in papers}
    assert Counter(urn.values()) == said(votes.of(ballot_id))
    seen = {phone.receipt: phone.choice for phone in votes.of(ballot_id) if phone.receipt}
    assert len(seen) > VOTERS // 2
    assert seen == {code: urn.get(code) for code in seen}
