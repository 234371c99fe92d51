"""What the worker does for meetings as time passes."""

from __future__ import annotations

from liancun.contexts.meetings import actions
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="25 6 * * *", name="meetings.remind")
def remind() -> None:
    """Repeating it, or starting again after the worker was killed, records nothing twice."""
    actions.remind(Actor.system("meetings.remind"))
