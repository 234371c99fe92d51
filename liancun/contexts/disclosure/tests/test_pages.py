"""Office pages of notices."""

from __future__ import annotations

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.tests.test_objecting import objected, the_objection
from liancun.contexts.disclosure.tests.test_publishing import actor, published
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
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
    assert line.url in shown
    assert "<svg" in shown


def test_a_notice_is_withdrawn_with_a_reason(world: World) -> None:
    line = published(world)
    client = signed_in("mishu")
    assert client.post(f"/disclosure/{line.id}/withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"/disclosure/{line.id}/withdraw/", {"reason": "金额写错"}).status_code == 302
    with as_system():
        assert disclosure.window(line.id).withdrawn
