"""Whoever holds a post acts in the demonstration, with the rights of that post and no others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.setting import SYSTEM
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered


@contextmanager
def acting(kind: str, body_id: int) -> Iterator[Actor]:
    """The first holder of the post in the body, with only their own rights."""
    with entered(SYSTEM):
        post = posts.holders(body_id, kind, clock.today())[0]
        user_id = people.person(post.person_id).user_id
    actor = Actor(
        user_id, post.person_id, post.person_name, f"{post.body_name}{post.kind_name}", body_id, "user"
    )
    with entered(actor):
        yield actor
