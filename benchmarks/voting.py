"""Votes of a whole county at once: opening, casting by phone, closing and counting them, in one run on one machine.

The bars: casting costs ≤ 2.5 × the CPU of a bare request that writes the same rows (the vote, the slip marked as
used, the line of the log) through the same middleware and the same scoped transaction, the database's own work
counted with it; opening, closing and counting all ballots takes ≤ 30 s. Printed beside them: p50 and p95 of votes
that come over HTTP. Nothing may be lost or doubled: the counts must be those that were cast.
"""

from __future__ import annotations

import statistics
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from os import getloadavg
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from benchmarks import Measure
from benchmarks.pages import _served

if TYPE_CHECKING:
    from liancun.contexts.ballots.api import IssuedSlip, Tally

T = TypeVar("T")

CPU_BAR, SECONDS_BAR = 2.5, 30.0
BARE = "/bare-vote/"
RATE = 20
SAID = ("yes", "yes", "yes", "no", "abstain")


@dataclass(frozen=True)
class Size:
    """`votes`: how many of each kind are timed one by one; `seconds`: of load over HTTP."""

    villages: int
    electors: int
    votes: int
    seconds: int


FULL, QUICK = Size(505, 250_000, 200, 15), Size(20, 4_000, 40, 4)


@dataclass(frozen=True)
class Held:
    """A village's ballot: the body that votes and its electors."""

    collective: int
    electors: tuple[int, ...]


