"""Persons, households, rolls and bodies of a whole county: its pages, its row policies and its import.

Each page for a county officer, a township officer and a village secretary, at two sizes: server CPU against the
bare signed-in page of the same run, statements that must not grow, the slowest statement in milliseconds, and what
the row policies cost against the same statement as owner. `_import` hands in a sheet of persons.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.test import Client
from django.utils.encoding import iri_to_uri

from benchmarks import Measure
from benchmarks._databases import PASSWORD
from benchmarks._import import Handed, hand_in
from benchmarks._registry import County, Size, opened
from benchmarks._statements import Cost, Statement, cost, recorded
from benchmarks.pages import BARE, CPU_BAR, _add_bare_page, _cpu, _under_load

SMALL, FULL = Size(20, 2_000), Size(505, 900_000)
QUICK = Size(40, 8_000)
ROWS, QUICK_ROWS = 300_000, 2_000
POLICY_BAR, MEMORY_BAR, THOUSAND_BAR = 2.0, 300.0, 0.5
VIEWERS = {"county": "shi", "township": "xiangzhen", "village": "zhishu-a"}
# Where the pages are; a name in braces is an id of `County`. An address after POST is sent the number to look for.
PAGES: Mapping[str, str] = {
    "persons": "/people/persons/",
    "persons of a village": "/people/persons/?body={village}",
    "persons of a township": "/people/persons/?body={township}",
    "persons by name": "/people/persons/?q=王秀",
    "persons by initials": "/people/persons/?q=wxl",
    "persons by sound": "/people/persons/?q=wangxiul",
    "person by number": "POST /people/persons/",
    "person": "/people/persons/{person}/",
    "counts of the county": "/people/areas/{top}/",
    "counts of the township": "/people/areas/{township}/",
    "households of a village": "/people/areas/{village}/households/",
    "household": "/people/households/{household}/",
    "rolls": "/people/",
    "roll of a village": "/people/{collective}/collective_member/",
    "tree": "/bodies/tree/",
    "tree of a township": "/bodies/tree/{township}/",
    "bodies": "/bodies/?kind=village",
    "bodies by name": "/bodies/?kind=village&q=xin",
    "village": "/bodies/{village}/",
    "posts": "/posts/",
    "search box": "/search/?q=wang",
}
# Whole counties and townships are no village secretary's business.
WIDER = {
    "persons of a township": ("county", "township"),
    "counts of the county": ("county",),
    "counts of the township": ("county", "township"),
}


@dataclass(frozen=True)
class Seen:
    ratio: float
    queries: int
    slowest: float
    cost: Cost | None


def run(*, quick: bool, seed: int) -> list[Measure]:
    with opened(SMALL, seed) as county:
        few = {key: len(_asked(visit)) for key, visit in _visits(county)}
    with opened(QUICK if quick else FULL, seed) as county:
        many = {key: _seen(key[1], visit, quick) for key, visit in _visits(county)}
        if not quick:
            _load(county)
        handed = hand_in(QUICK_ROWS if quick else ROWS, county.village_codes)
    pages = [measure for key, seen in many.items() for measure in _measures(key, seen, few[key])]
    return [*pages, *_imported(handed)]


Visit = Callable[[], object]


def _visits(county: County) -> Iterator[tuple[tuple[str, str], Visit]]:
    _add_bare_page()
    for viewer, user in VIEWERS.items():
        client = _signed_in(user)
        for name, address in PAGES.items():
            if viewer in WIDER.get(name, VIEWERS):
                yield (name, viewer), _visit(client, address, county)


def _visit(client: Client, address: str, county: County) -> Visit:
    method, _, place = address.rpartition(" ")
    url = place.format(**vars(county))

    def visit() -> object:
        answer = client.post(url, {"number": county.number}) if method else client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer

    visit.client = client  # type: ignore[attr-defined]
    return visit


def _signed_in(user: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"username": user, "password": PASSWORD})
    assert answer.status_code == 302, answer.status_code
    return client


def _asked(visit: Visit) -> list[Statement]:
    visit()
    visit()
    with recorded() as recorder:
        visit()
    return recorder.statements


def _seen(viewer: str, visit: Visit, quick: bool) -> Seen:
    """Page and bare page by turns, so that what else the machine does weighs on both alike."""
    statements = _asked(visit)
    client: Client = visit.client  # type: ignore[attr-defined]
    bare, spent = [], []
    client.get(BARE)
    for _ in range(3 if quick else 15):
        bare.append(_cpu(lambda: client.get(BARE)))
        spent.append(_cpu(visit))
    slowest = max(statements, key=lambda one: one.milliseconds)
    ratio = statistics.median(spent) / statistics.median(bare)
    with _as_viewer(viewer):
        costs = [cost(one) for one in statements if one.reads_people]
    worst = max(costs, key=lambda one: one.milliseconds, default=None)
    if worst is not None:
        worst = replace(worst, per_row=sum(one.per_row for one in costs))
    return Seen(ratio, len(statements), slowest.milliseconds, worst)


@contextmanager
def _as_viewer(viewer: str) -> Iterator[None]:
    from liancun.contexts.identity import api as identity
    from liancun.framework.scope import entered_as_user
    from liancun.framework.testing import as_system

    with as_system():
        user = identity.ids_by_name()[VIEWERS[viewer]]
    with entered_as_user(user, read_only=True):
        yield


def _measures(key: tuple[str, str], seen: Seen, few: int) -> list[Measure]:
    name = f"{key[0]}, {key[1]}"
    measures = [
        Measure(f"{name}: CPU", seen.ratio, "× bare page", CPU_BAR),
        Measure(f"{name}: statements", seen.queries, "statements"),
        Measure(
            f"{name}: statements more than in {SMALL.villages} villages", seen.queries - few, "statements", 0
        ),
        Measure(f"{name}: slowest statement", seen.slowest, "ms"),
    ]
    if seen.cost is not None:
        measures += [
            Measure(f"{name}: policies computed for each row", seen.cost.per_row, "conditions", 0),
            Measure(f"{name}: slowest read of persons", seen.cost.ratio, "× as owner", POLICY_BAR),
        ]
    return measures


def _load(county: County) -> None:
    client = _signed_in(VIEWERS["county"])
    addresses = [url.format(**vars(county)) for url in PAGES.values() if not url.startswith("POST")]
    _under_load(client, [iri_to_uri(address) for address in addresses])


def _imported(handed: Handed) -> list[Measure]:
    return [
        Measure("import: peak memory", handed.megabytes, "MB", MEMORY_BAR),
        Measure("import: rate", handed.rows / handed.seconds, "rows/s"),
        Measure("import: a thousand rows", handed.seconds / handed.rows * 1000, "s", THOUSAND_BAR),
        Measure("import: time", handed.seconds, "s"),
        Measure("import: against bare COPY", handed.seconds / handed.copy_seconds, "× COPY"),
    ]
