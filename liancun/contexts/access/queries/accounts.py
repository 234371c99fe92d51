"""Who of those in office has an account: for the system administrator, from the public list of posts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered

PROGRAM = Actor.system("access.accounts")
MOST = 30


@dataclass(frozen=True)
class Holder:
    person_id: int
    name: str
    post: str
    has_account: bool


def holders(body_ids: Collection[int], search: str) -> list[Holder]:
    """Holders of posts in these bodies whose name holds the text, the highest post of each."""
    if not search:
        return []
    found = [line for line in posts.holders_in(body_ids, clock.today()) if search in line.person_name]
    first = {line.person_id: line for line in reversed(found)}
    with entered(PROGRAM):
        return [
            Holder(line.person_id, line.person_name, line.title, _has_account(line.person_id))
            for line in list(first.values())[:MOST]
        ]


def _has_account(person_id: int) -> bool:
    return people.person(person_id).user_id is not None
