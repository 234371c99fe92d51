"""What the worker does for joint matters as time passes."""

from __future__ import annotations

from liancun.contexts.affairs.actions.taking_effect import keep_time as keep
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="*/5 * * * *", name="affairs.keep_time")
def keep_time() -> None:
    """Repeating it, or starting again after the worker was killed, records nothing twice."""
    keep(Actor.system("affairs.keep_time"))
