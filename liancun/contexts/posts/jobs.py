"""What the worker does for posts as time passes."""

from __future__ import annotations

from liancun.contexts.posts.actions import offices
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="20 6 * * *", name="posts.remind_terms")
def remind_terms() -> None:
    """Repeating it, or starting again after the worker was killed, records nothing twice."""
    offices.remind_terms(Actor.system("posts.remind_terms"))
