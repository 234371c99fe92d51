"""For which body a person works, as files that leave print it."""

from __future__ import annotations

from liancun.contexts.bodies.queries.tree import lines
from liancun.framework.actors import Actor


def office_of(actor: Actor) -> str:
    """The name of the body; empty for nobody's."""
    line = lines([actor.body_id]).get(actor.body_id) if actor.body_id is not None else None
    return line.name if line else ""
