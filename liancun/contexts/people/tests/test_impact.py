"""The impact assessment: every annotated field is explained, and what was signed stays as it was."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from liancun.contexts.people import actions, queries
from liancun.contexts.people.models import Assessment
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal


def test_every_kind_of_datum_in_the_program_has_purpose_basis_and_term(world: World) -> None:
    assert queries.impact().unknown_kinds == ()


def test_numbers_of_persons_lie_under_their_own_key(world: World) -> None:
    (numbers,) = (table for table in queries.impact().tables if table.table == "people_numbers")
    seals = {field: seal for field, _kind, seal in numbers.fields}
    assert {seals[name] for name in ("identity_number", "phone", "bank_card")} == {"own"}


def test_the_security_administrator_signs_and_it_stays(world: World) -> None:
    with as_system():
        signer = world.actor("anquan")
    with as_actor(signer):
        number = actions.sign_assessment(signer, conclusion="措施与风险相称。")
        line, sheet = queries.signed_sheet(number)
    assert sheet == queries.impact()
    assert line.digest == sheet.digest
    assert line.keep_until.year == clock.today().year + 3
    with as_system(), pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.update(conclusion="另一个结论")


@pytest.mark.parametrize("name", ["xian", "zhishu-a", "audit"])
def test_nobody_else_signs(world: World, name: str) -> None:
    with as_system():
        other = world.actor(name)
    with as_actor(other), pytest.raises(NotAllowed):
        actions.sign_assessment(other, conclusion="措施与风险相称。")
    assert not Assessment.objects.exists()


def test_without_a_conclusion_nothing_is_signed(world: World) -> None:
    with as_system():
        signer = world.actor("anquan")
    with as_actor(signer), pytest.raises(Refusal) as refused:
        actions.sign_assessment(signer, conclusion=" ")
    assert refused.value.code == "people.no_conclusion"
    assert not Assessment.objects.exists()


def test_the_page_says_it_in_plain_words_by_purpose(world: World) -> None:
    page = signed_in("anquan").get("/people/impact/").content.decode()
    for kind in queries.impact().kinds:
        assert f"<h2>{kind.name}</h2>" in page
        assert kind.purpose in page
    for table in queries.impact().tables:
        assert table.table not in page, "a reader is no programmer"
    assert "身份证号、电话和银行卡" in page
    assert "<details" in page


def test_the_whole_leaves_as_one_table(world: World) -> None:
    browser = signed_in("anquan")
    taken = browser.post("/exports/", {"of": "/people/impact/", "as": "xlsx"})
    assert taken.status_code == 200
    assert taken["Content-Type"].endswith("sheet")
    paper = browser.get("/people/impact/0/").content.decode()
    assert "people_person" not in paper
    assert "户内成员" in paper
