"""Who can supply the yearly facts of villages: their clerk, else the secretary of their branch."""

from __future__ import annotations

from collections.abc import Collection

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts.queries.offices import holders_of_role
from liancun.framework import clock

_WRITERS = (("branch", "branch_secretary"), ("collective", "village_clerk"))


def suppliers(body_ids: Collection[int]) -> dict[int, str]:
    """village id → post and name, in four statements; a village without either is left out."""
    found: dict[int, str] = {}
    for kind, role in _WRITERS:
        villages = {part.id: village for village, part in bodies.parts_of(body_ids, kind).items()}
        for post in holders_of_role(villages, role, clock.today()):
            found[villages[post.body_id]] = f"{post.kind_name} {post.person_name}"
    return found
