"""The whole matter, played in the browser: each act by a different signed-in person with only their own rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.bodies import api as bodies
from liancun.contexts.work import api as work
from liancun.demo.thread import Offices, Thread, open_book
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.portions import at_least
from tests.conftest import Stage, fill, send
from tests.mission.paying import (
    money_without_authority_is_recorded_and_corrected,
    nobody_pays_before_the_window_closes,
    the_books_pay,
)
from tests.mission.play import (
    AMOUNTS,
    MONDAY,
    TITLE,
    TWO_THIRDS,
    Play,
    attend,
    entitled_to,
    meeting_of,
    notice_of,
    press_next,
)


@pytest.fixture
def play(stage: Stage, cloned_world: World, tmp_path: Path) -> Iterator[Play]:
    with clock.fixed(MONDAY) as fixed:
        made = Play(stage, cloned_world, fixed, tmp_path)
        books = Thread(
            Offices(cloned_world.joint, cloned_world.township, cloned_world.agency), (), (), "", MONDAY.date()
        )
        for letter in AMOUNTS:
            open_book(books, cloned_world.seat(letter))
        yield made


@pytest.mark.browser
@pytest.mark.mission("TL6")
@pytest.mark.mission("TL7")
@pytest.mark.mission("XQ9")
@pytest.mark.mission("JX2")
@pytest.mark.mission("B3")
@pytest.mark.mission("B4")
def test_the_whole_matter_from_raising_to_the_public_page(play: Play) -> None:
    the_county_officer_looks(play)
    a_raises(play)
    the_branches_deliberate(play)
    the_committee_resolves(play)
    the_villages_decide(play)
    the_decision_is_published_and_objected_to(play)
    nobody_pays_before_the_window_closes(play)
    it_takes_effect_for_a_and_b(play)
    the_tasks_are_done(play)
    the_books_pay(play)
    money_without_authority_is_recorded_and_corrected(play)
    the_result_is_published_and_rated(play)
    the_score_and_the_public_page_show_it(play)


def the_county_officer_looks(play: Play) -> None:
    page = play.stage.person("xian")
    page.goto("/")
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    expect(page.get_by_text("示意图，不作划界依据").first).to_be_visible()
    expect(page.get_by_text("示范数据").first).to_be_visible()
    assert page.locator(".figure").count() == 3
    play.stage.look(page, "01-home")
    page.close()


def a_raises(play: Play) -> None:
    page = play.stage.person("zhishu-a")
    page.goto("/matters/raise/")
    page.get_by_role("link", name="统一物资采购").first.click()
    fill(page, title=TITLE, purpose="联合采购，统一品种，压低价格。", minimum=2)
    for letter, amount in AMOUNTS.items():
        page.locator(f"main [name$='{play.village(letter)}']").fill(str(amount))
    page.locator("main input[type=file]").set_input_files(play.pdf("报价单.pdf"))
    send(page)
    found = re.search(r"/matters/(\d+)/", page.url)
    assert found is not None, page.url
    play.matter = int(found[1])
    expect(page.locator("main")).to_contain_text("186,000.00")
    play.stage.look(page, "02-raised")
    expect(page.locator("main")).to_contain_text("进入公共资源交易中心")
    page.get_by_role("link", name="登记采购材料").click()
    page.locator("main input[type=file]").set_input_files(play.pdf("受理单.pdf"))
    send(page, supplier="县公共资源交易中心")
    expect(page.locator("main")).to_contain_text("材料齐全")
    page.close()


def the_branches_deliberate(play: Play) -> None:
    play.clock.advance(days=2)
    for letter in AMOUNTS:
        page = play.stage.person(f"zhishu-{letter}")
        page.goto("/")
        page.get_by_role("link", name=re.compile("记录支部议事")).first.click()
        send(page, present=3, yes=3)
        page.close()
    page = play.stage.person("zhishu-a")
    page.goto(f"/matters/{play.matter}/")
    expect(page.locator("main")).to_contain_text("以支部议事计作村党支部会提议")
    page.close()


def the_committee_resolves(play: Play) -> None:
    page = play.stage.person("shuji")
    page.goto("/")
    page.get_by_role("link", name=re.compile("召集党委会")).first.click()
    send(page, day="2026-03-08", time="09:00", place="联合党委会议室")
    page.close()

    play.clock.advance(days=4)
    page = play.stage.person("shuji")
    meeting = meeting_of(play, play.world.joint)
    attend(page, meeting, absent=0)
    page.goto(f"/matters/{play.matter}/resolve/")
    called = len(entitled_to(meeting))
    send(
        page,
        text="同意联合采购玉米种子，提请有关村按各自程序决定。",
        yes=called,
        minutes="听取意见，一致同意。",
    )
    page.goto(f"/matters/{play.matter}/")
    expect(page.locator("main")).to_contain_text("联党决〔2026〕1号")
    play.stage.look(page, "03-resolved")
    page.close()


def the_villages_decide(play: Play) -> None:
    for letter in AMOUNTS:
        page = play.stage.person(f"zhishu-{letter}")
        page.goto(play.at(letter, "step/discuss"))
        entitled = page.locator("main [name=entitled]").input_value() or "5"
        send(page, entitled=entitled, present=entitled, yes=entitled)
        page.goto(play.at(letter, "step/review"))
        members = len(play.world.seat(letter).party_members)
        send(page, present=members - 1, yes=members - 1)
        page.goto(play.at(letter, "assembly"))
        send(page, day="2026-03-11", time="09:00", place="村党群服务中心")
        page.close()
    play.clock.advance(days=3)
    _decide(play, "a", by_name=False, short=0)
    _decide(play, "b", by_name=True, short=0)
    _decide(play, "c", by_name=False, short=1)
    page = play.stage.person("zhishu-c")
    page.goto(f"/matters/{play.matter}/")
    expect(page.locator("main")).to_contain_text("《农村集体经济组织法》第28条")
    expect(page.locator("main")).to_contain_text("未通过")
    play.stage.look(page, "04-decided")
    page.close()


def _decide(play: Play, letter: str, *, by_name: bool, short: int) -> None:
    """All but two present; exactly two thirds of all say yes, less `short`."""
    seat = play.world.seat(letter)
    page = play.stage.person(f"zhishu-{letter}")
    meeting = meeting_of(play, seat.collective)
    attend(page, meeting, absent=2)
    page.goto(play.at(letter, "vote"))
    send(page, method="named" if by_name else "hand")
    with as_system():
        ballot = next(
            b.id for b in ballots.about(affairs.SUBJECT, [play.matter]) if b.body_id == seat.collective
        )
    present = len(seat.representatives) - 2
    yes = at_least(TWO_THIRDS, len(seat.representatives)) - short
    if by_name:
        _call_the_roll(page, ballot, meeting, present, yes)
    else:
        page.goto(f"/ballots/{ballot}/count/")
        send(page, present=present, yes=yes, no=present - yes, abstain=0)
        witness = play.stage.person(f"jiandu-{letter}")
        witness.goto("/")
        witness.goto(f"/ballots/{ballot}/")
        witness.locator("main .next a.btn, main .next button").first.click()
        send(witness, yes=yes)
        witness.close()
    page.goto(f"/ballots/{ballot}/")
    if by_name:  # two are absent: nobody waits for them
        page.get_by_role("button", name="确认结束表决").click()
        page.wait_for_load_state()
    else:
        press_next(page)
    page.goto(play.at(letter, "decide"))
    send(page)
    page.close()


def _call_the_roll(page: Page, ballot: int, meeting: int, present: int, yes: int) -> None:
    """By keyboard alone: arrow keys choose in a row, Tab goes to the next."""
    page.goto(f"/ballots/{ballot}/call/")
    for place, person in enumerate(entitled_to(meeting)[:present]):
        page.locator(f"main [name='p{person}']").first.focus()
        page.keyboard.press("Space")
        if place >= yes:
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main .errors, main .box-refused")).to_have_count(0)


def the_decision_is_published_and_objected_to(play: Play) -> None:
    for letter in ("a", "b"):
        page = play.stage.person(f"zhishu-{letter}")
        page.goto(play.at(letter, "publish"))
        send(page)
        page.close()
    slug = notice_of(play, play.village("a"))
    stranger = play.stage.stranger(scripts=False)
    stranger.goto(f"/p/n/{slug}/")
    expect(stranger.locator("main")).to_contain_text("62,000.00")
    play.stage.look(stranger, "05-notice-phone")
    send(stranger, text="比镇上便宜多少？请公布比价。")
    expect(stranger.locator("main")).to_contain_text("收到")
    stranger.close()

    play.clock.advance(days=1)
    page = play.stage.person("zhishu-a")
    page.goto("/")
    page.get_by_role("link", name=re.compile("比价|意见|答复")).first.click()
    if not page.locator("main [name=text]").count():
        page.locator("main .next a.btn").first.click()
    send(page, text="询价三家，每斤低一元二角。")
    page.close()


def it_takes_effect_for_a_and_b(play: Play) -> None:
    play.clock.advance(days=8)
    page = play.stage.person("shuji")
    page.goto(f"/matters/{play.matter}/effect/")
    send(page)
    page.close()
    with as_system():
        assert set(affairs.bound_villages(play.matter)) == {play.village("a"), play.village("b")}
        assert {task.body_id for task in work.tasks_of(play.matter)} == {play.village("a"), play.village("b")}


def the_tasks_are_done(play: Play) -> None:
    with as_system():
        tasks = [(task.id, task.body_id) for task in work.tasks_of(play.matter)]
    letters = {play.village(letter): letter for letter in ("a", "b")}
    for task, village in tasks:
        page = play.stage.person(f"zhishu-{letters[village]}", phone=True)
        page.goto(f"/tasks/{task}/finish/")
        page.locator("main input[type=file]").set_input_files(play.pdf(f"任务{task}.pdf"))
        send(page, note="已办结。")
        page.close()


def the_result_is_published_and_rated(play: Play) -> None:
    for letter in ("a", "b"):
        page = play.stage.person(f"zhishu-{letter}")
        page.goto(play.at(letter, "result"))
        send(page, note="种子已全部到户。")
        page.close()
    play.clock.advance(days=9)
    page = play.stage.person("shuji")
    page.goto(f"/matters/{play.matter}/rating/")
    send(page, slips=6)
    tokens = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4,5}\b", page.content())
    assert len(set(tokens)) == 6, page.content()[:2000]
    page.close()
    for token, mark in zip(sorted(set(tokens)), ("good", "good", "good", "good", "middle"), strict=False):
        _rate(play, token, mark)
    _rate_again(play, sorted(set(tokens))[0])
    play.clock.advance(days=12)
    page = play.stage.person("shuji")
    page.goto(f"/matters/{play.matter}/rating/close/")
    send(page)
    page.close()


def _rate(play: Play, token: str, mark: str) -> None:
    page = play.stage.stranger(scripts=False)
    page.goto(f"/p/r/{token}/")
    page.goto(f"/p/r/{token}/")  # looking twice spends nothing
    buttons = page.locator("main button[name=mark]")
    buttons.nth(0 if mark == "good" else 1).click()
    expect(page.locator("main")).to_contain_text(re.compile("收到|谢谢|记下"))
    page.close()


def _rate_again(play: Play, token: str) -> None:
    page = play.stage.stranger(scripts=False)
    page.goto(f"/p/r/{token}/")
    expect(page.locator("main button[name=mark]")).to_have_count(0)
    page.close()


def the_score_and_the_public_page_show_it(play: Play) -> None:
    page = play.stage.person("xian")
    page.goto(f"/assessment/{play.world.joint}/S1/")
    expect(page.locator("main")).to_contain_text("满意")
    expect(page.locator("main")).to_contain_text("4")
    play.stage.look(page, "08-score")
    page.close()
    with as_system():
        code = bodies.get(play.village("a")).code
    phone = play.stage.stranger(scripts=False)
    phone.goto(f"/p/v/{code}/")
    main = phone.locator("main")
    for text in (TITLE, "62,000.00", "记字第", "满意"):
        expect(main).to_contain_text(text)
    play.stage.look(phone, "09-village-phone")
    phone.close()
