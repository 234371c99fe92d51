"""A secret ballot at a polling place in the browser: the roll corrected by two, the device handed over, the wooden
box counted by two, the ballot made void by two; and the two sheets of slips.
"""

from __future__ import annotations

from datetime import timedelta

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.secret_votes import Held, asked
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor
from tests.conftest import Stage, send

KEEPER, SUPERVISOR = "zhishu-a", "jiandu-a"
WAYS = ("station", "paper", "phone")


def with_a_station(world: World) -> tuple[Held, int]:
    held = asked(world, channels=WAYS, voters=8)
    officers = [held.who(name).person_id or 0 for name in (KEEPER, SUPERVISOR)]
    keeper = held.who(KEEPER)
    with as_actor(keeper):
        station = ballots.open_station(
            keeper,
            ballot_id=held.ballot_id,
            place="村委会一楼",
            opens_at=clock.now() - timedelta(hours=1),
            closes_at=clock.now() + timedelta(hours=6),
            officer_ids=officers,
        )
    return held, station.id


def test_a_polling_place_from_the_corrected_roll_to_a_void_ballot(stage: Stage, cloned_world: World) -> None:
    held, station = with_a_station(cloned_world)
    at = f"/ballots/{held.ballot_id}"
    _correct_the_roll(stage, at)
    _two_sheets(stage, at)
    _vote_at_the_station(stage, at, station)
    _into_the_box(stage, at)
    _close(stage, at)
    _count_the_box(stage, at)
    _make_void(stage, at)


def _correct_the_roll(stage: Stage, at: str) -> None:
    page = stage.person(KEEPER)
    page.goto(f"{at}/corrections/")
    page.fill("#find", "8")
    page.get_by_role("button", name="查找").click()
    stage.look(page, "station-1-found")
    page.get_by_role("link", name="提出").first.click()
    stage.look(page, "station-2-correction")
    send(page, reason="成员大会 5 月 3 日决定：已迁出")
    assert "等待另一人核准" in page.inner_text("main")
    other = stage.person(SUPERVISOR)
    other.goto(f"{at}/corrections/")
    stage.look(other, "station-3-confirm")
    other.get_by_role("button", name="核准").click()
    other.wait_for_load_state()
    assert "等待另一人核准" not in other.inner_text("main")
    other.goto(f"{at}/secret/")
    assert "7" in other.inner_text("main")


def _two_sheets(stage: Stage, at: str) -> None:
    page = stage.person(KEEPER)
    page.goto(f"{at}/slips/")
    stage.look(page, "station-4-slips")
    send(page)
    sheets = page.locator(".slip-sheet")
    assert sheets.count() == 2
    assert sheets.nth(0).locator("li").count() == sheets.nth(1).locator("li").count() == 7
    assert sheets.nth(0).locator("svg").count() == 7
    assert sheets.nth(1).locator("svg").count() == 0
    stage.look(page, "station-5-sheets")


def _vote_at_the_station(stage: Stage, at: str, station: int) -> None:
    page = stage.person(KEEPER)
    page.goto(f"{at}/stations/{station}/")
    page.fill("#find", "2")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    stage.look(page, "station-6-find")
    page.get_by_role("link", name="投票").first.click()
    page.get_by_role("button", name="请他投票").first.click()
    page.wait_for_load_state()
    stage.look(page, "station-7-device")
    send(page, choice="yes")
    assert "设备已经锁上" in page.inner_text("main")
    page.goto(f"{at}/secret/")
    assert "/sign-in/" in page.url, "the device is locked"
    stage.signed_in_at.pop(KEEPER)


def _into_the_box(stage: Stage, at: str) -> None:
    page = stage.person(KEEPER)
    for number in ("3", "4"):
        page.goto(f"{at}/booth/?q={number}")
        page.get_by_role("button", name="已投纸质票").first.click()
        page.wait_for_load_state()
        assert "已登记投了纸质票" in page.inner_text("body")
    stage.look(page, "station-8-box-marked")


def _close(stage: Stage, at: str) -> None:
    page = stage.person(KEEPER)
    page.goto(f"{at}/secret/")
    page.locator("main summary", has_text="结束投票").click()
    page.get_by_role("button", name="确认结束投票").click()
    page.wait_for_load_state()


def _count_the_box(stage: Stage, at: str) -> None:
    for name in (KEEPER, SUPERVISOR):
        page = stage.person(name)
        page.goto(f"{at}/box/")
        stage.look(page, f"station-9-box-{name}")
        send(page, ballots=2, count0=1, count1=1, count2=0, invalid=0)
    assert "两人清点一致" in page.inner_text("body")


def _make_void(stage: Stage, at: str) -> None:
    for name in (KEEPER, SUPERVISOR):
        page = stage.person(name)
        page.goto(f"{at}/void/")
        stage.look(page, f"station-10-void-{name}")
        send(page, reason="一半密钥遗失")
    page.goto(f"{at}/secret/")
    stage.look(page, "station-11-void")
    assert "作废" in page.inner_text("main")
