"""The county plans, asks why, moves a village, keeps the plan and applies for a group: in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from liancun.contexts.formation.tests.test_plannings import planned
from liancun.demo.world import World
from liancun.framework import jobs
from liancun.framework.testing import as_system
from tests.conftest import Stage, send


def _centre_of(page: Page, village: str) -> tuple[float, float]:
    box = page.locator(f".plan-map [data-village='{village}']").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag_to_another_group(page: Page) -> None:
    """A cell drawn onto a village of another group is a move like one that was chosen; both are tried together."""
    cells = page.locator(".plan-map [data-group]")
    told = [(one.get_attribute("data-village"), one.get_attribute("data-group")) for one in cells.all()]
    village, home = next((v, g) for v, g in told if v != g and f"{v}:" not in page.url)
    there = next(v for v, g in told if g != home)
    assert village
    assert there
    page.locator(".plan-map").evaluate("map => map.scrollIntoView()")
    page.mouse.move(*_centre_of(page, village))
    page.mouse.down()
    page.mouse.move(*_centre_of(page, there), steps=6)
    assert page.locator(".plan-map .is-drawn").count() == 1
    assert page.locator(".plan-map .is-target").count() >= 1
    page.mouse.up()
    page.wait_for_selector(".plan-effects li:nth-child(2)")
    page.wait_for_url(lambda url: f"{village}%3A" in url)


@pytest.mark.mission("TL1", "TL2", "NR1", "B2", "XQ1")
def test_plan_why_move_keep_apply(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    page = stage.person("xian")
    page.goto(f"/planning/areas/{world.county}/begin/")
    send(page, title="片区规划", effort="quick", least=2, most=5, average="")
    jobs.run_waiting()
    page.reload()
    page.get_by_role("link", name="看方案").click()
    assert page.locator(".plan-map .plan-cell").count() == 9
    village = str(world.b.village)
    page.mouse.click(*_centre_of(page, village))
    page.wait_for_selector("#why select[name=to]")
    assert (
        "次好的去处" in page.locator("#why").inner_text()
        or "没有别的去处" in page.locator("#why").inner_text()
    )
    stage.look(page, "plan-why")
    page.locator("#why button", has_text="试一试").click()
    page.wait_for_selector(".plan-effects")
    assert "moves=" in page.url
    chosen = page.url
    _drag_to_another_group(page)
    page.goto(chosen)
    page.get_by_role("button", name="保存为新方案").click()
    page.wait_for_selector("text=已保存为新方案")
    with as_system():
        plan = planned(world)
    page.goto(f"/planning/plans/{plan}/stages/")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="提出组建申请").click()
    send(page, reason="与县里产业发展规划一致")
    assert "等待乡镇意见" in page.locator("main").inner_text()
    stage.look(page, "plan-application")
