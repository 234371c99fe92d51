"""The log on the screen and as a spreadsheet, for the auditor alone."""

from __future__ import annotations

import io

import pytest
from django.http import HttpResponseBase
from openpyxl import load_workbook

from liancun.contexts.audit import api as audit
from liancun.contexts.audit.models import AuditRow
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import as_system

CLERK = Actor(7, None, "=张小明", "甲村·报账员", None, "user")


@pytest.fixture
def acted(world: World) -> World:
    with as_system():
        audit.record(
            CLERK, "tests.stir", subject="tests.pot", subject_id=4, body_id=None, detail={"turns": 3}
        )
    return world


def test_the_auditor_finds_an_act(acted: World) -> None:
    client = signed_in("audit")
    shown = client.get("/audit/?q=tests.stir").content.decode()
    assert "tests.pot 4" in shown
    assert "共 1 条" in shown
    assert "tests.pot" not in client.get("/audit/?q=tests.stir&result=refused").content.decode()
    assert "tests.pot" not in client.get("/audit/?q=tests.stir&last=1999-01-01").content.decode()


def test_an_act_is_shown_and_found_by_its_words(acted: World) -> None:
    with as_system():
        audit.record(
            CLERK, "ledger.file_claim", subject="ledger.claim", subject_id=9, body_id=None, detail={}
        )
    shown = signed_in("audit").get("/audit/?q=报账单").content.decode()
    assert "填报账单 · ledger.file_claim" in shown
    assert "tests.stir" not in shown


def test_a_date_that_is_none_is_said(acted: World) -> None:
    page = signed_in("audit").get("/audit/?first=tomorrow")
    assert page.status_code == 200
    assert "请写成一个日期" in page.content.decode()


def _taken(name: str, form: str = "xlsx") -> HttpResponseBase:
    return signed_in(name).post("/exports/", {"of": "/audit/?q=tests.stir", "as": form})


def test_the_spreadsheet_holds_the_same_rows_and_no_formula(acted: World) -> None:
    answer = _taken("audit")
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2][3] == "操作"
    assert len(rows) == 4
    assert (rows[3][1], rows[3][3]) == ("'=张小明", "tests.stir")


def test_taking_the_log_away_stands_in_the_log(acted: World) -> None:
    _taken("audit")
    with as_system():
        (row,) = AuditRow.objects.filter(verb="exports.take")
    assert (row.subject, row.detail) == ("audit:log", {"form": "xlsx", "rows": 1, "filters": ["q"]})


@pytest.mark.parametrize("name", ["xian", "anquan", "zhishu-a", "kuaiji"])
def test_nobody_else_reads_the_log(acted: World, name: str) -> None:
    assert signed_in(name).get("/audit/").status_code == 403
    assert _taken(name).status_code == 403
