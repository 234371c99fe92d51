"""Beside a notice: the photo of the board, an objection's words released, the result; what came in outside."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from PIL import Image

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import BoardPhoto, Objection, ReleasedText
from liancun.contexts.disclosure.tests.test_complaining import BEGIN, answered, complained, published
from liancun.contexts.disclosure.tests.test_objecting import STRANGER, objected, the_objection
from liancun.contexts.disclosure.tests.test_publishing import actor, refused_by_database
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

SYSTEM = Actor.system("tests")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "JPEG")
    return out.getvalue()


def photographed(
    world: World, notice_id: int, taken_on: date, name: str = "jiandu-a"
) -> disclosure.PhotoLine:
    person = actor(world, name)
    with as_actor(person):
        return disclosure.board_photo(
            person, notice_id=notice_id, name="公开栏.jpg", content=picture(), taken_on=taken_on
        )


def test_the_public_learns_the_day_of_the_photo_and_nothing_more(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        now.advance(days=1)
        photographed(world, line.id, date(2026, 3, 3))
        with as_actor(STRANGER):
            assert [one.taken_on for one in disclosure.by_slug(line.slug).photos] == [date(2026, 3, 3)]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 4)])
def test_a_photo_is_taken_while_the_notice_hangs(world: World, day: date) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        with pytest.raises(Refusal) as refused:
            photographed(world, line.id, day)
        assert refused.value.code == "disclosure.photo_day"
        assert not BoardPhoto.objects.exists()
        photographed(world, line.id, BEGIN)
        with as_actor(actor(world, "jiandu-a")):
            forged = (
                "insert into disclosure_boardphoto (notice_id, body_id, file_id, taken_on, by_name, at)"
                f" select notice_id, body_id, file_id + 1, date '{day}', by_name, at from disclosure_boardphoto"
            )
            assert refused_by_database(forged) == "LC118"


def test_others_keep_no_photo(world: World) -> None:
    line = published(world)
    for name in ("kuaiji", "xian"):
        with pytest.raises(NotAllowed):
            photographed(world, line.id, clock.today(), name)


def test_an_objection_is_shown_only_as_the_office_released_it(world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        objected(line.slug, text="张小明拿了两份。")
        answered(world, line.id)
        with as_actor(STRANGER):
            assert disclosure.by_slug(line.slug).answers[0].words == ""
        objection, secretary = the_objection(line.id), actor(world, "zhishu-a")
        with as_actor(secretary):
            with pytest.raises(Refusal):
                disclosure.release_text(secretary, objection_id=objection.id, text="电话 13812345678")
            assert not ReleasedText.objects.exists()
            disclosure.release_text(secretary, objection_id=objection.id, text="有人拿了两份。")
            with pytest.raises(Conflict):
                disclosure.release_text(secretary, objection_id=objection.id, text="再改")
        with as_actor(STRANGER):
            assert disclosure.by_slug(line.slug).answers[0].words == "有人拿了两份。"


def test_the_result_counts_once_all_is_answered(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        receipt = objected(line.slug).receipt
        secretary = actor(world, "zhishu-a")

        def told() -> disclosure.NoticeLine:
            with as_actor(secretary):
                return disclosure.publish_result(
                    secretary, notice_id=line.id, words_of_office="照原方案办理。"
                )

        with pytest.raises(Conflict) as refused:
            told()
        assert refused.value.code == "disclosure.window_open"
        now.advance(days=8)
        with pytest.raises(Conflict) as refused:
            told()
        assert refused.value.code == "disclosure.unsettled"
        answered(world, line.id)
        complained(line.slug, receipt)
        result = told()
        with as_actor(STRANGER):
            words = {
                one.label: one.value for one in disclosure.by_slug(result.slug).snapshot.sections[0].lines
            }
            assert disclosure.by_slug(line.slug).result == result.slug
        assert words["收到意见"] == "1 条，已全部答复"
        assert words["向上级反映"] == "1 件，其中 1 件正在处理"
        with pytest.raises(Conflict) as refused:
            told()
        assert refused.value.code == "disclosure.has_result"


def outside(slug: str, at: datetime, key: str = "o1", who: Actor = SYSTEM) -> disclosure.ReceivedLine:
    with as_actor(who):
        return disclosure.object_to(who, slug=slug, text="外网意见", key=key, outside_at=at)


def test_what_came_in_time_outside_counts_when_it_is_brought_within_the_days_of_grace(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        last = datetime(2026, 3, 9, 23, 59, tzinfo=clock.ZONE)
        now.advance(days=8)
        assert outside(line.slug, last).number == 1
        assert outside(line.slug, last).number == 1
        with as_system():
            assert disclosure.window(line.id).unanswered == 1
        with pytest.raises(Conflict) as refused:
            outside(line.slug, last + timedelta(minutes=2), "o2")
        assert refused.value.code == "disclosure.window_closed"
        now.advance(days=3)
        with pytest.raises(Conflict) as refused:
            outside(line.slug, last, "o3")
        assert refused.value.code == "disclosure.brought_late"
        with pytest.raises(NotAllowed):
            outside(line.slug, last, "o4", actor(world, "zhishu-a"))
        with as_actor(actor(world, "zhishu-a")):
            forged = (
                "insert into disclosure_objection (notice_id, number, received_at, answer_due_on, origin, key, receipt,"
                f" outside_at) values ({line.id}, 9, liancun_now(), liancun_today(), '', 'x', '', '2026-03-09 12:00+08')"
            )
            assert refused_by_database(forged) == "LC112"
    assert Objection.objects.count() == 1
