"""What waits for a person: meetings whose day has come and whose minutes they may confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.meetings import queries
from liancun.contexts.meetings.rules import State
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Oldest first. One statement, whatever the number of meetings; none for who may confirm no minutes."""
    if not may(actor, "meetings.confirm", None):
        return
    for line in queries.unfinished():
        if may(actor, "meetings.confirm", line.body_id):
            held = line.state is State.HELD
            words = _("整理并确认会议记录：%(title)s") if held else _("登记到会情况：%(title)s")
            yield TodoItem(
                what=words % {"title": line.title},
                for_whom=line.body_name,
                due=clock.local(line.starts_at).date(),
                url=reverse("meetings:meeting", args=[line.id]),
                button=_("整理记录") if held else _("登记到会"),
                waiting_since=clock.local(line.starts_at).date(),
            )
