"""What waits for a person in joint matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.policy import EVERY_VERB
from liancun.contexts.affairs.queries.sketches import Sketch, under_way
from liancun.contexts.affairs.queries.steps import possible
from liancun.contexts.affairs.rules.life import missed
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """The number of statements is fixed; who may act in no matter is asked nothing more."""
    urges = may(actor, "affairs.see_limits", None)
    if not urges and not any(may(actor, f"affairs.{verb}", None) for verb in EVERY_VERB):
        return
    for sketch in under_way():
        if urges:
            yield from _missed(actor, sketch)
        for step in possible(sketch):
            if any(may(actor, verb, step.body_id) for verb in step.permissions):
                yield TodoItem(
                    what=f"{sketch.line.title}：{step.sentence}",
                    for_whom=step.who,
                    due=step.by,
                    url=step.url,
                    button=step.label,
                    waiting_since=sketch.line.raised_on,
                )


def _missed(actor: Actor, sketch: Sketch) -> Iterator[TodoItem]:
    """For the township: its villages whose time limit has passed, as long as the matter goes on without them."""
    life = sketch.life
    for village in missed(life):
        if may(actor, "affairs.see_limits", village):
            yield TodoItem(
                what=_("%(matter)s：%(village)s的期限已过，请了解原因并督促。")
                % {"matter": sketch.line.title, "village": sketch.villages[village]},
                for_whom=_("乡镇"),
                due=life.deliberate_by if life.resolved is None else life.consent_by,
                url=reverse("affairs:matter", args=[sketch.line.id]),
                button=_("查看"),
                waiting_since=sketch.line.raised_on,
            )
