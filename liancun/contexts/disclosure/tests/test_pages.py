"""Office pages of notices."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import Complaint
from liancun.contexts.disclosure.tests.test_boards import picture
from liancun.contexts.disclosure.tests.test_complaining import BEGIN, answered, complained
from liancun.contexts.disclosure.tests.test_complaining import published as in_village
from liancun.contexts.disclosure.tests.test_objecting import objected, the_objection
from liancun.contexts.disclosure.tests.test_planning import planned
from liancun.contexts.disclosure.tests.test_publishing import actor, published
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system, words_of
from liancun.framework.todo import waiting_for


def test_the_register_shows_the_notices_of_ones_own_bodies(world: World) -> None:
    published(world)
    assert "统一购买种子的决议" in signed_in("mishu").get("/disclosure/").content.decode()
    outside = signed_in("zhishu-e")
    assert "统一购买种子的决议" not in outside.get("/disclosure/").content.decode()
    assert "统一购买种子的决议" in outside.get("/disclosure/?of=all").content.decode()


def test_the_record_shows_the_snapshot_and_what_was_objected(world: World) -> None:
    line = published(world)
    objected(line.slug, contact="13812345678")
    shown = signed_in("mishu").get(f"/disclosure/{line.id}/").content.decode()
    assert "张*明" in shown
    assert "价格比去年高，请说明。" in shown
    assert "13812345678" not in shown
    outside = signed_in("zhishu-e").get(f"/disclosure/{line.id}/").content.decode()
    assert "价格比去年高，请说明。" not in outside


def test_an_objection_waits_for_the_office_and_is_answered_there(world: World) -> None:
    line = published(world)
    objected(line.slug)
    objection = the_objection(line.id)
    clerk = actor(world, "mishu")
    with as_actor(clerk):
        assert [item.url for item in waiting_for(clerk)] == [f"/disclosure/objections/{objection.id}/"]
    client = signed_in("mishu")
    empty = client.post(f"/disclosure/objections/{objection.id}/", {"text": ""})
    assert empty.status_code == 422
    assert client.post(f"/disclosure/objections/{objection.id}/", {"text": "已经核实。"}).status_code == 302
    assert the_objection(line.id).answer == "已经核实。"
    with as_actor(clerk):
        assert waiting_for(clerk) == []


def test_others_can_neither_read_nor_answer(world: World) -> None:
    line = published(world)
    objected(line.slug)
    objection = the_objection(line.id)
    assert signed_in("zhishu-e").get(f"/disclosure/objections/{objection.id}/").status_code == 404
    answer = signed_in("jiandu-a").post(f"/disclosure/objections/{objection.id}/", {"text": "代答"})
    assert answer.status_code == 403
    assert the_objection(line.id).answer == ""


def test_the_contact_opens_for_a_reason(world: World) -> None:
    line = published(world)
    objected(line.slug, contact="13812345678")
    objection = the_objection(line.id)
    client = signed_in("mishu")
    url = f"/disclosure/objections/{objection.id}/contact/"
    assert "13812345678" not in client.get(url).content.decode()
    assert "13812345678" in client.post(url, {"reason": "核实亩数"}).content.decode()


def test_the_poster_carries_the_public_address(world: World) -> None:
    line = published(world)
    shown = signed_in("mishu").get(f"/disclosure/{line.id}/poster/").content.decode()
    assert f"/p/s/{line.id}/" in shown
    assert "<svg" in shown


def test_a_notice_is_withdrawn_with_a_reason(world: World) -> None:
    line = published(world)
    client = signed_in("mishu")
    assert client.post(f"/disclosure/{line.id}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/disclosure/{line.id}/withdraw/", {"reason": "金额写错"}).status_code == 302
    with as_system():
        assert disclosure.window(line.id).withdrawn


def test_a_plan_is_written_reviewed_and_published_on_pages(world: World) -> None:
    office, supervisor = signed_in("zhishu-a"), signed_in("jiandu-a")
    content = "本季度收入：62000 元\n# 支出\n项目 | 金额\n种子 | 30,000.00"
    form = {"body": world.a.village, "category": "finance", "title": "一季度财务公开", "content": content}
    assert (
        office.post("/disclosure/plans/new/", {**form, "content": "甲 | 乙\n丙 | 丁 | 戊"}).status_code == 422
    )
    made = office.post("/disclosure/plans/new/", form)
    assert made.status_code == 302
    plan = made["Location"]
    assert "一季度财务公开" in supervisor.get("/").content.decode()
    assert "30,000.00" in supervisor.get(f"{plan}review/").content.decode()
    assert supervisor.post(f"{plan}review/", {"verdict": "object", "text": ""}).status_code == 422
    assert supervisor.post(f"{plan}review/", {"verdict": "object", "text": "少了一项。"}).status_code == 302
    assert office.post(f"{plan}publish/").status_code == 422
    again = office.get(f"/disclosure/plans/new/?replaces={plan.split('/')[-2]}").content.decode()
    assert "# 支出" in again
    assert "种子 | 30,000.00" in again
    assert office.post(f"{plan}answer/", {"text": "已经补上附表。"}).status_code == 302
    published = office.post(f"{plan}publish/")
    assert published.status_code == 302
    shown = office.get(published["Location"]).content.decode()
    assert "提出意见，已经答复" in shown
    assert office.get(plan).status_code == 200


def test_a_plan_is_given_up_with_a_reason(world: World) -> None:
    plan = planned(world).line.id
    office = signed_in("zhishu-a")
    assert office.post(f"/disclosure/plans/{plan}/drop/", {"reason": ""}).status_code == 422
    assert office.post(f"/disclosure/plans/{plan}/drop/", {"reason": "重复"}).status_code == 302
    assert "重复" in office.get(f"/disclosure/plans/{plan}/").content.decode()


def test_the_picture_is_a_readable_png_with_the_code(world: World) -> None:
    line = published(world)
    answer = signed_in("mishu").get(f"/disclosure/{line.id}/picture.png")
    assert answer["Content-Type"] == "image/png"
    drawn = Image.open(io.BytesIO(answer.content))
    assert drawn.width == 1080
    assert len(answer.content) < 150_000


def test_a_photo_of_the_board_is_filed_and_shown_to_the_office_only(world: World) -> None:
    line = published(world)
    client = signed_in("mishu")
    file = SimpleUploadedFile("公开栏.jpg", picture(), "image/jpeg")
    form = {"taken_on": line.window.opens.isoformat(), "papers": file}
    assert client.post(f"/disclosure/{line.id}/photo/", {"taken_on": "2020-01-01"}).status_code == 422
    assert client.post(f"/disclosure/{line.id}/photo/", form).status_code == 302
    assert "公开栏照片存档" in client.get(f"/disclosure/{line.id}/").content.decode()
    assert signed_in("zhishu-e").post(f"/disclosure/{line.id}/photo/", form).status_code == 403


def test_the_words_of_an_objection_are_released_on_a_page(world: World) -> None:
    line = published(world)
    objected(line.slug)
    objection = the_objection(line.id)
    client = signed_in("mishu")
    url = f"/disclosure/objections/{objection.id}/release/"
    assert "价格比去年高" in client.get(url).content.decode()
    assert client.post(url, {"text": "电话 13812345678"}).status_code == 422
    assert client.post(url, {"text": "价格比去年高。"}).status_code == 302
    assert the_objection(line.id).released == "价格比去年高。"


def test_the_township_decides_a_complaint_on_a_page(world: World) -> None:
    with clock.fixed(BEGIN):
        line = in_village(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        complained(line.slug, receipt, contact="13812345678")
        number = Complaint.objects.get().pk
        township = signed_in("fenguan")
        assert "处理反映 2026-1" in township.get("/").content.decode()
        shown = township.get(f"/disclosure/complaints/{number}/").content.decode()
        assert "答复没有说价格。" in shown
        assert "13812345678" not in shown
        opened = township.post(f"/disclosure/complaints/{number}/contact/", {"reason": "核实"})
        assert "13812345678" in opened.content.decode()
        assert signed_in("zhishu-a").get(f"/disclosure/complaints/{number}/").status_code == 404
        url = f"/disclosure/complaints/{number}/"
        assert township.post(url, {"text": "请公布。"}).status_code == 422
        assert township.post(url, {"outcome": "upheld", "text": "请公布。"}).status_code == 302
        shown = signed_in("zhishu-a").get(f"/disclosure/{line.id}/").content.decode()
        assert "请公布。" in shown


def test_the_result_is_told_on_a_page_and_the_calendar_names_the_villages(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = in_village(world)
        client = signed_in("zhishu-a")
        assert client.post(f"/disclosure/{line.id}/result/", {"words": ""}).status_code == 422
        now.advance(days=9)
        client = signed_in("zhishu-a")
        assert "公布结果" in client.get(f"/disclosure/{line.id}/").content.decode()
        assert client.post(f"/disclosure/{line.id}/result/", {"words": ""}).status_code == 302
        assert "财务收支" in client.get("/disclosure/calendar/").content.decode()


def test_the_notice_and_an_answer_come_as_files_without_a_person_s_name(world: World) -> None:
    line = published(world)
    client = signed_in("mishu")
    told = words_of(b"".join(client.get(f"/disclosure/{line.id}/poster/?as=docx")))
    assert line.title in told
    assert "张*明" in told
    assert b"".join(client.get(f"/disclosure/{line.id}/poster/?as=pdf")).startswith(b"%PDF")
    objected(line.slug)
    objection = the_objection(line.id)
    at = f"/disclosure/objections/{objection.id}/"
    client.post(at, {"text": "已经核实，价格由三家报价比选得出。"})
    told = words_of(b"".join(client.get(f"{at}?as=docx")))
    assert "关于第 1 号异议的答复" in told
    assert "已经核实，价格由三家报价比选得出。" in told
    assert "乡镇人民政府" in told
    assert signed_in("zhishu-e").get(f"{at}?as=pdf").status_code in (403, 404)
