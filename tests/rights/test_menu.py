"""The navigation leads only where one may go: every entry one is shown opens, the head of a group first of all."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.framework.web.menu import menu
from liancun.framework.web.parts import MenuItem

NAMES = (
    "xian",
    "xiangzhen",
    "fenguan",
    "shuji",
    "mishu",
    "kuaiji",
    "fuhe",
    "audit",
    "anquan",
    "xitong",
    "zhishu-a",
    "baozhang-a",
    "jiandu-a",
)


def shown_to(world: World, name: str) -> list[MenuItem]:
    with as_system():
        actor = world.actor(name)
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    with as_actor(actor):
        return menu(request)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_opens(world: World, name: str) -> None:
    browser = signed_in(name)
    closed = []
    for group in shown_to(world, name):
        assert group.url == (group.children[0].url if group.children else group.url)
        for item in group.children or (group,):
            status = browser.get(item.url).status_code
            closed += [] if status == 200 else [(item.label, item.url, status)]
    assert closed == []
