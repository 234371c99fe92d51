"""Six main pages against the bare signed-in page, at 20 and at 505 villages, in one run on one machine.

The bar (docs/mission.md, quality bars): server CPU ≤ 3 × the bare page (session, scope, empty template), and a
number of queries that does not grow with the number of villages.
"""

from __future__ import annotations

import os
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.urls import path

from benchmarks import Measure
from benchmarks._databases import PASSWORD, furnished

CPU_BAR = 3.0
SIZES = (20, 505)
RATE = 20
BARE = "/bare-page/"
PAGES = (
    ("home", "/"),
    ("committees", "/bodies/"),
    ("matters", "/matters/"),
    ("matter", ""),
    ("tasks", "/tasks/"),
    ("scores", "/assessment/"),
)


def _add_bare_page() -> None:
    from liancun.project import urls

    if getattr(urls.urlpatterns[-1], "name", "") != "bare":
        urls.urlpatterns.append(path("bare-page/", bare, name="bare"))


def bare(request: HttpRequest) -> HttpResponse:
    """Session, scope, an empty template: what every page pays before it says anything."""
    return HttpResponse(Template("").render(RequestContext(request)))


@dataclass(frozen=True)
class Measured:
    """Server CPU of a request as a multiple of the bare page's, and statements a request."""

    ratio: float
    queries: int


def run(*, quick: bool, seed: int) -> list[Measure]:
    found = {size: _at(size, quick, seed) for size in SIZES}
    few, many = found[SIZES[0]], found[SIZES[1]]
    return [measure for name, _ in PAGES for measure in _measures(name, few, many)]


def _measures(name: str, few: dict[str, Measured], many: dict[str, Measured]) -> list[Measure]:
    more = many[name].queries - few[name].queries
    return [
        Measure(f"{name}: CPU at {SIZES[1]} villages", many[name].ratio, "× bare page", CPU_BAR),
        Measure(f"{name}: CPU at {SIZES[0]} villages", few[name].ratio, "× bare page", CPU_BAR),
        Measure(f"{name}: queries", many[name].queries, "statements"),
        Measure(f"{name}: queries more than at {SIZES[0]}", more, "statements", 0),
    ]


def _at(villages: int, quick: bool, seed: int) -> dict[str, Measured]:
    with furnished(villages, seed) as matter_id:
        _add_bare_page()
        client = _signed_in()
        addresses = {name: address or f"/matters/{matter_id}/" for name, address in PAGES}
        found = {name: _measure(client, address, quick) for name, address in addresses.items()}
        if villages == SIZES[-1] and not quick:
            _under_load(client, list(addresses.values()))
    return found


def _signed_in() -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"username": "xian", "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code
    return client


def _measure(client: Client, address: str, quick: bool) -> Measured:
    """Page and bare page by turns, so that what else the machine does weighs on both alike."""
    for warmed in (BARE, address, address, address):
        answer = client.get(warmed)
        assert answer.status_code == 200, (warmed, answer.status_code)
    counted = _statements(lambda: client.get(address))
    bare, spent = [], []
    for _ in range(10 if quick else 40):
        bare.append(_cpu(lambda: client.get(BARE)))
        spent.append(_cpu(lambda: client.get(address)))
    return Measured(statistics.median(spent) / statistics.median(bare), counted)


def _statements(act: Callable[[], object]) -> int:
    """Counted at the connection itself: the log of queries is emptied whenever a request begins."""
    count = 0

    def pass_on(execute: Callable[..., object], *given: object) -> object:
        nonlocal count
        count += 1
        return execute(*given)

    with connection.execute_wrapper(pass_on):
        act()
    return count


def _cpu(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def _under_load(client: Client, addresses: Sequence[str], seconds: int = 10) -> None:
    """Prints p50 and p95 at twenty requests a second beside the machine's load: context, not a bar."""
    with _served() as base, ThreadPoolExecutor(16) as pool:
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        waits = []
        for number in range(RATE * seconds):
            waits.append(pool.submit(_fetch, base + addresses[number % len(addresses)], cookie))
            time.sleep(1 / RATE)
        taken = sorted(wait.result() for wait in waits)
    print(
        f"# {RATE} requests/s over {len(addresses)} pages: p50 {taken[len(taken) // 2]:.0f} ms, "
        f"p95 {taken[int(len(taken) * 0.95)]:.0f} ms, machine load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _fetch(address: str, cookie: str) -> float:
    begun = time.monotonic()
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"Cookie": cookie}), timeout=60
    ) as answer:
        answer.read()
    return (time.monotonic() - begun) * 1000


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The figures are the output."""


@contextmanager
def _served() -> Iterator[str]:
    from liancun.project.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
