"""What I may do, and who may what."""

from __future__ import annotations

import pytest

from liancun.contexts.access.web.verbs import VERBS
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.permissions import all_rules


def test_it_says_what_i_may_do_and_why(world: World) -> None:
    shown = signed_in("baozhang-a").get("/access/mine/").content.decode()
    assert "报账员" in shown
    assert "查看名册" in shown
    assert "people." not in shown
    assert "登记加入联合党委" not in shown


def test_the_security_administrator_sees_all_grants(world: World) -> None:
    client = signed_in("anquan")
    assert client.get("/access/grants/").status_code == 200
    shown = client.get("/access/grants/?role=village_clerk").content.decode()
    assert "报账员" in shown


@pytest.mark.parametrize("name", ["xian", "zhishu-a", "kuaiji", "shuji"])
def test_others_do_not(world: World, name: str) -> None:
    assert signed_in(name).get("/access/grants/").status_code == 403


def test_every_permission_has_words() -> None:
    assert set(VERBS) == set(all_rules())
