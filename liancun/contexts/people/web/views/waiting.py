"""待办: change requests that wait for a decision, and what persons ask of their own data."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.people import queries
from liancun.contexts.people.models import Wish
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem
from liancun.framework.workdays import add_workdays
from liancun.kernel.masks import mask_name

ANSWER_WITHIN = 15


def waiting(actor: Actor) -> list[TodoItem]:
    """Three statements, and none for those who neither decide nor receive nor serve."""
    if actor.person_id is None:
        return []
    return [*_changes(actor), *_wishes(actor)]


def _wishes(actor: Actor) -> Iterator[TodoItem]:
    """To be answered within fifteen working days (个人信息保护法 art. 50: in good time); an erasure by a second person.

    What the schedule proposed comes by the hundred: one line for all of it.
    """
    if not may(actor, "people.serve_person", None):
        return
    mine = [line for line in queries.requests(state="open") if _may_answer(actor, line)]
    for line in mine:
        if not line.by_schedule:
            what = _("%(kind)s：%(name)s") % {"kind": line.kind_name, "name": mask_name(line.name)}
            due = add_workdays(line.asked_on, ANSWER_WITHIN).day
            url = reverse("people:wish", args=[line.id])
            button = _("确认删除") if line.kind == Wish.ERASE else _("办理并答复")
            yield TodoItem(what, _("本人申请"), due, url, button, line.asked_on)
    scheduled = [line for line in mine if line.by_schedule]
    if scheduled:
        what = _("保存期满的个人信息，%(count)d 份待确认删除") % {"count": len(scheduled)}
        since = min(line.asked_on for line in scheduled)
        url = f"{reverse('people:wishes')}?state=open"
        yield TodoItem(what, _("系统提出"), None, url, _("逐份确认"), since)


def _may_answer(actor: Actor, line: queries.RequestLine) -> bool:
    if line.kind == Wish.ERASE:
        another = line.recorded_by is None or line.recorded_by != actor.user_id
        return another and may(actor, "people.confirm_erasure", line.home_id)
    return may(actor, "people.serve_person", line.home_id)


def _changes(actor: Actor) -> list[TodoItem]:
    if not any(may(actor, verb, None) for verb in ("people.decide_change", "people.ask_change")):
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
