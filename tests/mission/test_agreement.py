"""An agreement in the browser: the clerk of the joint committee drafts it, two villages' secretaries sign it."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from tests.conftest import Stage, send
from tests.mission.play import press_next

pytestmark = pytest.mark.browser

MORNING = datetime(2026, 6, 1, 9, 0, tzinfo=clock.ZONE)


@pytest.mark.mission("XQ5")
def test_two_villages_sign_what_the_committee_drafted(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    with clock.fixed(MORNING):
        clerk = stage.person("mishu")
        address = _drafted(clerk, world)
        expect(clerk.locator("main")).to_contain_text("写明每一方的定位和职责")
        press_next(clerk)
        _write_terms(clerk, world)
        stage.look(clerk, "agreement-draft")
        _sign(stage, "zhishu-a", phone=True)
        clerk.goto(address)
        expect(clerk.locator("main")).to_contain_text("签署中")
        _sign(stage, "zhishu-b", phone=False)
        clerk.goto(address)
        expect(clerk.locator("main")).to_contain_text("执行中")
        expect(clerk.locator("main")).to_contain_text("建游客中心")
        stage.look(clerk, "agreement-in-force")
        clerk.goto(f"{address}print/")
        expect(clerk.locator("main")).to_contain_text("采摘园")
        stage.look(clerk, "agreement-print")
        with as_system():
            ((line,),) = [bodies.agreements(clock.today())[1]]
    assert (line.stand, line.signed) == ("in_force", 2)


def _drafted(page: Page, world: World) -> str:
    page.goto("/bodies/agreements/")
    page.click("main a.btn-primary")
    for id in (world.a.village, world.b.village):
        page.check(f"main input[name=parties][value='{id}']")
    send(
        page,
        title="文旅共兴抱团联建协议",
        purpose="合办采摘旅游，统一规划、管理、运营。",
        since="2026-06-01",
        until="2028-06-01",
    )
    expect(page.locator("main h1")).to_contain_text("各方条款")
    address = page.url.removesuffix("terms/")
    page.goto(address)
    return address


def _write_terms(page: Page, world: World) -> None:
    a, b = world.a.village, world.b.village
    send(
        page,
        **{
            f"position{a}": "建游客中心",
            f"duties{a}": "接待和停车",
            f"share{a}": "60",
            f"position{b}": "建采摘园",
            f"duties{b}": "供应果蔬",
            f"share{b}": "40",
        },
    )


def _sign(stage: Stage, name: str, *, phone: bool) -> None:
    """From the line that waits on the home page."""
    page = stage.person(name, phone=phone)
    page.goto("/")
    page.locator("main a", has_text="看过再签").first.click()
    expect(page.locator("main")).to_contain_text("分村定位")
    stage.look(page, f"agreement-sign-{name}")
    page.check("main input[name=agree]")
    send(page)
    expect(page.locator("main")).to_contain_text("已经签署")
