"""待办: change requests that wait for somebody who may decide, or for the receiving village."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.people import queries
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> list[TodoItem]:
    """Two statements, and none for those who neither decide nor receive."""
    if actor.person_id is None or not any(
        may(actor, verb, None) for verb in ("people.decide_change", "people.ask_change")
    ):
        return []
    return list(_items(actor))


def _items(actor: Actor) -> Iterator[TodoItem]:
    for line in queries.waiting_changes():
        button = _button(actor, line)
        if button:
            what = _("%(kind)s：%(name)s") % {"kind": line.kind_label, "name": line.person_name}
            url = reverse("people:change", args=[line.id])
            yield TodoItem(what, line.asked_by_name, None, url, button, line.asked_at.date())


def _button(actor: Actor, line: queries.ChangeLine) -> str:
    if actor.person_id == line.asked_by_id:
        return ""
    if line.kind == "transfer" and line.agreed_by_id is None:
        return _("核对接收") if line.other_id and may(actor, "people.ask_change", line.other_id) else ""
    if actor.person_id != line.agreed_by_id and all(
        may(actor, "people.decide_change", body) for body in line.bodies
    ):
        return _("审批")
    return ""
