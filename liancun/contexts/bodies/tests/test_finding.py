"""One box finds every body: by name, pinyin, initials, code, also by what it was once called."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies import queries
from liancun.contexts.bodies.tests.conftest import PAPER, START, Tree
from liancun.framework.testing import SYSTEM

LATER = date(2024, 5, 1)


def ids(text: str, limit: int = 20) -> list[int]:
    return [hit.line.id for hit in bodies.search_all(text, limit)]


@pytest.mark.parametrize(
    "text", ["乙县酒业有限公司", "酒业有限", "yxjyyxgs", "YXJYY", "yixianjiuye", " yi xian jiu ye "]
)
def test_a_company_is_found_by_name_pinyin_and_initials(land: Tree, text: str) -> None:
    assert ids(text)[0] == land["company"]


def test_areas_are_found_by_code_and_their_short_name_first(land: Tree) -> None:
    assert ids("990101101202") == [land["v12"]]
    assert ids("990101102")[0] == land["t2"]
    assert ids("东镇")[0] == land["t1"]
    assert land["v11"] in ids("jc")


def test_a_registration_code_finds_its_holder(land: Tree) -> None:
    bodies.note_registration(SYSTEM, body_id=land["v11c"], registration_code="N2211221MF0000013G")
    assert ids("n2211221mf0000013g") == [land["v11c"]]


def test_former_names_and_codes_still_find_and_are_told(land: Tree) -> None:
    bodies.rename(SYSTEM, body_id=land["v11"], name="东镇桃花村", since=LATER, basis=PAPER)
    (hit,) = bodies.search_all("东镇甲村", 5)
    assert (hit.line.name, hit.former) == ("东镇桃花村", "东镇甲村")
    assert ids("thc")[0] == land["v11"]


def test_what_has_ended_comes_after_what_lives(land: Tree) -> None:
    bodies.merge(SYSTEM, body_id=land["v11"], into_id=land["v12"], day=LATER, basis=PAPER)
    hits = [hit for hit in bodies.search_all("东镇", 50) if hit.line.is_village]
    assert hits[-1].line.id == land["v11"]
    assert hits[-1].until == LATER


@pytest.mark.parametrize("text", ["", " ", "|", "%", "_", "'", "查无此名"])
def test_nothing_is_found_for_nothing(land: Tree, text: str) -> None:
    assert ids(text) == []


def _statements(act: object) -> int:
    assert callable(act)
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_the_county(land: Tree) -> None:
    """The same reads on a county of a dozen villages and of five thousand bodies."""
    county = bodies.get(land["county"])
    acts = {
        "search": lambda: bodies.search_all("东镇", 20),
        "register": lambda: queries.register(["village"], "", LATER, first=0, count=25),
        "tree": lambda: queries.below_on([line.id for line in queries.children_on(county.id, LATER)], LATER),
        "map": lambda: queries.cells(county, LATER),
        "unions": lambda: queries.unions_below(county, LATER, 12),
    }
    before = {name: _statements(act) for name, act in acts.items()}
    more = [
        bodies.NewBody("cooperative", f"东镇第{number}专业合作社", START, under=land["t1"])
        for number in range(5000)
    ]
    bodies.add_bodies(SYSTEM, bodies=more)
    assert {name: _statements(act) for name, act in acts.items()} == before
    assert before["search"] == 1
    assert len(bodies.search_all("东镇", 20)) == 20
