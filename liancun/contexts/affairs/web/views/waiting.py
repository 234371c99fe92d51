"""What waits for a person in joint matters."""

from __future__ import annotations

from collections.abc import Iterator

from liancun.contexts.affairs.policy import VERBS
from liancun.contexts.affairs.queries.lives import load_many, matters
from liancun.contexts.affairs.queries.steps import possible
from liancun.contexts.affairs.rules.life import ENDED
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """The number of statements is fixed; who may act in no matter is asked nothing more."""
    if not any(may(actor, f"affairs.{verb}", None) for verb in VERBS.values()):
        return
    running = matters().exclude(state__in=[state.value for state in ENDED]).order_by("pk")
    for loaded in load_many(running):
        for step in possible(loaded):
            if may(actor, step.permission, step.body_id):
                yield TodoItem(
                    what=f"{loaded.row.title}：{step.sentence}",
                    for_whom=step.who,
                    due=step.by,
                    url=step.url,
                    button=step.label,
                    waiting_since=loaded.row.raised_on,
                )
