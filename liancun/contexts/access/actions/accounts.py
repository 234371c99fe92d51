"""Opening an account for somebody who holds a post. The administrator never reads the register of persons."""

from __future__ import annotations

from dataclasses import dataclass

from liancun.contexts.identity import api as identity
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.scope import entered
from liancun.kernel.errors import Unknown, mark

# Posts are public, persons are not: the program ties the account to the holder.
PROGRAM = Actor.system("access.open_account")


@dataclass(frozen=True)
class Opened:
    """`password` is shown now and never again; its owner changes it at the first sign-in."""

    user_id: int
    password: str


@action("access.open_account")
def open_account(actor: Actor, *, person_id: int, username: str) -> Opened:
    """Refusals: access.no_post, people.has_account, identity.odd_name, identity.name_taken, access.not_allowed."""
    require(actor, "identity.create_user", None)
    post = next(
        (
            line
            for line in posts.posts_of(person_id, clock.today())
            if may(actor, "identity.create_user", line.body_id)
        ),
        None,
    )
    if post is None:
        raise Unknown(
            "access.no_post",
            mark("这个人在您的辖区内没有现任职务。"),
            remedy=mark("请先由乡镇或县级管理员登记任职，再开立账号。"),
        )
    password = identity.initial_password()
    user_id = identity.create_user(
        actor, username=username, name=post.person_name, password=password, body_id=post.body_id
    )
    with entered(PROGRAM):
        people.give_account(PROGRAM, person_id=person_id, user_id=user_id)
    return Opened(user_id, password)
