"""Notes by item, drafts, the chair, a second signer, corrections; what follows from a meeting."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from liancun.contexts.meetings import actions
from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.models import Draft, Minutes, Reminder
from liancun.contexts.meetings.tests.acts import (
    MONDAY,
    actor,
    assembly,
    joint_meeting,
    members,
    refused_by_database,
    sat,
)
from liancun.contexts.meetings.web.views import waiting
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

NOTES = meetings.Said(1, "张三：同意统一采购。\n李四：价格还要再谈。", "由三个村先行采购。", "adopted")


def _held(world: World, now: clock.FixedClock) -> int:
    meeting = joint_meeting(world)
    sat(world, meeting, now)
    return meeting


def test_a_draft_is_composed_item_by_item_and_every_version_is_kept(world: World) -> None:
    secretary = actor(world, "shuji")
    with clock.fixed(MONDAY) as now:
        meeting = _held(world, now)
        with as_actor(secretary):
            assert meetings.draft_minutes(secretary, meeting_id=meeting, items=[NOTES], version=0) == 1
            assert meetings.draft_minutes(secretary, meeting_id=meeting, text="简要记录。", version=1) == 2
            with pytest.raises(Conflict) as overtaken:
                meetings.draft_minutes(secretary, meeting_id=meeting, items=[NOTES], version=1)
            assert overtaken.value.code == "meetings.draft_overtaken"
            texts = list(Draft.objects.order_by("number").values_list("text", flat=True))
            assert "张三：同意统一采购。" in texts[0]
            assert "议定：由三个村先行采购。（通过）" in texts[0]
            assert texts[1] == "简要记录。"
            assert refused_by_database("update meetings_draft set text = ''") == "42501"
            with pytest.raises(Refusal) as unknown:
                meetings.draft_minutes(secretary, meeting_id=meeting, items=[meetings.Said(9, "多余")])
            assert unknown.value.code == "meetings.unknown_item"
            with pytest.raises(Refusal) as result:
                meetings.draft_minutes(
                    secretary, meeting_id=meeting, items=[meetings.Said(1, result="maybe")]
                )
            assert result.value.code == "meetings.unknown_result"


def test_the_chair_confirms_or_the_signed_original_is_filed(world: World) -> None:
    clerk, chair = actor(world, "mishu"), actor(world, "shuji")
    with clock.fixed(MONDAY) as now:
        meeting = _held(world, now)
        with as_actor(clerk):
            with pytest.raises(NotAllowed) as refused:
                meetings.confirm(clerk, meeting_id=meeting, minutes="同意。")
            assert refused.value.code == "meetings.not_chair"
            assert not Minutes.objects.exists()
        with as_actor(chair):
            assert (
                meetings.confirm(chair, meeting_id=meeting, minutes="同意。").state
                is meetings.State.CONFIRMED
            )


def test_two_persons_confirm_the_same_words_where_the_kind_asks_for_it(world: World) -> None:
    ids, chair, second = members(world), actor(world, "zhishu-a"), actor(world, "jiandu-a")
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        now.advance(days=10)
        with as_actor(chair):
            meetings.record_attendance(chair, meeting_id=meeting, present=ids)
            meetings.hold(chair, meeting_id=meeting)
            assert meetings.confirm(chair, meeting_id=meeting, minutes="通过分配方案。").state is (
                meetings.State.HELD
            )
            with pytest.raises(NotAllowed) as same:
                meetings.confirm(chair, meeting_id=meeting, minutes="通过分配方案。")
            assert same.value.code == "meetings.same_signer"
        with as_actor(second):
            with pytest.raises(NotAllowed) as changed:
                meetings.confirm(second, meeting_id=meeting, minutes="通过分配方案，另加一条。")
            assert changed.value.code == "meetings.not_chair"
            freeze = (
                "insert into meetings_minutes (meeting_id, body_id, text, digest, confirmed_at, confirmed_by,"
                " countersigned_by) values (%s, %s, '改过的话', 'x', liancun_now(), '某人', '另一人')"
            )
            assert refused_by_database(freeze, meeting, world.a.collective) == "LC219"
            line = meetings.confirm(second, meeting_id=meeting, minutes="通过分配方案。")
            record = meetings.record(meeting)
    assert line.state is meetings.State.CONFIRMED
    assert (record.confirmed_by, record.countersigned_by) == (chair.name, second.name)


def test_a_new_draft_undoes_the_first_signature(world: World) -> None:
    ids, chair, second = members(world), actor(world, "zhishu-a"), actor(world, "jiandu-a")
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        now.advance(days=10)
        with as_actor(chair):
            meetings.record_attendance(chair, meeting_id=meeting, present=ids)
            meetings.hold(chair, meeting_id=meeting)
            meetings.confirm(chair, meeting_id=meeting, minutes="通过。")
            meetings.draft_minutes(chair, meeting_id=meeting, text="通过，补充说明。")
        with as_actor(second):
            with pytest.raises(NotAllowed):
                meetings.confirm(second, meeting_id=meeting, minutes="通过。")
            assert meetings.facts(meeting).state is meetings.State.HELD


def test_confirmed_minutes_are_corrected_only_by_a_later_meeting_of_the_same_body(world: World) -> None:
    secretary, village = actor(world, "shuji"), actor(world, "zhishu-a")
    with clock.fixed(MONDAY) as now:
        first = _held(world, now)
        with as_actor(secretary):
            meetings.confirm(secretary, meeting_id=first, minutes="采购三千只。")
            before = meetings.record(first).digest
        later = joint_meeting(world)
        sat(world, later, now)
        with as_actor(secretary):
            meetings.correct(secretary, meeting_id=later, corrected_id=first, text="应为三百只。")
            for wrong in (later,):
                with pytest.raises(Refusal) as refused:
                    meetings.correct(secretary, meeting_id=later, corrected_id=wrong, text="改自己。")
                assert refused.value.code == "meetings.not_correctable"
            meetings.confirm(secretary, meeting_id=later, minutes="更正上次记录。")
            with pytest.raises(Conflict):
                meetings.correct(secretary, meeting_id=later, corrected_id=first, text="再改。")
            old = meetings.record(first)
            assert (old.minutes, old.digest) == ("采购三千只。", before)
            raw = (
                "insert into meetings_correction (meeting_id, body_id, corrected_id, text, made_at, made_by)"
                " values (%s, %s, %s, '改', liancun_now(), '某人')"
            )
            assert refused_by_database(raw, first, world.joint, later) == "LC212"
        with as_actor(village), pytest.raises(NotAllowed):
            meetings.correct(village, meeting_id=later, corrected_id=first, text="改。")


@pytest.mark.mission("XQ3")
def test_what_a_meeting_assigns_comes_back_first_at_the_next_until_it_is_done(world: World) -> None:
    secretary, owner = actor(world, "shuji"), actor(world, "zhishu-b")
    with clock.fixed(MONDAY) as now:
        first = _held(world, now)
        with as_actor(secretary):
            given = meetings.add_follow_up(
                secretary,
                meeting_id=first,
                text="比较三家供货商报价",
                owner=world.b.staff[0],
                due=clock.today() + timedelta(days=5),
            )
            meetings.confirm(secretary, meeting_id=first, minutes="议定采购。")
        with as_actor(owner):
            assert f"/meetings/given/{given.id}/" in [item.url for item in waiting(owner)]
        second = joint_meeting(world, days=8)
        with as_actor(secretary):
            agenda = [line.title for line in meetings.record(second).agenda]
            assert agenda == ["上次会议议定事项办理情况", "秋收包装箱统一采购"]
        sat(world, second, now, days=8)
        with as_system():
            assert actions.remind(Actor.system("meetings.remind")) == 1
            assert actions.remind(Actor.system("meetings.remind")) == 0
            assert Reminder.objects.get(follow_up__isnull=False).follow_up_id == given.id
        with as_actor(owner):
            done = meetings.take_follow_up_step(
                owner, follow_up_id=given.id, kind="done", note="已选定一家，价格最低。"
            )
            assert (done.line.closing, [step.note for step in done.steps]) == (
                "done",
                ["已选定一家，价格最低。"],
            )
            with pytest.raises(Conflict) as closed:
                meetings.take_follow_up_step(owner, follow_up_id=given.id, kind="progress", note="又看了看。")
            assert closed.value.code == "meetings.follow_up_closed"
            assert f"/meetings/given/{given.id}/" not in [item.url for item in waiting(owner)]
        third = joint_meeting(world)
        with as_actor(secretary):
            assert [line.title for line in meetings.record(third).agenda] == ["秋收包装箱统一采购"]


def test_the_owner_reports_and_only_the_keepers_move_the_day(world: World) -> None:
    secretary, owner, stranger = (actor(world, name) for name in ("shuji", "zhishu-b", "zhishu-e"))
    with clock.fixed(MONDAY) as now:
        meeting = _held(world, now)
        later = clock.today() + timedelta(days=30)
        with as_actor(secretary):
            given = meetings.add_follow_up(
                secretary, meeting_id=meeting, text="修路方案", owner=world.b.staff[0], due=clock.today()
            )
        with as_actor(owner):
            meetings.take_follow_up_step(owner, follow_up_id=given.id, kind="progress", note="已勘查。")
            with pytest.raises(NotAllowed):
                meetings.take_follow_up_step(
                    owner, follow_up_id=given.id, kind="moved", note="再等等。", due=later
                )
        with as_actor(stranger), pytest.raises(Refusal) as unknown:
            meetings.take_follow_up_step(stranger, follow_up_id=given.id, kind="done", note="办了。")
        assert unknown.value.status == 404
        with as_actor(secretary):
            moved = meetings.take_follow_up_step(
                secretary, follow_up_id=given.id, kind="moved", note="等施工图。", due=later
            )
            assert (moved.line.due, moved.first_due) == (later, given.due)
            assert refused_by_database("update meetings_followup set due = liancun_today()") == "42501"
            assert refused_by_database("delete from meetings_followupstep") == "42501"
            raw = (
                "insert into meetings_followup (meeting_id, meeting_title, kind, body_id, text, owner_id, owner_name,"
                " due, made_at, made_by) values (%s, '会', '会', %s, '事', %s, '人', liancun_today() - 1,"
                " liancun_now(), '某人')"
            )
            assert refused_by_database(raw, meeting, world.joint, world.b.staff[0]) == "LC210"


def test_a_body_that_met_last_quarter_is_reminded_before_the_month_ends(world: World) -> None:
    secretary = actor(world, "shuji")
    with clock.fixed(MONDAY) as now:
        meeting = _held(world, now)
        with as_actor(secretary):
            meetings.confirm(secretary, meeting_id=meeting, minutes="散会。")
            assert not [item for item in waiting(secretary) if "召集" in item.what]
        now.advance(days=48)
        with as_actor(secretary):
            (asked,) = [item for item in waiting(secretary) if "召集" in item.what]
        assert asked.due is not None
        assert (asked.due.month, asked.due.day) == (4, 30)
        with as_actor(actor(world, "zhishu-a")):
            assert not [item for item in waiting(actor(world, "zhishu-a")) if "召集" in item.what]


@pytest.mark.mission("ST7")
@pytest.mark.parametrize(
    ("kind", "who", "place"),
    [
        ("democratic_council", "shuji", "joint"),
        ("masses_visit", "shuji", "joint"),
        ("party_review", "zhishu-a", "branch"),
    ],
)
def test_an_institution_of_songtao_that_is_a_meeting_leaves_its_record(
    world: World, kind: str, who: str, place: str
) -> None:
    """民主议事, 联系群众, 党员评议: called, attended, minuted and frozen by the county's own playbook."""
    keeper = actor(world, who)
    body = world.joint if place == "joint" else world.a.branch
    with clock.fixed(MONDAY) as now:
        with as_system():
            playbook.apply(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "songtao")
        with as_actor(keeper):
            line = meetings.convene_kind(
                keeper,
                body_id=body,
                kind=kind,
                title="制度会议",
                starts_at=clock.now() + timedelta(days=3),
                place="会议室",
            )
        sat(world, line.id, now, who=who)
        with as_actor(keeper):
            usual = [one.title for one in meetings.record(line.id).agenda]
            said = [meetings.Said(order, "张三：同意。", "通过。", "adopted") for order in (1, 2)]
            meetings.draft_minutes(keeper, meeting_id=line.id, items=said)
            draft = meetings.record(line.id).draft
            assert draft is not None
            meetings.confirm(keeper, meeting_id=line.id, minutes=draft.text)
            record = meetings.record(line.id)
    assert len(usual) == 2
    assert record.line.state is meetings.State.CONFIRMED
    assert all(title in record.minutes for title in usual)
