"""Pages of meetings, as the branch secretary uses them."""

from __future__ import annotations

import pytest

from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.tests.test_meeting import MONDAY, convened, held
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system, words_of


def test_a_meeting_is_kept_on_its_pages(world: World) -> None:
    called = world.a.representatives
    with clock.fixed(MONDAY) as now:
        line = convened(world)
        now.advance(days=3)
        client = signed_in("zhishu-a")
        at = f"/meetings/{line.id}/"
        assert "成员代表大会" in client.get("/meetings/").content.decode()
        assert client.get(f"{at}attendance/").status_code == 200
        there = {f"p{person}": "present" for person in called[:-2]}
        away = {f"p{called[-2]}": "leave", f"p{called[-1]}": "absent"}
        assert client.post(f"{at}attendance/", there | away).status_code == 302
        assert client.post(f"{at}hold/").status_code == 302
        assert client.post(f"{at}minutes/", {"minutes": ""}).status_code == 422
        assert client.post(f"{at}minutes/", {"minutes": "一致同意。"}).status_code == 302
        shown = client.get(at).content.decode()
    assert "一致同意。" in shown
    with as_system():
        facts = meetings.facts(line.id)
    assert (facts.present, facts.state) == (len(called) - 2, meetings.State.CONFIRMED)


@pytest.mark.parametrize("paper", ["notice", "sign-in", "minutes"])
def test_papers_print(world: World, paper: str) -> None:
    with clock.fixed(MONDAY) as now:
        meeting_id = held(world, now, world.a.representatives[:20])
        shown = signed_in("zhishu-a").get(f"/meetings/{meeting_id}/print/{paper}/")
    assert shown.status_code == 200
    assert "统一购买种子" in shown.content.decode() or paper == "sign-in"


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("notice", ["定于", "统一购买种子", "不能到会的，请提前请假"]),
        ("sign-in", ["签到表", "应到"]),
        ("minutes", ["会议名称", "主持人", "实到"]),
    ],
)
def test_papers_come_as_word_and_pdf_in_chinese_whatever_the_page_speaks(
    world: World, paper: str, words: list[str]
) -> None:
    with clock.fixed(MONDAY) as now:
        meeting_id = held(world, now, world.a.representatives[:20])
        client = signed_in("zhishu-a")
        client.cookies["liancun_language"] = "en"
        at = f"/meetings/{meeting_id}/print/{paper}/"
        word, pdf = (b"".join(client.get(f"{at}?as={kind}")) for kind in ("docx", "pdf"))
        assert signed_in("zhishu-b").get(f"{at}?as=pdf").status_code == 404
    told = words_of(word)
    assert [one for one in words if one not in told] == []
    assert pdf.startswith(b"%PDF")


def test_a_reader_sees_and_a_neighbour_does_not(world: World) -> None:
    with clock.fixed(MONDAY):
        line = convened(world)
        assert signed_in("jiandu-a").get(f"/meetings/{line.id}/").status_code == 200
        assert signed_in("jiandu-a").get(f"/meetings/{line.id}/attendance/").status_code == 403
        assert signed_in("zhishu-b").get(f"/meetings/{line.id}/").status_code == 404
        assert signed_in("zhishu-b").post(f"/meetings/{line.id}/hold/").status_code == 404


def test_an_unfinished_meeting_waits_for_its_keeper(world: World) -> None:
    with clock.fixed(MONDAY) as now:
        line = convened(world)
        now.advance(days=3)
        assert f"/meetings/{line.id}/" in signed_in("zhishu-a").get("/").content.decode()
        assert f"/meetings/{line.id}/" not in signed_in("jiandu-a").get("/").content.decode()
