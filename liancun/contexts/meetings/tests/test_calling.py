"""Calling by kind: who is called, the agenda, papers, delivery, another day, calling off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.models import Delivery, Meeting
from liancun.contexts.meetings.tests.acts import (
    MONDAY,
    actor,
    assembly,
    joint_meeting,
    members,
    refused_by_database,
)
from liancun.demo.papers import paper
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

REPORTS = ("年度经营报告", "年度财务报告", "收益分配方案")


def _files(world: World, who: Actor) -> dict[int, str]:
    stored = {}
    for name in REPORTS:
        content = paper(name, [("内容", "示范")])
        file = evidence.store(
            who, body_id=world.a.collective, name=f"{name}.pdf", content=content, purpose="meetings.paper"
        )
        stored[file.id] = name
    return stored


def test_a_joint_meeting_calls_the_committee_and_the_secretaries_of_its_members(world: World) -> None:
    with clock.fixed(MONDAY):
        meeting = joint_meeting(world)
        with as_actor(actor(world, "shuji")):
            record = meetings.record(meeting)
    called = {one.person_id for one in record.attendance}
    assert {seat.staff[0] for seat in (world.a, world.b, world.c, world.d)} <= called
    assert record.line.kind == "联席会议"
    assert record.line.needed == len(called) // 2 + 1
    assert [line.title for line in record.agenda] == ["秋收包装箱统一采购"]


def test_the_usual_lines_of_the_kind_stand_first_on_the_agenda(world: World) -> None:
    secretary = actor(world, "shuji")
    with clock.fixed(MONDAY), as_actor(secretary):
        line = meetings.convene_kind(
            secretary,
            body_id=world.joint,
            kind="dispatch",
            title="三月调度会",
            starts_at=clock.now() + timedelta(days=1),
            place="线上",
            agenda=[meetings.AgendaLine("包装箱到货", presenter="王书记")],
        )
        record = meetings.record(line.id)
    assert [one.title for one in record.agenda] == [
        "七项基本任务进展",
        "联动办事中需要协调的事项",
        "包装箱到货",
    ]
    assert record.agenda[-1].presenter == "王书记"


@pytest.mark.parametrize("who", ["zhishu-a", "baozhang-a", "jiandu-a", "xian"])
def test_only_who_may_call_it_calls_a_joint_meeting(world: World, who: str) -> None:
    someone = actor(world, who)
    with clock.fixed(MONDAY), as_actor(someone), pytest.raises(NotAllowed):
        meetings.convene_kind(
            someone,
            body_id=world.joint,
            kind="joint_meeting",
            title="会",
            starts_at=clock.now() + timedelta(days=3),
            place="处",
        )
    with as_system():
        assert not Meeting.objects.exists()


def test_the_supervisors_alone_keep_their_own_meetings(world: World) -> None:
    secretary, supervisor = actor(world, "zhishu-a"), actor(world, "jiandu-a")

    def called_by(who: Actor) -> meetings.MeetingLine:
        return meetings.convene_kind(
            who,
            body_id=world.a.supervision,
            kind="supervisors",
            title="监督委员会会议",
            starts_at=clock.now() + timedelta(days=1),
            place="村部",
            agenda=["一季度账目"],
        )

    with clock.fixed(MONDAY) as now:
        with as_actor(secretary), pytest.raises(NotAllowed):
            called_by(secretary)
        with as_actor(supervisor):
            line = called_by(supervisor)
        now.advance(days=1)
        everyone = [supervisor.person_id or 0]
        with as_actor(secretary), pytest.raises(NotAllowed):
            meetings.record_attendance(secretary, meeting_id=line.id, present=everyone)
        with as_actor(supervisor):
            assert (
                meetings.record_attendance(supervisor, meeting_id=line.id, present=everyone).facts.present
                == 1
            )


def test_a_kind_is_for_its_own_bodies_and_ten_days_are_ten_days(world: World) -> None:
    secretary = actor(world, "zhishu-a")
    members(world)
    with clock.fixed(MONDAY), as_actor(secretary):
        with pytest.raises(Refusal) as refused:
            meetings.convene_kind(
                secretary,
                body_id=world.a.branch,
                kind="members",
                title="会",
                starts_at=clock.now() + timedelta(days=10),
                place="处",
                agenda=["议题"],
            )
        assert refused.value.code == "meetings.not_its_kind"
    with clock.fixed(MONDAY), pytest.raises(Refusal) as soon:
        assembly(world, days=9)
    assert soon.value.code == "meetings.too_soon"
    with clock.fixed(MONDAY):
        assert assembly(world, days=10)


def test_the_annual_assembly_is_not_held_without_its_three_papers_ten_days_before(world: World) -> None:
    """农村集体经济组织法 第四十六条：会前十日放出三项材料。"""
    ids, secretary = members(world), actor(world, "zhishu-a")
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world, kind="members_annual")
        now.advance(days=10)
        with as_actor(secretary):
            meetings.put_out_papers(secretary, meeting_id=meeting, papers=_files(world, secretary))
            meetings.record_attendance(secretary, meeting_id=meeting, present=ids)
            with pytest.raises(Refusal) as refused:
                meetings.hold(secretary, meeting_id=meeting)
            assert refused.value.code == "meetings.papers_late"
            assert meetings.facts(meeting).held_at is None
            meetings.change_notice(
                secretary,
                meeting_id=meeting,
                starts_at=clock.now() + timedelta(days=10),
                place="村文化广场",
                reason="材料放出不足十日",
            )
        now.advance(days=10)
        with as_actor(secretary):
            assert meetings.hold(secretary, meeting_id=meeting).state is meetings.State.HELD


def test_a_paper_is_never_put_out_in_the_past(world: World) -> None:
    members(world)
    secretary = actor(world, "zhishu-a")
    with clock.fixed(MONDAY):
        meeting = assembly(world)
        with as_actor(secretary):
            file = next(iter(_files(world, secretary)))
            sql = (
                "insert into meetings_paper (meeting_id, body_id, name, file_id, open_since, opened_by)"
                " values (%s, %s, '报告', %s, liancun_now() - interval '{} days', '某人')"
            )
            assert refused_by_database(sql.format(1), meeting, world.a.collective, file) == "LC210"


def test_delivery_is_kept_for_each_person_and_never_changes(world: World) -> None:
    with clock.fixed(MONDAY):
        meeting = joint_meeting(world)
        secretary = actor(world, "shuji")
        with as_actor(secretary):
            called = [one.person_id for one in meetings.attendees(meeting)]
            assert meetings.delivered(secretary, meeting_id=meeting, persons=called[:2], way="phone") == 2
            assert meetings.delivered(secretary, meeting_id=meeting, persons=called[:3], way="paper") == 1
            assert meetings.facts(meeting).delivered == 3
            assert list(Delivery.objects.order_by("pk").values_list("way", flat=True)) == [
                "phone",
                "phone",
                "paper",
            ]
            with pytest.raises(Refusal) as refused:
                meetings.delivered(
                    secretary, meeting_id=meeting, persons=[world.outside.staff[0]], way="phone"
                )
            assert refused.value.code == "meetings.not_entitled"
            assert refused_by_database("update meetings_delivery set way = 'paper'") == "42501"
            assert refused_by_database("delete from meetings_delivery") == "42501"
            back = (
                "insert into meetings_delivery (meeting_id, body_id, person_id, notice, way, delivered_at, delivered_by)"
                " values (%s, %s, %s, {}, 'phone', liancun_now() - interval '{} days', '某人')"
            )
            assert refused_by_database(back.format(0, 1), meeting, world.joint, called[3]) == "LC210"
            assert (
                refused_by_database(back.format(0, 0), meeting, world.joint, world.outside.staff[0])
                == "LC213"
            )
            assert refused_by_database(back.format(1, 0), meeting, world.joint, called[3]) == "LC213"


def test_another_day_is_a_new_notice_and_the_old_one_stays(world: World) -> None:
    with clock.fixed(MONDAY) as now:
        meeting = joint_meeting(world)
        secretary = actor(world, "shuji")
        with as_actor(secretary):
            called = [one.person_id for one in meetings.attendees(meeting)]
            meetings.delivered(secretary, meeting_id=meeting, persons=called, way="phone")
            with pytest.raises(Refusal) as soon:
                meetings.change_notice(
                    secretary,
                    meeting_id=meeting,
                    starts_at=clock.now() + timedelta(days=2),
                    place="镇会议室",
                    reason="大雪封路",
                )
            assert soon.value.code == "meetings.too_soon"
            later = clock.now() + timedelta(days=5)
            line = meetings.change_notice(
                secretary, meeting_id=meeting, starts_at=later, place="镇会议室", reason="大雪封路"
            )
            assert (line.starts_at, line.place, line.facts.delivered) == (later, "镇会议室", 0)
            notices = meetings.record(meeting).notices
            assert [one.place for one in notices] == ["联合党委会议室", "镇会议室"]
            assert notices[1].reason == "大雪封路"
        now.advance(days=3)
        with as_actor(secretary), pytest.raises(Conflict) as early:
            meetings.record_attendance(secretary, meeting_id=meeting, present=called)
        assert early.value.code == "meetings.not_yet"
        now.advance(days=2)
        with as_actor(secretary):
            meetings.record_attendance(secretary, meeting_id=meeting, present=called)
            meetings.hold(secretary, meeting_id=meeting)
            with pytest.raises(Conflict) as held:
                meetings.cancel(secretary, meeting_id=meeting, reason="不开了")
            assert held.value.code == "meetings.held_already"


def test_a_cancelled_meeting_stays_with_its_reason_and_nothing_happens_at_it(world: World) -> None:
    with clock.fixed(MONDAY) as now:
        meeting = joint_meeting(world)
        secretary = actor(world, "shuji")
        with as_actor(secretary):
            assert meetings.cancel(secretary, meeting_id=meeting, reason="防汛值班").state is (
                meetings.State.CANCELLED
            )
        now.advance(days=3)
        with as_actor(secretary):
            called = [one.person_id for one in meetings.attendees(meeting)]
            acts: tuple[Callable[[], object], ...] = (
                lambda: meetings.record_attendance(secretary, meeting_id=meeting, present=called),
                lambda: meetings.hold(secretary, meeting_id=meeting),
                lambda: meetings.confirm(secretary, meeting_id=meeting, minutes="照开。"),
                lambda: meetings.cancel(secretary, meeting_id=meeting, reason="再取消"),
            )
            for act in acts:
                with pytest.raises(Conflict) as refused:
                    act()
                assert refused.value.code == "meetings.cancelled"
            assert meetings.record(meeting).cancelled_why == "防汛值班"
            present = "update meetings_attendance set state = 'present' where meeting_id = %s"
            assert refused_by_database(present, meeting) == "LC216"
            assert meeting not in {line.id for line in meetings.unfinished()}
