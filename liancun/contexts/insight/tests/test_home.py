from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liancun.contexts.insight.tests.conftest import SignIn
from liancun.demo.world import World


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


def test_the_home_page_asks_a_fixed_number_of_questions(world: World, signed_in: SignIn) -> None:
    with CaptureQueriesContext(connection) as asked:
        signed_in("xian").get("/")
    assert len(asked) <= 45
