"""One matter on one page, for people who do not sign in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liancun.contexts.affairs import api as affairs
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.demo.thread import STEPS, Offices, Thread
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from tests.mission.play import AMOUNTS, TITLE

BEGUN = date(2026, 3, 2)


@pytest.fixture
def thread(world: World) -> Thread:
    offices = Offices(world.joint, world.township, world.agency)
    return Thread(offices, (world.a, world.b, world.c), tuple(AMOUNTS.values()), TITLE, BEGUN)


@pytest.fixture(autouse=True)
def now() -> Iterator[clock.FixedClock]:
    with clock.fixed(datetime.combine(BEGUN, time(9, 30), clock.ZONE)) as fixed:
        yield fixed


def on_day(thread: Thread, until: str) -> int:
    """Plays on to the step; the day after the beginning on which it was taken."""
    for name, offset, step in STEPS:
        if name not in thread.steps:
            with clock.fixed(datetime.combine(BEGUN + timedelta(days=offset), time(9, 30), clock.ZONE)):
                step(thread)
            thread.steps = (*thread.steps, name)
        if name == until:
            return offset
    raise AssertionError(until)


def read(thread: Thread, day: int, village: int | None = None, client: Client | None = None) -> str:
    """The page as it is read on that day, in plain words."""
    slug = thread.notices[village or thread.seats[0].village]
    with clock.fixed(datetime.combine(BEGUN + timedelta(days=day), time(12), clock.ZONE)):
        answer = (client or Client()).get(f"/p/m/{slug}/")
    assert answer.status_code == 200
    assert len(answer.content) < 40_000
    assert "noindex" in answer["X-Robots-Tag"]
    return answer.content.decode()


def words(html: str) -> str:
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", main))


def test_while_the_decision_hangs_out_the_rest_is_not_shown(thread: Thread) -> None:
    page = words(read(thread, on_day(thread, "publish")))
    assert "现在：决议公开中，2026年3月23日期满。" in page
    with as_system():
        a = bodies.get(thread.seats[0].village).name
        c = bodies.get(thread.seats[2].village).name
    assert f"谁提的由{a}提出。2026年3月2日" in page
    assert "3个村的党支部议过。" in page
    assert f"{c}2026年3月4日；应到3人，实到3人，同意3人" in page
    assert "人同意：通过。依据：《农村集体经济组织法》第28条" in page
    assert "2026年3月16日公布，公开到2026年3月23日" in page
    for heading in ("谁去办", "付了多少钱", "群众怎么评"):
        assert f"{heading}还没有公开。" in page


def test_unanswered_objections_are_said_before_anything_else(thread: Thread) -> None:
    on_day(thread, "object")
    assert "现在：公开期已满，还有1条意见没有答复。" in words(read(thread, 23))
    on_day(thread, "answer")
    page = words(read(thread, 23))
    assert "现在：决议公开已于2026年3月23日期满；还没有公开办理结果。" in page
    assert "收到1条意见，都答复了" in page


def test_the_whole_course_is_told_to_its_end(thread: Thread) -> None:
    day = on_day(thread, "close")
    page = words(read(thread, day))
    assert "现在：已经办完，群众也评过了：满意度86.7%。" in page
    order = ["谁提的", "各村怎么说", "怎么定的", "什么时候公开", "谁去办", "付了多少钱", "群众怎么评"]
    places = [page.index(f"{heading}") for heading in order]
    assert places == sorted(places)
    assert "公开过3次" in page
    assert "62,000.00元，1笔" in page
    assert "铁岭北纬种业有限公司" in page
    assert "种子已全部到村并分发到户" in page
    assert "还没有公开" not in page.partition("别的村")[0]


def test_each_village_has_its_own_page_and_one_that_failed_is_named(thread: Thread) -> None:
    day = on_day(thread, "close")
    with as_system():
        names = [bodies.get(seat.village).name for seat in thread.seats]
    html = read(thread, day)
    others = words(html).partition("别的村")[2]
    assert names[1] in others
    assert f"{names[2]}本村在“成员代表大会决议”未通过" in others
    (link,) = re.findall(r'<dt><a href="(/p/m/[^"]+)"', html)
    with clock.fixed(datetime.combine(BEGUN + timedelta(days=day), time(12), clock.ZONE)):
        second = words(Client().get(link).content.decode())
    assert f"上面是{names[1]}的经过" in second
    assert "71,000.00元，1笔" in second


def test_no_person_is_named(thread: Thread) -> None:
    page = read(thread, on_day(thread, "close"))
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select distinct name from people_person")
        names = [name for (name,) in cursor.fetchall()]
    assert len(names) > 20
    assert [name for name in names if name in page] == []


def test_a_decision_taken_back_tells_nothing_any_more(thread: Thread) -> None:
    day = on_day(thread, "publish")
    with clock.fixed(datetime.combine(BEGUN + timedelta(days=day), time(11), clock.ZONE)), as_system():
        (first, *_) = disclosure.about(affairs.SUBJECT, [thread.matter_id])
        disclosure.withdraw(SYSTEM, notice_id=first.id, reason="金额写错。")
    page = words(read(thread, day))
    assert "现在：公开的内容已经撤回，还没有重新公开。" in page
    assert "后来撤回" in page
    assert "62,000.00" not in page
    assert "谁提的还没有公开。" in page


def test_a_notice_on_nothing_leads_back_to_itself(world: World) -> None:
    with as_system():
        alone = disclosure.publish(
            SYSTEM,
            body_id=world.a.village,
            kind="公告",
            title="停水通知",
            subject="",
            subject_id=None,
            snapshot={"sections": [{"heading": "停水", "lines": [], "tables": []}]},
            days=5,
        )
    assert Client().get(f"/p/m/{alone.slug}/")["Location"] == f"/p/n/{alone.slug}/"
    assert "看这件事的全过程" not in Client().get(f"/p/n/{alone.slug}/").content.decode()
    assert Client().get("/p/m/nothing/").status_code == 404


def test_more_notices_ask_no_more_statements(thread: Thread) -> None:
    asked = []
    for step in ("publish", "close"):
        day = on_day(thread, step)
        with CaptureQueriesContext(connection) as found:
            read(thread, day)
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert asked[0] <= 15


def test_it_is_reached_from_the_notice_and_from_the_village(thread: Thread) -> None:
    day = on_day(thread, "publish")
    village = thread.seats[0].village
    with as_system():
        code = bodies.get(village).code
    with clock.fixed(datetime.combine(BEGUN + timedelta(days=day), time(12), clock.ZONE)):
        for address in (f"/p/n/{thread.notices[village]}/", f"/p/v/{code}/"):
            assert f'href="/p/m/{thread.notices[village]}/"' in Client().get(address).content.decode()


def test_english_readers_find_every_word_of_ours(thread: Thread) -> None:
    client = Client()
    client.post("/preferences/", {"language": "en", "next": "/p/"})
    page = read(thread, on_day(thread, "close"), client=client)
    frame = re.sub(r"<(dd|td|h1)[ >].*?</\1>", "", page, flags=re.DOTALL)
    for heading in ("Who raised it", "How it was decided", "How much was paid", "Satisfaction"):
        assert heading in frame
    ours = (
        "现在",
        "还没有公开",
        "各村合计",
        "走的程序",
        "办理结果",
        "发出评价纸条",
        "满意度",
        "本村通过的金额",
    )
    assert [word for word in ours if word in frame] == []