def run(*, quick: bool, seed: int) -> list[Measure]:
    size = QUICK if quick else FULL
    with _county(size, seed) as held:
        _add_bare_page()
        ids, opening = _timed(lambda: _open(held))
        print(f"# {len(ids)} ballots of {size.electors:,} electors opened in {opening:.1f} s", flush=True)
        slips = _slips(ids[: max(2, size.villages // 20)])
        needed = 2 * size.votes + RATE * size.seconds
        assert len(slips) >= needed, f"{len(slips)} slips for {needed} votes"
        ratio = _casting(slips[: 2 * size.votes], size.votes)
        _under_load(slips[2 * size.votes : needed], size.seconds)
        _vote_for_the_rest(ids)
        expected = _cast()
        _, closing = _timed(lambda: _close(ids))
        tallies, counting = _timed(lambda: _count(ids))
    wrong = sum(expected[one] != _words(tallies[one]) for one in ids)
    return [
        Measure("casting by phone: CPU", ratio, "× bare request", CPU_BAR),
        Measure(f"opening {len(ids)} ballots", opening, "s"),
        Measure(f"closing {len(ids)} ballots", closing, "s"),
        Measure(f"counting {len(ids)} ballots", counting, "s"),
        Measure("opening, closing and counting", opening + closing + counting, "s", SECONDS_BAR),
        Measure("ballots counted otherwise than cast", wrong, "ballots", 0),
    ]


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begun = time.monotonic()
    done = act()
    return done, time.monotonic() - begun


@contextmanager
def _county(size: Size, seed: int) -> Iterator[list[Held]]:
    import django

    from benchmarks import _databases  # noqa: F401 (sets the mode before the settings are read)

    django.setup()
    from liancun.framework import testing_databases
    from liancun.framework.database import launcher
    from liancun.project.settings_table import value

    launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    template = testing_databases.build_template("liancun_bench", furnish=lambda: None)
    with testing_databases.cloned(template) as name, testing_databases.using(name):
        held = _settle(size, seed)
        testing_databases.analyse(name)
        yield held


def _settle(size: Size, seed: int) -> list[Held]:
    """Villages by the actions; their electors, who are only names here, by the owner in plain SQL."""
    from django.db import connections

    from liancun.demo import county
    from liancun.demo.divisions import groups
    from liancun.framework.testing import as_system

    with as_system():
        chosen = groups(
            "2112", village_count=size.villages, group_count=max(2, size.villages // 8), seed=seed
        )
        practice = county.Practice(secretaries=max(1, len(chosen) - 8))
        federation = county.register(("2112", "铁岭市"), chosen, seed=seed, stage=0, practice=practice)
    seats = [federation.seat(row) for group in federation.groups for row in group.villages]
    each = size.electors // len(seats)
    with connections["owner"].cursor() as cursor:
        cursor.execute(_ELECTORS, [[seat.village for seat in seats], each])
        found: dict[int, list[int]] = {}
        for person, home in cursor.fetchall():
            found.setdefault(home, []).append(person)
    return [Held(seat.collective, tuple(found[seat.village])) for seat in seats]


_ELECTORS = """
insert into people_person (name, name_pinyin, sound, initials, key, sex, ethnicity, phone_index, identity_index,
    home_id)
select '选民' || n, 'xuanmin', 'xuanmin', 'xm', gen_random_uuid(), '', '', '', '', home
from unnest(%s::bigint[]) home cross join generate_series(1, %s) n returning id, home_id
"""


def _open(held: Sequence[Held]) -> tuple[int, ...]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    new = [
        ballots.NewBallot(
            one.collective, "named", "是否同意统一购买种子", one.electors, channels=("meeting", "phone")
        )
        for one in held
    ]
    with as_system():
        return ballots.open_many(SYSTEM, body_id=held[0].collective, ballots=new)


def _slips(ids: Sequence[int]) -> list[IssuedSlip]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    with as_system():
        return [slip for one in ids for slip in ballots.issue_slips(SYSTEM, ballot_id=one).slips]


def _close(ids: Sequence[int]) -> None:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import SYSTEM, as_system

    with as_system():
        ballots.close_many(SYSTEM, body_id=ballots.line(ids[0]).body_id, ballot_ids=ids)


def _count(ids: Sequence[int]) -> dict[int, Tally]:
    from liancun.contexts.ballots import api as ballots
    from liancun.framework.testing import as_system

    with as_system():
        return ballots.results(ids)


def _casting(slips: Sequence[IssuedSlip], votes: int) -> float:
    """A vote and a bare request by turns, so that what else the machine does weighs on both alike."""
    client, real, bare = Client(), [], []
    warm = max(4, votes // 10)
    for number in range(votes):
        own, other = slips[2 * number], slips[2 * number + 1]
        place = _place(other.token)
        real.append(_cpu(partial(_vote, client, own, number)))
        bare.append(_cpu(partial(_bare, client, place, number)))
    ratio = statistics.median(real[warm:]) / statistics.median(bare[warm:])
    print(
        f"# a vote {statistics.median(real[warm:]):.2f} ms of CPU (program and database), a bare request"
        f" {statistics.median(bare[warm:]):.2f} ms",
        flush=True,
    )
    return ratio


def _vote(client: Client, slip: IssuedSlip, number: int) -> None:
    answer = client.post(f"/p/b/{slip.token}/", {"choice": SAID[number % len(SAID)], "code": slip.code})
    assert answer.status_code == 200, answer.status_code


def _bare(client: Client, place: dict[str, object], number: int) -> None:
    answer = client.post(BARE, {**place, "choice": SAID[number % len(SAID)]})
    assert answer.status_code == 200, answer.status_code


def _place(token: str) -> dict[str, object]:
    """What the bare request is simply told, because it looks nothing up."""
    from liancun.contexts.ballots.actions.slips import PURPOSE
    from liancun.contexts.ballots.models import Slip
    from liancun.framework.testing import as_system
    from liancun.kernel.tokens import token_digest

    with as_system():
        row = Slip.objects.select_related("mark").get(digest=token_digest(token, PURPOSE))
        return {
            "slip": row.pk,
            "mark": row.mark_id,
            "ballot": row.ballot_id,
            "body": row.mark.body_id,
            "person": row.mark.person_id,
        }


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """No rule, no lock, no look: the same three rows, an empty template."""
    from liancun.contexts.audit import api as audit
    from liancun.contexts.ballots.models import NamedVote, Slip
    from liancun.framework import clock
    from liancun.framework.actors import Actor
    from liancun.framework.scope import entered

    told = request.POST
    with entered(Actor.system("bench")):
        NamedVote.objects.create(
            mark_id=int(told["mark"]),
            ballot_id=int(told["ballot"]),
            body_id=int(told["body"]),
            choice=told["choice"],
            channel="phone",
            key=told["slip"],
            cast_at=clock.now(),
            recorded_by="",
        )
        Slip.objects.filter(pk=told["slip"]).update(used_at=clock.now())
        audit.record(
            Actor.stranger(),
            "ballots.vote_by_slip",
            subject="ballots.ballot",
            subject_id=int(told["ballot"]),
            body_id=int(told["body"]),
            detail={"person": int(told["person"]), "channel": "phone"},
        )
    return HttpResponse(Template("").render(RequestContext(request)))


def _add_bare_page() -> None:
    from liancun.framework.web.shortcuts import public
    from liancun.project import urls

    if getattr(urls.urlpatterns[-1], "name", "") != "bare-vote":
        urls.urlpatterns.append(path("bare-vote/", public(bare), name="bare-vote"))


def _cpu(act: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process and of its database connection together."""
    database = _backend()
    begun, there = time.process_time(), _ran(database)
    act()
    return (time.process_time() - begun) * 1000 + (_ran(database) - there) / 1e6


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _ran(process: int) -> int:
    """Nanoseconds a process of this machine has run."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])


def _under_load(slips: Sequence[IssuedSlip], seconds: int) -> None:
    """Prints p50 and p95 of votes over HTTP beside the machine's load: context, not a bar."""
    from liancun.framework.web import ratelimit

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
    body = urllib.parse.urlencode({"choice": SAID[number % len(SAID)], "code": slip.code}).encode()
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
    return {ballot: tuple(said[word] for word in ("yes", "no", "abstain")) for ballot, said in found.items()}


def _words(tally: Tally) -> tuple[int | None, ...]:
    return tally.yes, tally.no, tally.abstain
