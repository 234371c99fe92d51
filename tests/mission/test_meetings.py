"""A joint meeting from its notice to what came of it, and an assembly of sixty signed in by the keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.tests.acts import MONDAY, actor, assembly, members
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from tests.conftest import Stage, send
from tests.mission.play import press_next


def _to(page: Page, meeting: int, step: str = "") -> None:
    page.goto(f"/meetings/{meeting}/{step}/" if step else f"/meetings/{meeting}/")


@pytest.mark.mission("XQ3")
@pytest.mark.mission("JX3")
def test_a_joint_meeting_with_agenda_minutes_and_follow_up(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    with clock.fixed(MONDAY) as now:
        page = stage.person("shuji")
        page.goto("/meetings/")
        page.click("main a:has-text('召集会议')")
        stage.look(page, "meeting-choose")
        page.click("main a:text-is('联席会议')")
        stage.look(page, "meeting-convene")
        day = (clock.today() + timedelta(days=3)).isoformat()
        send(page, title="三月联席会议", day=day, place="联合党委会议室", agenda="秋收包装箱统一采购｜王书记")
        with as_system():
            (line,) = meetings.of_body(world.joint)
            called = [one.person_id for one in meetings.attendees(line.id)]
        press_next(page)
        for person in called:
            page.check(f"main [name=persons][value='{person}']")
        send(page, way="phone")
        stage.look(page, "meeting-told")
        assert f"应到 {len(called)} 人" in page.inner_text("main")
        now.advance(days=3)

        page = stage.person("shuji")
        _to(page, line.id)
        press_next(page)
        stage.look(page, "meeting-attendance")
        away = called[-1]
        page.check(f"main [name=p{away}][value=leave]")
        page.fill(f"main [name=r{away}]", "住院")
        send(page, observers="李所长，镇经管站")
        press_next(page)
        send(page)
        press_next(page)
        stage.look(page, "meeting-draft")
        send(page, n1="张三：同意统一采购。", d1="由三个村先行采购。", o1="adopted")
        _to(page, line.id, "give")
        due = (clock.today() + timedelta(days=10)).isoformat()
        send(page, text="比较三家供货商报价", owner=world.b.staff[0], due=due)
        _to(page, line.id)
        press_next(page)
        stage.look(page, "meeting-minutes")
        send(page)
        stage.look(page, "meeting-record")
        shown = page.inner_text("main")
        for words in ("张三", "由三个村先行采购。", "比较三家供货商报价", "住院", "李所长", "记录指纹"):
            assert words in shown, words
        page.goto(f"/meetings/{line.id}/print/minutes/")
        stage.look(page, "meeting-minutes-print")

        owner = stage.person("zhishu-b", phone=True)
        owner.goto("/")
        assert "办理会议议定事项：比较三家供货商报价" in owner.inner_text("main")
        owner.click("main a:has-text('登记进展')")
        press_next(owner)
        stage.look(owner, "follow-up-step")
        send(owner, kind="done", note="已选定一家，价格最低。")
        stage.look(owner, "follow-up")
        assert "已办结" in owner.inner_text("main")


@pytest.mark.mission("XQ3")
def test_sixty_people_are_signed_in_by_the_keyboard_alone(stage: Stage, cloned_world: World) -> None:
    world = cloned_world
    ids = members(world, 60)
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        with as_actor(actor(world, "zhishu-a")):
            order = [one.person_id for one in meetings.attendees(meeting)]
        now.advance(days=10)
        page = stage.person("zhishu-a")
        _to(page, meeting, "attendance")
        count = page.locator("[data-presence-count]")
        assert count.inner_text() == "60"
        assert page.locator("[data-presence-met]").is_visible()
        page.locator(f"[name=p{order[0]}]:checked").focus()
        # 1 到会, 2 线上, 3 请假, 4 缺席; the digit goes on to the next person.
        for key in ["4"] * 15 + ["3"] * 6 + ["2"] * 4:
            page.keyboard.press(key)
        assert count.inner_text() == "39"
        assert page.locator("[data-presence-short]").inner_text() == "1"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("1")
        for _ in range(5):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("1")
        assert count.inner_text() == "40"
        stage.look(page, "attendance-sixty")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/meetings/{meeting}/")
        with as_actor(actor(world, "zhishu-a")):
            facts = meetings.facts(meeting)
            by = {one.person_id: one.presence.value for one in meetings.attendees(meeting)}
    assert (facts.present, facts.online) == (40, 3)
    assert [by[person] for person in order[:15]] == ["absent"] * 15
    assert set(ids) == set(order)
