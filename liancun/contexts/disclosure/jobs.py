"""What the worker does for notices: counting windows again, recording those that ran out."""

from __future__ import annotations

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions import notices
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="*/10 * * * *", name="disclosure.close_due")
def close_due() -> None:
    """Repeating it changes nothing: a notice ends once, and the clock alone says when its window is over."""
    actor = Actor.system("disclosure.close_due")
    notices.recount(actor)
    for line in queries.due():
        notices.close(actor, notice_id=line.id)
