"""The door for programs: bound to a body, bounded, the same faults as a sheet, and as its schema says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from liancun.contexts.access.actions import keys
from liancun.contexts.access.rules.keys import SCOPES
from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.models import Body
from liancun.contexts.people.models import Person
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.framework.web import ratelimit
from liancun.project.wsgi import application


def key(body: int, *scopes: str) -> str:
    with as_system():
        made = keys.make_key(
            SYSTEM, body_id=body, label="县数据平台", scopes=scopes, until=clock.today() + timedelta(days=30)
        )
    return made.token


def ask(token: str, path: str) -> Any:
    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/{path}")


def send(token: str, sheet: str, rows: list[dict[str, Any]], *, commit: bool = True) -> Any:
    client = Client(headers={"Authorization": f"Bearer {token}"})
    told = json.dumps({"rows": rows, "commit": commit})
    return client.post(f"/api/v1/sheets/{sheet}", told, content_type="application/json")


def test_a_key_reads_its_body_and_below(world: World) -> None:
    token = key(world.county, "bodies.read")
    found = ask(token, "bodies?kind=village&limit=3").json()
    assert found["total"] == 9
    assert len(found["items"]) == 3
    joint = ask(token, f"bodies/{world.joint}/members").json()
    assert {one["body"]["id"] for one in joint} == {
        row.body.id for row in bodies.members_of(world.joint, clock.today())
    }
    early = ask(token, f"bodies/{world.joint}/members?on=1999-01-01").json()
    assert early == []
    village = key(world.a.village, "bodies.read")
    assert ask(village, f"bodies/{world.a.village}").status_code == 200
    assert ask(village, f"bodies/{world.b.village}").status_code == 404


def test_names_on_rolls_are_masked_and_asked_for_by_their_own_key(world: World) -> None:
    path = f"bodies/{world.a.collective}/rolls/representative"
    found = ask(key(world.a.village, "people.read"), path).json()
    assert found["number"] > 0
    assert all("*" in name for name in found["names"])
    refused = ask(key(world.a.village, "bodies.read"), path)
    assert (refused.status_code, refused.json()["code"]) == (403, "api.not_this")


@pytest.mark.parametrize("token", ["", "lck_wrong", "x" * 500])
def test_without_a_right_key_nothing_is_said(world: World, token: str) -> None:
    answer = ask(token, "bodies") if token else Client().get("/api/v1/bodies")
    assert answer.status_code == 401
    assert set(answer.json()) == {"code", "sentence", "remedy", "place"}


@pytest.mark.parametrize(
    "query", ["offset=99999999999999999999", "limit=0", "limit=201", "offset=-1", "limit=x"]
)
def test_pages_are_bounded(world: World, query: str) -> None:
    answer = ask(key(world.county, "bodies.read"), f"bodies?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "api.invalid")


def test_rows_get_the_faults_of_a_sheet_and_nothing_is_written(world: World) -> None:
    token = key(world.county, "bodies.import")
    with as_system():
        county, before = bodies.get(world.county).code[:6], Body.objects.count()
    rows = [
        {"code": f"{county}999000", "name": "示範鎮", "kind": "township", "since": "2020-01-01"},
        {"code": "123", "name": "", "kind": "寨"},
        {"code": f"{county}999201", "name": "东台子村", "kind": "村", "colour": "red"},
    ]
    answer = send(token, "bodies.areas", rows).json()
    assert not answer["written"]
    named = {(one["row"], one["column"]) for one in answer["faults"]}
    assert named == {(2, "code"), (2, "name"), (2, "kind"), (3, "colour")}
    assert [(one["row"], one["column"], one["remedy"]) for one in answer["repaired"]] == [
        (1, "name", "示范镇")
    ]
    with as_system():
        assert Body.objects.count() == before
    good = [rows[0], {**rows[2], "since": "2020-01-01"}]
    del good[1]["colour"]
    assert send(token, "bodies.areas", good, commit=False).json()["written"] is False
    assert send(token, "bodies.areas", good).json() | {"repaired": []} == {
        "rows": 2,
        "new": 2,
        "known": 0,
        "written": True,
        "faults": [],
        "repaired": [],
    }
    assert send(token, "bodies.areas", good).json()["known"] == 2
    with as_system():
        assert Body.objects.count() == before + 2


def test_persons_come_in_for_the_keys_body_alone(world: World) -> None:
    token = key(world.a.village, "people.import")
    with as_system():
        codes = [bodies.get(seat.village).code for seat in (world.a, world.b)]
        before = Person.objects.count()
    row = {"name": "赵一", "household": "9001", "relation": "户主", "since": "2026-01-01"}
    refused = send(token, "people.residents", [{**row, "home": codes[1]}]).json()
    assert [one["code"] for one in refused["faults"]] == ["people.not_here"]
    assert send(token, "people.residents", [{**row, "home": codes[0]}]).json()["written"]
    assert send(token, "posts.offices", [row]).status_code == 403
    with as_system():
        assert Person.objects.count() == before + 1


def test_facts_are_handed_in_and_read_by_their_own_key(world: World) -> None:
    token = key(world.a.village, "facts.import")
    with as_system():
        codes = [bodies.get(seat.village).code for seat in (world.a, world.b)]
    row = {"fact": "land_cropland", "year": 2025, "value": "3260.50", "source": "统计年报"}
    refused = send(token, "bodies.facts", [{**row, "body": codes[1]}]).json()
    assert [one["column"] for one in refused["faults"]] == ["body"]
    assert send(token, "bodies.facts", [{**row, "body": codes[0]}]).json()["new"] == 1
    assert send(token, "bodies.facts", [{**row, "body": codes[0], "value": 3260.5}]).json()["known"] == 1
    other = send(token, "bodies.facts", [{**row, "body": codes[0], "value": "3300"}]).json()
    assert [one["code"] for one in other["faults"]] == ["bodies.fact_reason"]
    path = f"bodies/{world.a.village}/facts?year=2025"
    assert ask(token, path).json() == [
        {
            "fact": "land_cropland",
            "name": "耕地",
            "unit": "亩",
            "year": 2025,
            "value": "3260.5",
            "source": "统计年报",
            "corrected": False,
        }
    ]
    assert ask(token, f"bodies/{world.b.village}/facts?year=2025").status_code == 404
    assert ask(key(world.a.village, "bodies.read"), path).json()["code"] == "api.not_this"
    reads = key(world.a.village, "facts.read")
    assert send(reads, "bodies.facts", [{**row, "body": codes[0]}]).status_code == 403


def test_the_guide_needs_no_other_host(world: World) -> None:
    page = Client().get("/api/v1/").content.decode()
    assert "/api/v1/bodies" in page
    assert "//cdn" not in page


@pytest.fixture
def _connection_kept() -> Iterator[None]:
    """Requests made in this process must not close the connection of the test's undone transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_connection_kept")
def test_it_answers_as_its_schema_says(world: World) -> None:
    """Requests made up from the schema, right and wrong: no crash, no answer the schema does not know."""
    token = key(world.county, *SCOPES)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == 8
    for operation in operations:
        _hold(operation, token)


_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _hold(operation: Any, token: str) -> None:
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        ratelimit.forget()
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code < 500
        case.validate_response(answer, checks=_CHECKS)

    run()
