"""What waits for a person: objections without an answer that they may answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.rules.objection import Due, due_state
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Soonest due first. One statement, whatever the number of objections; none for who may answer none."""
    if not may(actor, "disclosure.answer", None):
        return
    allowed: dict[int, bool] = {}
    for line in queries.waiting():
        if line.body_id not in allowed:
            allowed[line.body_id] = may(actor, "disclosure.answer", line.body_id)
        if allowed[line.body_id]:
            yield TodoItem(
                what=_what(line),
                for_whom=_("公开单位"),
                due=line.answer_due_on,
                url=reverse("disclosure:answer", args=[line.id]),
                button=_("答复"),
                waiting_since=clock.local(line.received_at).date(),
            )


def _what(line: queries.ObjectionLine) -> str:
    """A near or passed day leads."""
    words = _("答复第 %(number)s 条意见：%(title)s") % {"number": line.number, "title": line.notice_title}
    state = due_state(line.answer_due_on, clock.today())
    if state is Due.OPEN:
        return words
    return _("%(state)s：%(words)s") % {
        "state": _("已过期") if state is Due.OVERDUE else _("将到期"),
        "words": words,
    }
