"""Taking part: online, by written proxy of the household, excused, sitting in."""

from __future__ import annotations

import pytest

from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.tests.acts import (
    MONDAY,
    actor,
    assembly,
    joint_meeting,
    members,
    refused_by_database,
)
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor
from liancun.kernel.errors import Refusal


def _refusal(world: World, meeting: int, **given: object) -> str:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary), pytest.raises(Refusal) as refused:
        meetings.record_attendance(secretary, meeting_id=meeting, **given)  # type: ignore[arg-type]
    with as_actor(secretary):
        assert meetings.facts(meeting).present == 0
    return refused.value.code


def test_members_take_part_online_and_by_a_written_proxy_of_their_household(world: World) -> None:
    """农村集体经济组织法 第二十七条：可以线上参加，也可以书面委托本户内的其他成员。"""
    ids, secretary = members(world), actor(world, "zhishu-a")
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        with as_actor(secretary):
            meetings.hand_in_proxy(secretary, meeting_id=meeting, giver=ids[1], carrier=ids[0])
        now.advance(days=10)
        with as_actor(secretary):
            line = meetings.record_attendance(
                secretary,
                meeting_id=meeting,
                present=[ids[0], *ids[3:6]],
                online=[ids[2]],
                proxies=[ids[1]],
                leave={ids[6]: "住院"},
                observers=[("李所长", "镇经管站"), ("周律师", "")],
            )
            record = meetings.record(meeting)
    assert (line.facts.present, line.facts.online, line.facts.proxies) == (6, 1, 1)
    assert line.needed == 6
    by = {one.person_id: one for one in record.attendance}
    assert (by[ids[1]].carrier_id, by[ids[1]].carrier) == (ids[0], "成员0")
    assert (by[ids[6]].presence, by[ids[6]].reason) == (meetings.Presence.LEAVE, "住院")
    assert record.observers == (("李所长", "镇经管站"), ("周律师", ""))


def test_a_proxy_of_another_household_an_absent_carrier_and_one_too_many_are_refused(world: World) -> None:
    ids = members(world)
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        now.advance(days=10)
        there = [ids[0]]
        assert _refusal(world, meeting, present=there, proxies={ids[3]: ids[0]}) == "meetings.proxy_household"
        assert _refusal(world, meeting, present=there, proxies={ids[1]: ids[2]}) == "meetings.proxy_absent"
        two = {ids[1]: ids[0], ids[2]: ids[0]}
        assert _refusal(world, meeting, present=there, proxies=two) == "meetings.proxy_most"
        assert _refusal(world, meeting, present=there, proxies=[ids[1]]) == "meetings.proxy_carrier"
        assert _refusal(world, meeting, present=there, proxies={ids[0]: ids[0]}) == "meetings.proxy_carrier"


def test_a_second_proxy_handed_to_the_same_person_is_refused_and_changes_nothing(world: World) -> None:
    ids, secretary = members(world), actor(world, "zhishu-a")
    with clock.fixed(MONDAY):
        meeting = assembly(world)
        with as_actor(secretary):
            meetings.hand_in_proxy(secretary, meeting_id=meeting, giver=ids[1], carrier=ids[0])
            with pytest.raises(Refusal) as refused:
                meetings.hand_in_proxy(secretary, meeting_id=meeting, giver=ids[2], carrier=ids[0])
            assert refused.value.code == "meetings.proxy_most"
            assert meetings.facts(meeting).proxies == 1


def test_representatives_come_in_person(world: World) -> None:
    """Neither online nor by proxy: those belong to the members' assembly alone."""
    called = world.a.representatives
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world, kind="member_representatives")
        now.advance(days=10)
        first, second = called[0], called[1]
        assert _refusal(world, meeting, present=[first], online=[second]) == "meetings.no_online"
        assert _refusal(world, meeting, present=[first], proxies={second: first}) == "meetings.no_proxies"
        assert _refusal(world, meeting, present=[first], proxies=[second]) == "meetings.no_proxies"
        secretary = actor(world, "zhishu-a")
        with as_actor(secretary):
            change = "update meetings_attendance set state = %s where meeting_id = %s and person_id = %s"
            for state in ("online", "proxy"):
                assert refused_by_database(change, state, meeting, second) == "LC215"


def test_below_the_forms_a_proxy_has_a_carrier_who_carries_no_more_than_the_limit_and_came(
    world: World,
) -> None:
    ids, secretary = members(world), actor(world, "zhishu-a")
    carry = "update meetings_attendance set state = 'proxy', carrier_id = %s where meeting_id = %s and person_id = any(%s)"
    with clock.fixed(MONDAY) as now:
        meeting = assembly(world)
        with as_actor(secretary):
            assert refused_by_database(carry, None, meeting, [ids[1]]) == "LC215"
            assert refused_by_database(carry, ids[0], meeting, [ids[1], ids[2]]) == "LC215"
            assert refused_by_database(carry, ids[1], meeting, [ids[1]]) == "23514"
            present = (
                "update meetings_attendance set carrier_id = %s where meeting_id = %s and person_id = %s"
            )
            assert refused_by_database(present, ids[0], meeting, ids[1]) == "23514"
        now.advance(days=10)
        with as_actor(secretary):
            meetings.record_attendance(secretary, meeting_id=meeting, present=[ids[0], *ids[3:9]])
            meetings.hold(secretary, meeting_id=meeting)
            assert refused_by_database(carry, ids[2], meeting, [ids[1]]) == "LC215"


def test_guests_are_never_counted_and_stay_with_the_minutes(world: World) -> None:
    secretary = actor(world, "shuji")
    with clock.fixed(MONDAY) as now:
        meeting = joint_meeting(world)
        now.advance(days=3)
        with as_actor(secretary):
            called = [one.person_id for one in meetings.attendees(meeting)]
            line = meetings.record_attendance(
                secretary, meeting_id=meeting, present=called[:3], observers=[("县派专家", "农技中心")]
            )
            assert line.facts.present == 3
            meetings.record_attendance(secretary, meeting_id=meeting, present=called[:3], observers=[])
            assert meetings.record(meeting).observers == ()
            meetings.record_attendance(
                secretary, meeting_id=meeting, present=called[:3], observers=[("县派专家", "农技中心")]
            )
            meetings.hold(secretary, meeting_id=meeting)
            meetings.confirm(secretary, meeting_id=meeting, minutes="听取通报。")
            assert refused_by_database("delete from meetings_observer") == "LC212"
            assert refused_by_database("update meetings_observer set name = '别人'") == "42501"
            assert meetings.record(meeting).observers == (("县派专家", "农技中心"),)
