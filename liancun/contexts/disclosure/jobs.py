"""What the worker does for notices: counting windows again, recording those that ran out, reminding of what is due."""

from __future__ import annotations

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions import notices, reminding
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="*/10 * * * *", name="disclosure.close_due")
def close_due() -> None:
    """Repeating it changes nothing: a notice ends once, and the clock alone says when its window is over."""
    actor = Actor.system("disclosure.close_due")
    notices.recount(actor)
    for line in queries.due():
        notices.close(actor, notice_id=line.id)


@periodic(cron="*/10 * * * *", name="disclosure.remind")
def remind() -> None:
    """Repeating it, or starting again after the worker was killed, records nothing twice."""
    reminding.remind(Actor.system("disclosure.remind"))
