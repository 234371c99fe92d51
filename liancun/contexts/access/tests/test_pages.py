"""What I may do, and who may what."""

from __future__ import annotations

import pytest
from django.test import Client

from liancun.demo.small import PASSWORD
from liancun.demo.world import World


def signed_in(name: str) -> Client:
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def test_it_says_what_i_may_do_and_why(world: World) -> None:
    shown = signed_in("baozhang-a").get("/access/mine/").content.decode()
    assert "报账员" in shown
    assert "people.see_roll" in shown
    assert "bodies.join" not in shown


def test_the_security_administrator_sees_all_grants(world: World) -> None:
    client = signed_in("anquan")
    assert client.get("/access/grants/").status_code == 200
    shown = client.get("/access/grants/?role=village_clerk").content.decode()
    assert "报账员" in shown


@pytest.mark.parametrize("name", ["xian", "zhishu-a", "kuaiji", "shuji"])
def test_others_do_not(world: World, name: str) -> None:
    assert signed_in(name).get("/access/grants/").status_code == 403
