"""Every address asked by everybody: each gets what the permission table says, not a row of the database is another
afterwards, and no page shows a sealed number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.db import connections

from tests.house.permission_table import PEOPLE, Row, rows
from tests.house.planted import PLANTED, plant
from tests.house.stage import Stage, address, routes, set_up, sign_in

MADE_UP = "aaaa-bbbb-cccc"
# Those of the table, and who is not in it.
EVERYBODY = PEOPLE | {
    name: name for name in ("xian", "anquan", "audit", "fenguan", "shuji", "mishu", "fuhe", "jiandu-a")
}
# Kept beside the pages: who was last seen when, and what was refused to whom.
BESIDE = {"django_session", "audit_auditrow"}


@pytest.fixture(scope="module")
def stage(template: str) -> Iterator[Stage]:
    with set_up(template) as made:
        plant(made)
        yield made


def _state() -> dict[str, tuple[int, int]]:
    """Rows of every table and a sum that changes with any new version of a row; read as the owner, past policies."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        )
        names = sorted({row[0] for row in cursor.fetchall()} - BESIDE)
        found = {}
        for name in names:
            cursor.execute(f'select count(*), coalesce(sum(xmin::text::bigint), 0) from "{name}"')
            found[name] = cursor.fetchone()
    return found


@dataclass(frozen=True)
class Looked:
    """Every address asked once by one person: the statuses, the planted words on its pages, and what was changed."""

    statuses: dict[str, int]
    shown: list[tuple[str, str]]
    before: tuple[object, int]
    after: tuple[object, int]


Look = Callable[[str], Looked]


@pytest.fixture(scope="module")
def look(stage: Stage) -> Look:
    @cache
    def looked(person: str) -> Looked:
        client = sign_in(EVERYBODY[person])
        token = stage.token if person == "villager" else MADE_UP
        before = (_state(), _acts())
        answers = {
            route: client.get(address(stage, route, pattern, token=token))
            for route, pattern in routes().items()
        }
        return Looked(
            {route: answer.status_code for route, answer in answers.items()},
            [
                (route, word)
                for route, answer in answers.items()
                if not answer.streaming and answer.status_code == 200
                for word in PLANTED
                if word.encode() in answer.content
            ],
            before,
            (_state(), _acts()),
        )

    return looked


@pytest.mark.parametrize("row", [row for row in rows() if row.method == "GET"], ids=lambda row: row.route)
def test_everybody_sees_what_the_table_says(look: Look, row: Row) -> None:
    assert {person: look(person).statuses[row.route] for person in PEOPLE} == row.statuses


@pytest.mark.parametrize("person", EVERYBODY)
def test_looking_changes_nothing(look: Look, person: str) -> None:
    """The log has only refusals to add."""
    assert look(person).after == look(person).before


@pytest.mark.parametrize("person", EVERYBODY)
def test_no_page_shows_a_number_without_an_opening(look: Look, person: str) -> None:
    assert look(person).shown == []


def test_asking_for_heads_changes_nothing(stage: Stage) -> None:
    """The same views by another name: one person is enough to see that nobody treats them as an act."""
    client = sign_in(PEOPLE["secretary A"])
    before, acts = _state(), _acts()
    for route, pattern in routes().items():
        client.head(address(stage, route, pattern, token=stage.token))
    assert (_state(), _acts()) == (before, acts)


def _acts() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from audit_auditrow where not refused")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def test_the_state_notices_a_change(stage: Stage) -> None:
    before = _state()
    assert sum(count for count, _ in before.values()) > 1000
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "update bodies_body set short_name = short_name where id = %s", [stage.world.a.village]
        )
    assert _state() != before


def test_a_slip_that_was_looked_at_is_not_spent(stage: Stage) -> None:
    client = sign_in("")
    url = address(stage, "portal:rating", routes()["portal:rating"], token=stage.token)
    first, second = client.get(url), client.get(url)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content.count(b"<input") == second.content.count(b"<input") > 0


def test_the_page_of_a_slip_tells_no_other_site_its_address(stage: Stage) -> None:
    answer = sign_in("").get(address(stage, "portal:rating", routes()["portal:rating"], token=stage.token))
    assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
