"""A county officer finds a village, renames it, reads it as it was, and founds an alliance with its members."""

from __future__ import annotations

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from tests.conftest import Stage, send


@pytest.mark.mission("XQ2")
@pytest.mark.mission("TL3")
def test_a_village_is_found_renamed_and_joined_to_an_alliance(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    with as_system():
        village, town = bodies.get(world.a.village), bodies.get(world.township)
    page = stage.person("xian")
    page.goto("/")
    page.locator("input[name=q]:visible").fill(village.name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=village.name, exact=True).first.click()
    assert page.url.endswith(f"/bodies/{village.id}/")

    page.get_by_role("link", name="更名", exact=True).click()
    assert page.input_value("[name=name]") == village.name
    send(page, name="桃花村", short_name="桃花村", since="2026-03-01", basis="县民政局批复〔2026〕3号")
    assert page.locator("h1").inner_text().startswith("桃花村")
    page.locator("#as-of-day").fill("2026-02-28")
    page.locator(".as-of button").click()
    assert page.locator("h1").inner_text().startswith(village.name)

    page.goto(f"/bodies/{town.id}/found/?kind=alliance")
    page.get_by_label("桃花村").check()
    send(
        page, name="桃花文旅联盟党委", since="2026-04-01", basis="镇党委会议纪要〔2026〕2号", bond="villages"
    )
    with as_system():
        joined = bodies.joints_of(village.id, clock.today())
    alliance = next(line.body for line in joined if line.body.kind == "alliance")
    page.goto(f"/bodies/{alliance.id}/")
    main = page.locator("main").inner_text()
    for words in ("联盟党委", "村村联建", "桃花村", "成员村", "2026年4月1日"):
        assert words in main
    stage.look(page, "alliance")


def test_the_register_the_tree_and_the_map_fit_a_phone(stage: Stage, cloned_world: World) -> None:
    page = stage.person("xian", phone=True)
    for url in ("/bodies/?kind=village", "/bodies/tree/", f"/bodies/{cloned_world.county}/map/"):
        page.goto(url)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, url
    assert page.locator("svg.schematic a").count() == 9
    assert "示意图，不作划界依据" in page.locator("main").inner_text()
