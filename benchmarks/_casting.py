"""The price of one vote by phone beside two bare requests that write the same rows: by turns, in one run.

*bare*: through the program's own middleware and scope, no rule, no look-up, an empty answer. *plain*: Django's own
middleware alone, the row policies told once what they must know. What is looked up, checked, judged and shown by the
real page is not in either; the database's own work (triggers, policies) is in all three.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

if TYPE_CHECKING:
    from liancun.contexts.ballots.api import IssuedSlip

BARE, PLAIN = "/bare-vote/", "/plain-vote/"
SAID = ("yes", "yes", "yes", "no", "abstain")
_DJANGO = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


@dataclass(frozen=True)
class Price:
    """Milliseconds of CPU, program and database together: medians."""

    vote: float
    bare: float
    plain: float


def price(slips: Sequence[IssuedSlip], votes: int, *, secret: bool) -> Price:
    """Three requests by turns, so that what else the machine does weighs on all alike. Uses 3 × `votes` slips."""
    add_bare_pages()
    client, plain = Client(), _plain_client()
    real, bare, alone = [], [], []
    for number in range(votes):
        own, other, third = slips[3 * number : 3 * number + 3]
        told, again = _place(other.token, secret=secret), _place(third.token, secret=secret)
        real.append(_cpu(partial(_vote, client, own, number)))
        bare.append(_cpu(partial(_bare, client, BARE, told, number)))
        alone.append(_cpu(partial(_bare, plain, PLAIN, again, number)))
    warm = max(4, votes // 10)
    return Price(*(statistics.median(each[warm:]) for each in (real, bare, alone)))


def said(number: int) -> str:
    return SAID[number % len(SAID)]


def _plain_client() -> Client:
    client = Client()
    with override_settings(MIDDLEWARE=_DJANGO):
        client.handler.load_middleware()
    return client


def _vote(client: Client, slip: IssuedSlip, number: int) -> None:
    answer = _post(client, f"/p/b/{slip.token}/", {"choice": said(number), "code": slip.code})
    assert answer.status_code == 200, answer.status_code


def _bare(client: Client, address: str, place: dict[str, object], number: int) -> None:
    answer = _post(client, address, {**place, "choice": said(number)})
    assert answer.status_code == 200, answer.status_code


def _post(client: Client, address: str, fields: dict[str, object]) -> HttpResponse:
    """As a browser sends a form without files."""
    answer = client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")
    return cast(HttpResponse, answer)


def _place(token: str, *, secret: bool) -> dict[str, object]:
    """What the bare request is simply told, because it looks nothing up."""
    from liancun.contexts.ballots.actions.slips import PURPOSE
    from liancun.contexts.ballots.models import Slip
    from liancun.framework.testing import as_system
    from liancun.kernel.tokens import token_digest

    with as_system():
        row = Slip.objects.select_related("mark").get(digest=token_digest(token, PURPOSE))
    place: dict[str, object] = {
        "slip": row.pk,
        "mark": row.mark_id,
        "ballot": row.ballot_id,
        "body": row.mark.body_id,
        "person": row.mark.person_id,
    }
    return {**place, "box": _box().hex()} if secret else place


def _box() -> bytes:
    """A closed ballot made beforehand: the bare request closes nothing."""
    from liancun.contexts.ballots.rules import sealing

    halves = [sealing.new_half(), sealing.new_half()]
    return sealing.close_paper(sealing.new_paper([0]), [sealing.public_of(one) for one in halves], "bare")


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    from liancun.framework.actors import Actor
    from liancun.framework.scope import entered

    with entered(Actor.system("bench")):
        _write(request)
    return HttpResponse(Template("").render(RequestContext(request)))


@csrf_exempt
def plain(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "select set_config('liancun.everything', 'on', true), set_config('liancun.now', %s, true)",
                [_moment()],
            )
        _write(request)
    return HttpResponse("")


def _moment() -> str:
    from liancun.framework import clock

    return clock.now().isoformat()


def _write(request: HttpRequest) -> None:
    if "box" in request.POST:
        _write_secret(request)
    else:
        _write_open(request)


def _write_open(request: HttpRequest) -> None:
    """The vote, the slip marked as used, the line of the log."""
    from liancun.contexts.audit import api as audit
    from liancun.contexts.ballots.models import NamedVote, Slip
    from liancun.framework import clock
    from liancun.framework.actors import Actor

    told = request.POST
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


def _write_secret(request: HttpRequest) -> None:
    """The mark on the roll and the bag with one more closed ballot."""
    from liancun.contexts.ballots.models import SecretMark

    told = request.POST
    SecretMark.objects.create(
        mark_id=int(told["mark"]), ballot_id=int(told["ballot"]), body_id=int(told["body"]), paper=False
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "update ballots_bag set boxes = boxes + 1, data = ballots_with_box(data, %s)"
            " where ballot_id = %s and number = 0",
            [bytes.fromhex(told["box"]), int(told["ballot"])],
        )


def add_bare_pages() -> None:
    from liancun.framework.web.shortcuts import public
    from liancun.project import urls

    if not any(getattr(one, "name", "") == "bare-vote" for one in urls.urlpatterns):
        urls.urlpatterns.append(path("bare-vote/", public(bare), name="bare-vote"))
        urls.urlpatterns.append(path("plain-vote/", public(plain), name="plain-vote"))


def _cpu(act: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process and of its database connection together."""
    with _database() as ran:
        begun = time.process_time()
        act()
        own = time.process_time() - begun
    return own * 1000 + ran[0] / 1e6


@contextmanager
def _database() -> Iterator[list[int]]:
    """Nanoseconds the database's process of this connection ran meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    begun, ran = _nanoseconds(status), [0]
    yield ran
    ran[0] = _nanoseconds(status) - begun


def _nanoseconds(status: Path) -> int:
    return int(status.read_text().split()[0])
