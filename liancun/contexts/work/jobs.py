"""What the worker does for tasks."""

from __future__ import annotations

from liancun.contexts.work import actions
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="*/5 * * * *", name="work.remind")
def remind() -> None:
    """Repeating it, or starting again after the worker was killed, records nothing twice."""
    actions.remind(Actor.system("work.remind"))
