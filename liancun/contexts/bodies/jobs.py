"""What the worker does for bodies."""

from __future__ import annotations

from liancun.contexts.bodies.actions.agreements import remind_agreements
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="20 6 * * *", name="bodies.remind_agreements")
def remind() -> None:
    """Reminders of agreements that end soon; repeating it records nothing twice."""
    remind_agreements(Actor.system("bodies.remind_agreements"))
