"""What waits for a person: votes they may record or close, counts they may confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liancun.contexts.ballots import queries
from liancun.contexts.ballots.queries.rights import may
from liancun.contexts.ballots.rules import Method
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.todo import TodoItem

_BUTTONS = {
    Method.NAMED: gettext_lazy("记录表决"),
    Method.HAND: gettext_lazy("计票"),
    Method.SECRET: gettext_lazy("办理投票"),
}


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Five statements at most, whatever the number of ballots; none for who may neither close nor confirm."""
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
            button = str(_BUTTONS[line.method])
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
    yield from _to_open(actor)


def _to_open(actor: Actor) -> Iterator[TodoItem]:
    """Closed secret ballots whose key this person keeps half of, and has not brought yet."""
    for ballot_id, question, body, closed_at in queries.halves_awaited(actor.person_id):
        yield TodoItem(
            what=_("交出密钥开票：%(question)s") % {"question": question},
            for_whom=body,
            due=clock.local(closed_at).date(),
            url=reverse("ballots:unlock", args=[ballot_id]),
            button=_("交出密钥"),
            waiting_since=clock.local(closed_at).date(),
        )
