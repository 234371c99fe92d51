"""What waits for a person: votes they may record or close, counts they may confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ballots import queries
from liancun.contexts.ballots.rules import Method
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Four statements at most, whatever the number of ballots; none for who may neither close nor confirm."""
    if not (may(actor, "ballots.close", None) or may(actor, "ballots.witness", None)):
        return
    lines = queries.open_ones()
    unconfirmed = queries.unconfirmed([line.id for line in lines])
    for line in lines:
        entered = unconfirmed.get(line.id)
        if (
            entered
            and entered.counted_by_id != actor.person_id
            and may(actor, "ballots.witness", line.body_id)
        ):
            url, words = reverse("ballots:witness", args=[line.id, entered.id]), _("核对票数：%(question)s")
            button = _("核对票数")
        elif may(actor, "ballots.close", line.body_id):
            url, words = reverse("ballots:ballot", args=[line.id]), _("办理表决：%(question)s")
            button = _("记录表决") if line.method is Method.NAMED else _("计票")
        else:
            continue
        yield TodoItem(
            what=words % {"question": line.question},
            for_whom=line.body_name,
            due=clock.local(line.opened_at).date(),
            url=url,
            button=button,
            waiting_since=clock.local(line.opened_at).date(),
        )
