"""A meeting of village A's branch that gave its secretary something to do."""

from __future__ import annotations

from datetime import timedelta

from liancun.contexts.meetings import api as meetings
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system


def furnish(world: World) -> dict[str, object]:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary):
        line = meetings.convene_kind(
            secretary,
            body_id=world.a.branch,
            kind="branch_committee",
            title="支部委员会会议",
            starts_at=clock.now(),
            place="村部",
            agenda=["发展党员计划"],
        )
        called = [one.person_id for one in meetings.attendees(line.id)]
        meetings.record_attendance(secretary, meeting_id=line.id, present=called)
        meetings.hold(secretary, meeting_id=line.id)
        given = meetings.add_follow_up(
            secretary,
            meeting_id=line.id,
            text="列出发展对象名单",
            owner=called[0],
            due=clock.today() + timedelta(days=20),
        )
    return {"follow_up_id": given.id}
