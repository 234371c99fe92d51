"""Secret ballots in the benchmark `voting`: keys, closed ballots put in, opening, sealing, counting."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from benchmarks import Measure
from benchmarks._casting import price, said
from benchmarks._voting import Held, count_all, open_all, slips_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liancun.framework.actors import Actor

SEATS = (1, 2)


@dataclass
class Secret:
    """Votes in secret with the paper halves of their keys; `expected`: ballot → what was sent."""

    held: Mapping[int, Held]
    rows: dict[tuple[int, int], Sequence[str]] = field(default_factory=dict)
    expected: dict[int, Counter[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds[what] = time.monotonic() - begun


def measured(held: Sequence[Held], votes: int, bar: float) -> list[Measure]:
    """In the first ballot the requests are timed one by one; the others are filled to four fifths."""
    vote = _opened(held)
    ids = list(vote.held)
    paid = price(slips_of(ids[:1]), votes, secret=True)
    vote.expected[ids[0]] = Counter(said(number) for number in range(votes))
    vote.expected[ids[0]]["invalid"] = 2 * votes  # the closed ballots of the bare requests open to nothing
    for ballot_id in ids[1:]:
        _fill(vote, ballot_id)
    papers = sum(vote.expected[ballot_id].total() for ballot_id in ids)
    with vote.timed("closing"):
        _close(ids)
    with vote.timed("sealing"):
        for seat in SEATS:
            for ballot_id in ids:
                _bring(vote, ballot_id, seat)
    with vote.timed("counting"):
        tallies = count_all(ids)
    wrong = sum(
        (tally.yes, tally.no, tally.abstain, tally.invalid)
        != tuple(vote.expected[ballot_id][word] for word in ("yes", "no", "abstain", "invalid"))
        for ballot_id, tally in tallies.items()
    )
    whole = sum(vote.seconds.values())
    print(
        f"# secret: a vote {paid.vote:.2f} ms of CPU, a bare request {paid.bare:.2f} ms, in Django alone"
        f" {paid.plain:.2f} ms; {len(ids)} ballots of {papers:,} papers",
        flush=True,
    )
    return [
        Measure("casting in secret by phone: CPU", paid.vote / paid.bare, "× bare request", bar),
        Measure("casting in secret by phone: CPU", paid.vote / paid.plain, "× Django alone"),
        *(
            Measure(f"secret: {what} {len(ids)} ballots", seconds, "s")
            for what, seconds in vote.seconds.items()
        ),
        Measure("secret: from opening to count, a thousand papers", whole / papers * 1000, "s"),
        Measure("secret ballots counted otherwise than cast", wrong, "ballots", 0),
    ]


def _opened(held: Sequence[Held]) -> Secret:
    """Opened, and both halves of each key kept."""
    begun = time.monotonic()
    vote = Secret(dict(zip(open_all(held, "secret"), held, strict=True)))
    for seat in SEATS:
        for ballot_id in vote.held:
            _keep(vote, ballot_id, seat)
    vote.seconds["opening"] = time.monotonic() - begun
    return vote


def _officer(vote: Secret, ballot_id: int, seat: int) -> Actor:
    from liancun.framework.testing import SYSTEM

    person = vote.held[ballot_id].electors[-seat]
    return replace(SYSTEM, person_id=person, name=f"保管人{seat}", post=f"职务{seat}")


def _keep(vote: Secret, ballot_id: int, seat: int) -> None:
    from liancun.contexts.ballots import actions
    from liancun.framework.testing import as_system

    rows = vote.rows[ballot_id, seat] = actions.offer_half()
    with as_system():
        given = actions.HalfGiven(rows)
        actions.keep_half(_officer(vote, ballot_id, seat), ballot_id=ballot_id, given=given)


def _bring(vote: Secret, ballot_id: int, seat: int) -> None:
    from liancun.contexts.ballots import actions
    from liancun.framework.testing import as_system

    with as_system():
        given = actions.HalfGiven(vote.rows[ballot_id, seat])
        actions.bring_half(_officer(vote, ballot_id, seat), ballot_id=ballot_id, given=given)


def _fill(vote: Secret, ballot_id: int) -> None:
    """Four of five electors vote, by the program's own door, without HTTP."""
    from liancun.contexts.ballots.actions import put_secret
    from liancun.contexts.ballots.models import RollMark
    from liancun.contexts.ballots.rules import Answer, Said
    from liancun.framework.testing import as_system

    sent = vote.expected[ballot_id] = Counter()
    with as_system():
        marks = RollMark.objects.filter(ballot_id=ballot_id).order_by("pk").values_list("pk", "body_id")
        for number, (mark, body) in enumerate(marks):
            if number % 5:
                put_secret(ballot_id, body, mark, Answer(Said(said(number))))
                sent[said(number)] += 1


def _close(ids: Sequence[int]) -> None:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    for ballot_id in ids:
        with as_system():
            ballots.close(SYSTEM, ballot_id=ballot_id)
