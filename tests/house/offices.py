"""One thing of each kind that the pages of `posts` can name, in village A and its committee."""

from __future__ import annotations

from datetime import timedelta

from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor


def furnish(world: World) -> dict[str, object]:
    """Ids by the names that addresses use."""
    township = world.actor("xiangzhen")
    clerk = posts.holders(world.a.collective, "village_clerk", clock.today())[0]
    today = clock.today()
    with as_actor(township):
        delegation = posts.delegate(
            township,
            post_id=clerk.id,
            person_id=world.a.staff[1],
            since=today,
            until=today + timedelta(days=5),
            duties=["claims"],
            reason="外出培训",
        )
    return {"delegation_id": delegation, "person_id": clerk.person_id}
