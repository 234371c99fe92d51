from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liancun.contexts.bodies import api as bodies
from liancun.contexts.insight.tests.conftest import SignIn
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system

SINCE = date(2024, 1, 1)


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert "/sign-in" in answer["Location"] or "next=" in answer["Location"]


@pytest.mark.parametrize(
    "who", ["xian", "xiangzhen", "shuji", "zhishu-a", "baozhang-a", "kuaiji", "jiandu-b"]
)
def test_each_role_has_a_home_of_its_own(world: World, signed_in: SignIn, who: str) -> None:
    page = signed_in(who).get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "待办" in text
    assert ("不作划界依据" in text) == (who in {"xian", "xiangzhen"})


def test_only_who_may_read_books_sees_money(world: World, signed_in: SignIn) -> None:
    assert "本季度按依据支付" in signed_in("baozhang-a").get("/").content.decode()
    assert "本季度按依据支付" not in signed_in("shuji").get("/").content.decode()


def statements(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def more_committees(world: World, number: int) -> None:
    """Committees of two villages each in the same township."""
    for at in range(number):
        villages = [_village(world, at, which) for which in range(2)]
        joint = _add("joint_committee", f"新联合党委{at}", world.township)
        for village in villages:
            bodies.join(SYSTEM, joint_id=joint, member_id=village, since=SINCE)


def _village(world: World, at: int, which: int) -> int:
    return _add("village", f"新村{at}{which}", world.township, x=30 + at, y=30 + which)


def _add(kind: str, name: str, parent: int, x: int | None = None, y: int | None = None) -> int:
    return bodies.add_body(SYSTEM, kind=kind, name=name, since=SINCE, parent_id=parent, x=x, y=y).id


@pytest.mark.parametrize("address", ["/", "/assessment/"])
def test_the_number_of_statements_does_not_grow_with_the_committees(
    world: World, signed_in: SignIn, address: str
) -> None:
    browser = signed_in("xian")
    browser.get(address)
    before = statements(browser, address)
    with as_system():
        more_committees(world, 6)
    assert statements(browser, address) == before
    assert "新联合党委5" in browser.get(address).content.decode()
