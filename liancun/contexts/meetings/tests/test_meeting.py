"""A meeting from its notice to its confirmed minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.models import Meeting
from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ZONE)


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def convened(
    world: World, *, who: str = "zhishu-a", notice_days: int = 3, days: int = 3
) -> meetings.MeetingLine:
    secretary = actor(world, who)
    with as_actor(secretary):
        return meetings.convene(
            secretary,
            body_id=world.a.collective,
            kind="成员代表大会",
            title="成员代表大会",
            starts_at=clock.now() + timedelta(days=days),
            place="村部会议室",
            agenda=["统一购买种子", meetings.AgendaLine("其他事项", "affairs.matter", 7)],
            entitled=world.a.representatives,
            notice_days=notice_days,
            subject="affairs.matter",
            subject_id=7,
        )


def refused_by_database(statement: str, *values: int | str | None) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


def held(world: World, now: clock.FixedClock, present: Sequence[int]) -> int:
    line = convened(world)
    secretary = actor(world, "zhishu-a")
    now.advance(days=3)
    with as_actor(secretary):
        meetings.record_attendance(secretary, meeting_id=line.id, present=present)
        meetings.hold(secretary, meeting_id=line.id, chair_id=present[0])
    return line.id


def test_a_meeting_is_called_attended_held_and_minuted(world: World) -> None:
    called = world.a.representatives
    with clock.fixed(MONDAY) as now:
        line = convened(world)
        assert (line.facts.entitled, line.facts.present, line.state) == (
            len(called),
            0,
            meetings.State.PLANNED,
        )
        secretary = actor(world, "zhishu-a")
        now.advance(days=3)
        with as_actor(secretary):
            meetings.record_attendance(
                secretary, meeting_id=line.id, present=called[:20], proxies=called[20:22], leave=called[22:23]
            )
            assert meetings.facts(line.id).present == 22
            assert meetings.hold(secretary, meeting_id=line.id).state is meetings.State.HELD
            assert meetings.facts(line.id).held_at == now.now()
            meetings.confirm(secretary, meeting_id=line.id, minutes="一致同意。\r\n散会。")
            record = meetings.record(line.id)
    assert record.line.state is meetings.State.CONFIRMED
    assert record.minutes == "一致同意。\n散会。"
    assert len(record.digest) == 64
    assert [item.title for item in record.agenda] == ["统一购买种子", "其他事项"]
    assert record.chair_name == secretary.name


def test_a_start_before_the_notice_has_run_is_refused_with_the_earliest_day(world: World) -> None:
    with clock.fixed(MONDAY), pytest.raises(Refusal) as refused:
        convened(world, notice_days=10, days=9)
    assert refused.value.code == "meetings.too_soon"
    assert "2026年3月12日" in refused.value.text()
    with as_system():
        assert not Meeting.objects.exists()
    with clock.fixed(MONDAY):
        assert convened(world, notice_days=10, days=10).facts.noticed_at == MONDAY


def test_nobody_outside_the_list_attends(world: World) -> None:
    with clock.fixed(MONDAY) as now:
        line = convened(world)
        secretary = actor(world, "zhishu-a")
        now.advance(days=3)
        with as_actor(secretary):
            with pytest.raises(Refusal) as refused:
                meetings.record_attendance(
                    secretary, meeting_id=line.id, present=[world.b.representatives[0]]
                )
            assert refused.value.code == "meetings.not_entitled"
            assert meetings.facts(line.id).present == 0


def test_attendance_waits_for_the_day(world: World) -> None:
    with clock.fixed(MONDAY):
        line = convened(world)
        secretary = actor(world, "zhishu-a")
        with as_actor(secretary), pytest.raises(Conflict) as refused:
            meetings.record_attendance(secretary, meeting_id=line.id, present=world.a.representatives)
    assert refused.value.code == "meetings.not_yet"


def test_confirmed_minutes_freeze_the_meeting(world: World) -> None:
    called = world.a.representatives
    with clock.fixed(MONDAY) as now:
        meeting_id = held(world, now, called[:20])
        secretary = actor(world, "zhishu-a")
        with as_actor(secretary):
            meetings.confirm(secretary, meeting_id=meeting_id, minutes="同意。")
            again: Callable[[], object]
            for again in (
                lambda: meetings.confirm(secretary, meeting_id=meeting_id, minutes="改口。"),
                lambda: meetings.hold(secretary, meeting_id=meeting_id),
                lambda: meetings.record_attendance(secretary, meeting_id=meeting_id, present=called),
            ):
                with pytest.raises(Conflict) as refused:
                    again()
                assert refused.value.code == "meetings.confirmed"
            assert meetings.record(meeting_id).minutes == "同意。"
            assert meetings.facts(meeting_id).present == 20


def test_nothing_changes_below_the_forms(world: World) -> None:
    called = world.a.representatives
    with clock.fixed(MONDAY) as now:
        meeting_id = held(world, now, called[:20])
        secretary = actor(world, "zhishu-a")
        add = (
            'insert into meetings_attendance (meeting_id, body_id, person_id, name, "order", state, carrier_name, reason)'
            " values (%s, %s, %s, '外人', 99, 'present', '', '')"
        )
        with as_actor(secretary):
            assert (
                refused_by_database("update meetings_meeting set entitled = 1 where id = %s", meeting_id)
                == "42501"
            )
            assert (
                refused_by_database("delete from meetings_attendance where meeting_id = %s", meeting_id)
                == "42501"
            )
            renamed = "update meetings_attendance set name = '别人' where meeting_id = %s"
            assert refused_by_database(renamed, meeting_id) == "LC213"
            assert (
                refused_by_database(add, meeting_id, world.a.collective, world.b.representatives[0])
                == "LC213"
            )
            meetings.confirm(secretary, meeting_id=meeting_id, minutes="同意。")
            absent = "update meetings_attendance set state = 'absent' where meeting_id = %s"
            assert refused_by_database(absent, meeting_id) == "LC212"
            assert (
                refused_by_database("update meetings_minutes set text = '' where meeting_id = %s", meeting_id)
                == "42501"
            )
            assert meetings.facts(meeting_id).present == 20


def test_a_meeting_is_not_called_too_late_below_the_forms(world: World) -> None:
    statement = """
        insert into meetings_meeting (body_id, kind, title, place, noticed_at, notice_days, earliest_on, starts_at,
            entitled, needed, rule, subject, convened_by, kind_key, working_days, online, proxies, proxy_most, signers,
            chair_confirms, strict_papers, papers, supervisors)
        values (%s, '会', '会', '处', liancun_now() - interval '{back} days', 10, liancun_today() + 10 - {back},
            liancun_now() + interval '{ahead} days', 3, 0, '', '', '某人', '', false, false, '', 0, 1, false, false, '[]',
            false)"""
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        assert refused_by_database(statement.format(back=9, ahead=1), world.a.collective) == "LC210"
        assert refused_by_database(statement.format(back=0, ahead=1), world.a.collective) == "LC211"


def test_another_villages_meeting_is_unknown(world: World) -> None:
    with clock.fixed(MONDAY):
        line = convened(world)
        for name in ("zhishu-b", "baozhang-c", "zhishu-e"):
            reader = actor(world, name)
            with as_actor(reader):
                with pytest.raises(Unknown):
                    meetings.record(line.id)
                assert not Meeting.objects.exists()
        for name in ("xian", "shuji", "jiandu-a"):
            reader = actor(world, name)
            with as_actor(reader):
                assert meetings.record(line.id).line.id == line.id


@pytest.mark.parametrize("name", ["baozhang-a", "jiandu-a", "xian", "zhishu-b"])
def test_only_the_keepers_call_a_meeting(world: World, name: str) -> None:
    with clock.fixed(MONDAY), pytest.raises(NotAllowed):
        convened(world, who=name)
    with as_system():
        assert not Meeting.objects.exists()


def test_the_committee_meets_with_those_who_hold_its_posts(world: World) -> None:
    secretary = actor(world, "shuji")
    with clock.fixed(MONDAY), as_actor(secretary):
        members = list({line.person_id for line in posts.holders(world.joint, None, clock.today())})
        line = _committee(secretary, world.joint, members)
        assert [person.person_id for person in meetings.attendees(line.id)] == members
        assert all(person.name for person in meetings.attendees(line.id))
        with pytest.raises(Refusal) as refused:
            _committee(secretary, world.joint, [world.outside.staff[1]])
        assert refused.value.code == "meetings.unknown_person"


def _committee(secretary: Actor, body_id: int, entitled: Sequence[int]) -> meetings.MeetingLine:
    return meetings.convene(
        secretary,
        body_id=body_id,
        kind="联席会议",
        title="党委会",
        starts_at=MONDAY + timedelta(days=3),
        place="联合党委",
        agenda=["定事"],
        entitled=entitled,
        notice_days=3,
    )


def test_the_digest_moves_with_every_part(world: World) -> None:
    from liancun.contexts.meetings import rules

    agenda = [rules.AgendaLine("甲")]
    there = [rules.Attendant(1, "张三", rules.Presence.PRESENT)]
    away = [rules.Attendant(1, "张三", rules.Presence.ABSENT)]
    renamed = [rules.Attendant(1, "", rules.Presence.PRESENT)]
    first = rules.minutes_digest({"meeting": 1}, agenda, there, "文")
    assert first == rules.minutes_digest({"meeting": 1}, agenda, renamed, "文")
    others = [
        rules.minutes_digest({"meeting": 2}, agenda, there, "文"),
        rules.minutes_digest({"meeting": 1}, [rules.AgendaLine("乙")], there, "文"),
        rules.minutes_digest({"meeting": 1}, agenda, away, "文"),
        rules.minutes_digest({"meeting": 1}, agenda, there, "文 "),
    ]
    assert len({first, *others}) == 5
