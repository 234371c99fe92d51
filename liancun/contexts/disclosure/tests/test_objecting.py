"""Objections of strangers and the office's answers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import Objection, ObjectionText
from liancun.contexts.disclosure.tests.test_publishing import actor, published, refused_by_database
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

STRANGER = Actor.stranger()


def objected(
    slug: str, text: str = "价格比去年高，请说明。", *, key: str = "k1", contact: str = "", origin: str = ""
) -> disclosure.ReceivedLine:
    with as_actor(STRANGER):
        return disclosure.object(STRANGER, slug=slug, text=text, key=key, contact=contact, origin=origin)


def the_objection(notice_id: int) -> disclosure.ObjectionLine:
    with as_system():
        return disclosure.objections(notice_id)[-1]


def test_a_villager_without_sign_in_objects_and_is_answered(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)):  # a Monday
        line = published(world)
        received = objected(line.slug, contact="13812345678")
        assert (received.number, received.answer_due_on) == (1, date(2026, 3, 9))
        clerk = actor(world, "mishu")
        with as_actor(clerk):
            waiting = disclosure.waiting()
            assert [item.text for item in waiting] == ["价格比去年高，请说明。"]
            disclosure.answer(clerk, objection_id=waiting[0].id, text="按三家询价的最低价。")
            assert disclosure.waiting() == ()
        with as_actor(STRANGER):
            record = disclosure.by_slug(line.slug)
        assert [answer.text for answer in record.answers] == ["按三家询价的最低价。"]
        assert (record.line.window.objections, record.line.window.unanswered) == (1, 0)


def test_a_late_objection_is_told_when_the_window_closed(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world, days=7)
        now.advance(days=7)
        assert objected(line.slug).number == 1
        now.advance(days=1)
        with as_actor(STRANGER), pytest.raises(Conflict) as refused:
            disclosure.object(STRANGER, slug=line.slug, text="太晚了", key="k2")
        assert refused.value.code == "disclosure.window_closed"
        assert "2026年3月9日" in refused.value.text()
        with as_system():
            assert disclosure.window(line.id).objections == 1


def test_sending_the_same_form_twice_receives_it_once(world: World) -> None:
    line = published(world)
    assert objected(line.slug, key="same").number == objected(line.slug, key="same").number == 1
    assert objected(line.slug, key="other").number == 2


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "disclosure.objection_empty"), ("字" * 1001, "disclosure.objection_long")]
)
def test_it_refuses_an_empty_or_endless_objection(world: World, text: str, code: str) -> None:
    line = published(world)
    with as_actor(STRANGER), pytest.raises(Refusal) as refused:
        disclosure.object(STRANGER, slug=line.slug, text=text, key="k")
    assert refused.value.code == code
    assert not Objection.objects.exists()


def test_an_announcement_takes_no_objections(world: World) -> None:
    line = published(world, kind="公告")
    with as_actor(STRANGER), pytest.raises(Refusal) as refused:
        disclosure.object(STRANGER, slug=line.slug, text="问一句", key="k")
    assert refused.value.code == "disclosure.takes_no_objections"


def test_a_flood_from_one_block_is_stopped_and_a_neighbour_is_not(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world)
        for number in range(20):
            objected(line.slug, key=f"k{number}", origin="10.0.0.0/24")
        with as_actor(STRANGER), pytest.raises(Refusal) as refused:
            disclosure.object(STRANGER, slug=line.slug, text="再来", key="k20", origin="10.0.0.0/24")
        assert (refused.value.code, refused.value.status) == ("disclosure.too_many", 429)
        assert objected(line.slug, key="k21", origin="10.0.1.0/24").number == 21
        now.advance(hours=1)
        assert objected(line.slug, key="k22", origin="10.0.0.0/24").number == 22


def test_strangers_and_other_villages_never_read_the_words(world: World) -> None:
    line = published(world)
    objected(line.slug, contact="13812345678")
    for reader in (STRANGER, actor(world, "zhishu-e"), actor(world, "kuaiji")):
        with as_actor(reader):
            assert not ObjectionText.objects.exists()
            assert [item.text for item in disclosure.objections(line.id)] == [""]


def test_the_contact_is_sealed_and_opened_for_a_reason(world: World) -> None:
    line = published(world)
    objected(line.slug, contact="13812345678")
    objection = the_objection(line.id)
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select contact from disclosure_objectiontext")
        assert b"13812345678" not in bytes(cursor.fetchone()[0])
    clerk = actor(world, "mishu")
    with as_actor(clerk):
        with pytest.raises(Refusal) as refused:
            disclosure.open_contact(clerk, objection_id=objection.id, reason=" ")
        assert refused.value.code == "disclosure.no_reason"
        assert disclosure.open_contact(clerk, objection_id=objection.id, reason="核实亩数") == "13812345678"
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select detail->>'reason' from audit_auditrow where verb = 'disclosure.open_contact'")
        assert cursor.fetchall() == [("核实亩数",)]


def test_an_answer_is_given_once_and_by_the_office(world: World) -> None:
    line = published(world)
    objected(line.slug)
    objection = the_objection(line.id)
    outsider = actor(world, "zhishu-e")
    with as_actor(outsider), pytest.raises(Unknown):
        disclosure.answer(outsider, objection_id=objection.id, text="冒名答复")
    member = actor(world, "zhishu-a")
    with as_actor(member), pytest.raises((NotAllowed, Unknown)):
        disclosure.answer(member, objection_id=objection.id, text="越权答复")
    clerk = actor(world, "mishu")
    with as_actor(clerk):
        disclosure.answer(clerk, objection_id=objection.id, text="已经核实。")
        with pytest.raises(Conflict) as refused:
            disclosure.answer(clerk, objection_id=objection.id, text="改口")
    assert refused.value.code == "disclosure.already_answered"
    assert the_objection(line.id).answer == "已经核实。"


def test_no_answer_is_forged_below_the_forms(world: World) -> None:
    line = published(world)
    objected(line.slug)
    objection = the_objection(line.id)
    forged = (
        "insert into disclosure_answer (objection_id, body_id, text, by_name, at)"
        " values (%s, %s, '假答复', '某人', liancun_now())"
    )
    outsider = actor(world, "zhishu-e")
    with as_actor(outsider):
        assert refused_by_database(forged, objection.id, world.outside.village) == "42501"
    with as_actor(STRANGER):
        assert refused_by_database(forged, objection.id, world.joint) == "42501"


def test_no_late_objection_is_slipped_in_below_the_forms(world: World) -> None:
    late = (
        "insert into disclosure_objection (notice_id, number, received_at, answer_due_on, origin, key)"
        " values (%s, 1, liancun_now() - interval '3 days', liancun_today(), '', 'x')"
    )
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world, days=3)
        now.advance(days=4)
        with as_actor(STRANGER):
            assert refused_by_database(late, line.id) == "LC112"
