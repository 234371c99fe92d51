"""A villager follows one matter on a phone, from the village's page, without signing in and without a script."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from liancun.contexts.bodies import api as bodies
from liancun.demo.thread import STEPS, Offices, Thread
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from tests.conftest import DESKTOP, Stage
from tests.mission.play import AMOUNTS, MONDAY, TITLE

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ORDER = ["谁提的", "各村怎么说", "怎么定的", "什么时候公开", "谁去办", "付了多少钱", "群众怎么评"]


@pytest.mark.browser
@pytest.mark.mission("B3")
def test_a_villager_follows_the_matter_on_a_phone(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    offices = Offices(world.joint, world.township, world.agency)
    thread = Thread(offices, (world.a, world.b, world.c), tuple(AMOUNTS.values()), TITLE, MONDAY.date())
    with as_system():
        village = bodies.get(world.a.village)
    with clock.fixed(_play_on(thread, "publish")):
        page = stage.stranger(scripts=False)
        page.goto(f"/p/v/{village.code}/")
        page.get_by_role("link", name="看这件事的全过程").first.click()
        _reads(page, "现在：决议公开中，2026年3月23日期满。")
        assert page.get_by_text("还没有公开。").count() == 3
        stage.look(page, "follow-decision-phone")
    with clock.fixed(_play_on(thread, "close")):
        page.reload()
        _reads(page, "现在：已经办完，群众也评过了：满意度 86.7%。", "62,000.00 元，1 笔")
        expect(page.locator("main")).to_contain_text("铁岭北纬种业有限公司")
        assert page.get_by_text("还没有公开。").count() == 0
        stage.look(page, "follow-whole-phone")
        _elder_wide_printed(stage, page.url)
        official = stage.person("zhishu-a")
        official.goto(f"/matters/{thread.matter_id}/")
        stage.look(official, "follow-official")
        official.get_by_role("link", name=village.name, exact=True).first.click()
        expect(official.locator("main")).to_contain_text("现在：")


def _play_on(thread: Thread, until: str) -> datetime:
    """Plays on to the step; noon of the day on which it was taken."""
    for name, offset, step in STEPS:
        day = thread.begun + timedelta(days=offset)
        if name not in thread.steps:
            with clock.fixed(datetime.combine(day, time(9, 30), clock.ZONE)):
                step(thread)
            thread.steps = (*thread.steps, name)
        if name == until:
            return datetime.combine(day, time(12), clock.ZONE)
    raise AssertionError(until)


def _reads(page: Page, *sentences: str) -> None:
    for sentence in sentences:
        expect(page.locator("main")).to_contain_text(sentence)
    assert page.locator(".timeline h2").all_inner_texts() == ORDER
    assert page.evaluate(OVERFLOW) == 0


def _elder_wide_printed(stage: Stage, url: str) -> None:
    page = stage.stranger()
    page.goto(url)
    grave = [
        one for one in Axe().run(page).response["violations"] if one["impact"] in {"serious", "critical"}
    ]
    assert grave == []
    page.emulate_media(media="print")
    stage.look(page, "follow-print")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="长辈版").click()
    page.wait_for_load_state()
    assert page.evaluate(OVERFLOW) == 0
    stage.look(page, "follow-elder-phone")
    page.get_by_role("button", name="English").first.click()
    page.wait_for_load_state()
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    expect(page.locator("main")).to_contain_text("Who raised it")
    stage.look(page, "follow-english-wide")
