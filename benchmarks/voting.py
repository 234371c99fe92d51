"""Votes of a whole county at once: opening, casting by phone, closing and counting them, in one run on one machine.

The bars: casting, openly and in secret, costs ≤ 2.5 × the CPU of a bare request that writes the same rows through the
same middleware (`_casting`); opening, closing and counting all ballots takes ≤ 30 s. Printed beside them: the same
against Django's own middleware alone, p50 and p95 of votes that come over HTTP. Nothing may be lost or doubled: the
counts must be those that were cast.
"""

from __future__ import annotations

import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import getloadavg
from typing import TYPE_CHECKING, TypeVar

from django.db import connection

from benchmarks import Measure, _secret
from benchmarks._casting import price, said
from benchmarks._voting import Size, close_all, count_all, county, open_all, slips_of
from benchmarks.pages import _served

if TYPE_CHECKING:
    from liancun.contexts.ballots.api import IssuedSlip, Tally

T = TypeVar("T")

CPU_BAR, SECONDS_BAR = 2.5, 30.0
RATE = 20

FULL = Size(505, 250_000, secret=25, votes=120, seconds=15)
QUICK = Size(20, 4_000, secret=3, votes=50, seconds=4)


def run(*, quick: bool, seed: int) -> list[Measure]:
    size = QUICK if quick else FULL
    with county(size, seed) as held:
        ids, opening = _timed(lambda: open_all(held))
        print(f"# {len(ids)} ballots of {size.electors:,} electors opened in {opening:.1f} s", flush=True)
        slips = slips_of(ids[: max(2, size.villages // 20)])
        casting = _casting(slips[: 3 * size.votes], size.votes)
        _under_load(slips[3 * size.votes :][: RATE * size.seconds], size.seconds)
        _vote_for_the_rest(ids)
        expected = _cast()
        _, closing = _timed(lambda: close_all(ids))
        tallies, counting = _timed(lambda: count_all(ids))
        wrong = sum(expected[one] != _words(tallies[one]) for one in ids)
        secret = _secret.measured(held[: size.secret], size.votes, CPU_BAR)
    return [
        *casting,
        Measure(f"opening {len(ids)} ballots", opening, "s"),
        Measure(f"closing {len(ids)} ballots", closing, "s"),
        Measure(f"counting {len(ids)} ballots", counting, "s"),
        Measure("opening, closing and counting", opening + closing + counting, "s", SECONDS_BAR),
        Measure("ballots counted otherwise than cast", wrong, "ballots", 0),
        *secret,
    ]


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begun = time.monotonic()
    done = act()
    return done, time.monotonic() - begun


def _casting(slips: Sequence[IssuedSlip], votes: int) -> list[Measure]:
    paid = price(slips, votes, secret=False)
    print(
        f"# a vote {paid.vote:.2f} ms of CPU (program and database), a bare request {paid.bare:.2f} ms, in Django"
        f" alone {paid.plain:.2f} ms",
        flush=True,
    )
    return [
        Measure("casting by phone: CPU", paid.vote / paid.bare, "× bare request", CPU_BAR),
        Measure("casting by phone: CPU", paid.vote / paid.plain, "× Django alone"),
    ]


def _under_load(slips: Sequence[IssuedSlip], seconds: int) -> None:
    """Prints p50 and p95 of votes over HTTP beside the machine's load: context, not a bar."""
    from liancun.framework.web import ratelimit

    assert len(slips) == RATE * seconds, f"{len(slips)} slips for {RATE * seconds} votes"
    ratelimit.forget()  # all these phones have one address here
    with _served() as base, ThreadPoolExecutor(16) as pool:
        waits = []
        for number, slip in enumerate(slips):
            waits.append(pool.submit(_send, base, slip, number))
            time.sleep(1 / RATE)
        taken = sorted(wait.result() for wait in waits)
    print(
        f"# {RATE} votes/s over HTTP for {seconds} s: p50 {taken[len(taken) // 2]:.0f} ms, "
        f"p95 {taken[int(len(taken) * 0.95)]:.0f} ms, machine load {getloadavg()[0]:.1f}",
        flush=True,
    )


def _send(base: str, slip: IssuedSlip, number: int) -> float:
    body = urllib.parse.urlencode({"choice": said(number), "code": slip.code}).encode()
    begun = time.monotonic()
    with urllib.request.urlopen(f"{base}/p/b/{slip.token}/", body, timeout=60) as answer:
        assert "投好了" in answer.read().decode()
    return (time.monotonic() - begun) * 1000


def _vote_for_the_rest(ids: Sequence[int]) -> None:
    """Four of five electors have voted when the ballots close."""
    from liancun.framework.testing import as_system

    begun = time.monotonic()
    with as_system(), connection.cursor() as cursor:
        cursor.execute(_REST, [list(ids)])
        print(f"# {cursor.rowcount:,} votes more written in {time.monotonic() - begun:.0f} s", flush=True)


_REST = """
insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)
select id, ballot_id, body_id, (array['yes', 'yes', 'no', 'abstain'])[1 + id %% 4], 'bench', liancun_now(), ''
from ballots_rollmark where ballot_id = any (%s) and id %% 5 <> 0 on conflict do nothing
"""


def _cast() -> dict[int, tuple[int, ...]]:
    """Ballot → yes, no, abstain, counted one by one in this process."""
    from liancun.contexts.ballots.models import NamedVote
    from liancun.framework.testing import as_system

    found: dict[int, Counter[str]] = {}
    with as_system():
        for ballot, choice in NamedVote.objects.values_list("ballot_id", "choice").iterator():
            found.setdefault(ballot, Counter())[choice] += 1
    return {
        ballot: tuple(count[word] for word in ("yes", "no", "abstain")) for ballot, count in found.items()
    }


def _words(tally: Tally) -> tuple[int | None, ...]:
    return tally.yes, tally.no, tally.abstain
