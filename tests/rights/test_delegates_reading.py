"""What a delegate (AB 岗) may read: what the duties handed over need, the whole only with the whole post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liancun.contexts.access.rules.grants import NEEDED
from liancun.contexts.people import api as people
from liancun.contexts.people.models import Person
from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock, playbook, scope
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system


def deputy(world: World, duties: tuple[str, ...]) -> Actor:
    """Somebody without a post of their own who stands in for village A's clerk (报账员)."""
    today = clock.today()
    with as_system():
        person = people.add_person(SYSTEM, name="代小明", home_id=world.a.village)
        (held,) = posts.holders(world.a.collective, "village_clerk", today)
        posts.delegate(
            SYSTEM,
            post_id=held.id,
            person_id=person,
            since=today,
            until=today + timedelta(days=7),
            duties=duties,
            reason="外出学习",
        )
    return Actor(None, person, "代小明", "", world.a.village, "user")


@pytest.mark.parametrize(
    ("duties", "people_read", "books_read"),
    [
        (("claims",), False, True),
        (("tasks",), False, False),
        (("meetings",), True, False),
        (("matters",), True, True),
        (("claims", "meetings"), True, True),
        ((), True, True),
    ],
)
def test_a_delegate_reads_what_the_duties_need(
    world: World, duties: tuple[str, ...], people_read: bool, books_read: bool
) -> None:
    actor = deputy(world, duties)
    with as_actor(actor):
        now = scope.current()
        assert now is not None
        assert actor.person_id is not None
        assert world.a.village in now[1].bodies
        assert bool(now[1].people) is people_read
        assert bool(now[1].books) is books_read
        others = Person.objects.exclude(pk=actor.person_id).filter(home_id=world.a.village)
        assert others.exists() is people_read


def test_every_duty_of_the_playbook_says_what_it_needs(world: World) -> None:
    with as_system():
        duties = playbook.current().section("posts").duty
    contexts = {verb.partition(".")[0] for duty in duties.values() for verb in duty.verbs}
    assert contexts <= set(NEEDED)
