"""The people of a village among whom a form of the books lets choose."""

from __future__ import annotations

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock


def of_village(owner_id: int) -> list[tuple[str, str]]:
    """Those who hold a post in the village, and its representatives."""
    village = bodies.village_of(owner_id)
    if village is None:
        return []
    held = posts.holders_in(bodies.subtree_ids(village.id), clock.today())
    rows = [line.person_id for line in held]
    rows += [line.person_id for line in people.roll(owner_id, "representative", clock.today())]
    unique = list(dict.fromkeys(rows))
    names = people.names(unique)
    return [(str(id), names[id]) for id in unique if id in names]
