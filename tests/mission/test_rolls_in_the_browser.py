"""Asking for a change of a roll and approving it, by two persons at two screens."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_system
from tests.conftest import Stage, send


def test_the_clerk_asks_and_the_secretary_approves(stage: Stage, cloned_world: World, tmp_path: Path) -> None:
    body = cloned_world.a.collective
    with as_system():
        people.open_roll(SYSTEM, kind="collective_member", body_id=body)
        one = people.add_person(SYSTEM, name="欧阳文秀", home_id=cloned_world.a.village)
    paper = tmp_path / "决定.png"
    Image.new("RGB", (60, 40), "white").save(paper)

    clerk = stage.person("baozhang-a")
    clerk.goto("/people/persons/")
    clerk.fill("#register-q", "oywx")
    clerk.keyboard.press("Enter")
    clerk.click("text=欧阳文秀")
    stage.look(clerk, "person")
    clerk.click("main >> text=列入名册")
    clerk.set_input_files("main input[type=file]", str(paper))
    send(clerk, roll=f"{body}|collective_member", reason="成员大会确认")
    stage.look(clerk, "change-asked")
    assert "等待另一人审批" in clerk.inner_text("main")
    assert clerk.locator("main summary:has-text('同意')").count() == 0

    secretary = stage.person("zhishu-a", phone=True)
    secretary.goto("/")
    assert "列入名册：欧阳文秀" in secretary.inner_text("main")
    secretary.click("main a:has-text('审批')")
    secretary.wait_for_url("**/changes/**")
    stage.look(secretary, "change-decide")
    secretary.click("main summary:has-text('同意')")
    secretary.click("main .ask-body button[type=submit]")
    secretary.wait_for_load_state()
    assert "变更已生效" in secretary.inner_text("body")

    clerk.goto(f"/people/{body}/collective_member/")
    stage.look(clerk, "roll")
    assert "欧阳文秀" in clerk.inner_text("main")
    with as_system():
        assert people.resolved(one).id == one
