"""What waits for a person in joint matters."""

from __future__ import annotations

from collections.abc import Iterator

from liancun.contexts.affairs.policy import VERBS
from liancun.contexts.affairs.queries.sketches import under_way
from liancun.contexts.affairs.queries.steps import possible
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """The number of statements is fixed; who may act in no matter is asked nothing more."""
    if not any(may(actor, f"affairs.{verb}", None) for verb in VERBS.values()):
        return
    for sketch in under_way():
        for step in possible(sketch):
            if may(actor, step.permission, step.body_id):
                yield TodoItem(
                    what=f"{sketch.line.title}：{step.sentence}",
                    for_whom=step.who,
                    due=step.by,
                    url=step.url,
                    button=step.label,
                    waiting_since=sketch.line.raised_on,
                )
