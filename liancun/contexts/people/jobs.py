"""What is due is proposed once a month; an erasure that a crash cut short is finished; tallies stay short."""

from __future__ import annotations

from liancun.contexts.people.actions import finish_erasure, join_tallies, propose_erasures
from liancun.contexts.people.actions.numbers import index_phones
from liancun.contexts.people.models import Request, Wish
from liancun.framework.actors import Actor
from liancun.framework.jobs import periodic


@periodic(cron="20 3 1 * *", name="people.propose_erasures")
def propose() -> None:
    propose_erasures(Actor.system("people.propose_erasures"))


@periodic(cron="*/10 * * * *", name="people.finish_erasures")
def finish() -> None:
    waiting = Request.objects.filter(kind=Wish.ERASE, state="done", finished_at=None)
    for request_id in list(waiting.values_list("pk", flat=True)):
        finish_erasure(request_id)


@periodic(cron="40 3 * * *", name="people.join_tallies")
def join() -> None:
    join_tallies()


@periodic(cron="50 3 * * *", name="people.index_phones")
def index() -> None:
    """Telephone numbers kept before they could be searched are found from the next day on."""
    index_phones()
