"""The permission table, asked over the web: every address, every person, and nobody gets more than it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from liancun.framework.testing_databases import undone
from tests.house.permission_table import PEOPLE, TABLE, Row, rows
from tests.house.stage import Stage, address, routes, set_up, sign_in

ROWS = rows()
MADE_UP = "aaaa-bbbb-cccc"


@pytest.fixture(scope="module")
def stage(template: str) -> Iterator[Stage]:
    with set_up(template) as made:
        yield made


@pytest.fixture(scope="module")
def cookies(stage: Stage) -> dict[str, str]:
    """The session of each person; "" of those who are not signed in."""
    signed = {person: sign_in(name).cookies.get("liancun_session") for person, name in PEOPLE.items()}
    return {person: cookie.value if cookie else "" for person, cookie in signed.items()}


def _browser(session: str) -> Client:
    client = Client(raise_request_exception=False)
    if session:
        client.cookies["liancun_session"] = session
    return client


def _ask(stage: Stage, route: str, method: str, person: str, session: str) -> int:
    """The status of the answer; what a form changed is undone."""
    url = address(stage, route, routes()[route], token=stage.token if person == "villager" else MADE_UP)
    client = _browser(session)
    if method == "GET":
        return client.get(url).status_code
    with undone():
        return client.post(url).status_code


def test_every_address_has_its_row() -> None:
    assert {row.route for row in ROWS} == set(routes())


def test_no_row_stands_twice() -> None:
    named = [(row.route, row.method) for row in ROWS]
    assert len(named) == len(set(named)) == len(TABLE.strip().splitlines())


@pytest.mark.parametrize("row", [row for row in ROWS if row.method != "GET"], ids=lambda row: row.route)
def test_everybody_gets_what_the_table_says(stage: Stage, cookies: dict[str, str], row: Row) -> None:
    found = {person: _ask(stage, row.route, row.method, person, cookies[person]) for person in PEOPLE}
    assert found == row.statuses


@pytest.mark.parametrize("route", sorted({row.route for row in ROWS}))
def test_a_way_that_is_not_in_the_table_does_not_exist(
    stage: Stage, cookies: dict[str, str], route: str
) -> None:
    ways = {row.method for row in ROWS if row.route == route}
    for method in {"GET", "POST"} - ways:
        assert _ask(stage, route, method, "secretary A", cookies["secretary A"]) == 405
    with undone():
        url = address(stage, route, routes()[route], token=MADE_UP)
        assert _browser(cookies["secretary A"]).delete(url).status_code == 405


def test_nobody_but_those_signed_in_gets_behind_a_page_that_is_not_public() -> None:
    for row in ROWS:
        if row.route.startswith(("portal:", "api:")) or row.route in (
            "preferences",
            "health",
            "robots",
            "identity:sign_in",
            "identity:sign_in_code",
            "identity:county_sign_in",
            "identity:county_back",
            "access:own_data",
            "estate:card",
        ):
            continue
        outside = {row.statuses["villager"], row.statuses["stranger"]}
        assert outside <= {302, 403, 405}, row


def test_what_belongs_to_another_village_is_hidden_from_its_clerk() -> None:
    """The clerk of B and the clerk of E may not know of A's book, nor E of anything joint."""
    for row in ROWS:
        if "book_id" in str(routes()[row.route].pattern) and row.statuses["clerk A"] != 405:
            assert row.statuses["clerk B"] == row.statuses["clerk E"] == 404, row
        if "matter_id" in str(routes()[row.route].pattern):
            assert row.statuses["clerk E"] == 404, row
