"""What waits for a person: answers, reviews, complaints, and what must be published by fixed days."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.rules.calendar import Standing
from liancun.contexts.disclosure.rules.objection import Due, due_state
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.framework import clock, scope
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem

_PLAN_STEPS = {
    PlanState.REVIEWING: ("disclosure.review", "disclosure:review"),
    PlanState.OBJECTED: ("disclosure.plan", "disclosure:answer_review"),
    PlanState.READY: ("disclosure.publish", "disclosure:publish_plan"),
}

MOST_LATE = 30
"""Days for which a missed day is asked for again; afterwards the calendar alone shows it."""


class _Allowed:
    """Asks once a body and right."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._known: dict[tuple[str, int], bool] = {}

    def __call__(self, verb: str, body_id: int) -> bool:
        if (verb, body_id) not in self._known:
            self._known[verb, body_id] = may(self._actor, verb, body_id)
        return self._known[verb, body_id]


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """One statement for each kind of thing, whatever their number; none for who may do none."""
    allowed = _Allowed(actor)
    if may(actor, "disclosure.answer", None):
        yield from _answers(allowed)
    if may(actor, "disclosure.read_plans", None):
        yield from _plans(allowed)
    if may(actor, "disclosure.decide_complaint", None):
        yield from _complaints(allowed)
    if may(actor, "disclosure.plan", None):
        yield from _turns(allowed)


def _answers(allowed: _Allowed) -> Iterator[TodoItem]:
    for line in queries.waiting():
        if allowed("disclosure.answer", line.body_id):
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


def _plans(allowed: _Allowed) -> Iterator[TodoItem]:
    words = {
        PlanState.REVIEWING: (_("审查公开方案：%(title)s"), _("审查")),
        PlanState.OBJECTED: (_("答复监督委员会的意见：%(title)s"), _("答复")),
        PlanState.READY: (_("发布公开方案：%(title)s"), _("发布")),
    }
    for line in queries.unfinished():
        verb, address = _PLAN_STEPS[line.state]
        if allowed(verb, line.body_id):
            what, button = words[line.state]
            yield TodoItem(
                what=what % {"title": line.title},
                for_whom=line.office,
                due=line.due_on,
                url=reverse(address, args=[line.id]),
                button=button,
                waiting_since=clock.local(line.planned_at).date(),
            )


def _complaints(allowed: _Allowed) -> Iterator[TodoItem]:
    for line in queries.undecided():
        if allowed("disclosure.decide_complaint", line.body_id):
            yield TodoItem(
                what=_("处理反映 %(number)s：%(title)s")
                % {"number": line.number, "title": line.notice_title},
                for_whom=line.office,
                due=line.due_on,
                url=reverse("disclosure:complaint", args=[line.id]),
                button=_("处理"),
                waiting_since=clock.local(line.received_at).date(),
            )


def _turns(allowed: _Allowed) -> Iterator[TodoItem]:
    """Fixed days that are near or were missed, for the villages one publishes for oneself."""
    now = scope.current()
    if now is None or not any(one.months for one in playbook.section().category.values()):
        return
    villages = [line.id for line in bodies.lines(now[1].bodies).values() if line.is_village]
    own = [one for one in villages if allowed("disclosure.plan", one)]
    for turn in queries.calendar(own):
        late = (clock.today() - turn.due_on).days
        if turn.standing is Standing.DUE or (turn.standing is Standing.MISSED and late <= MOST_LATE):
            yield TodoItem(
                what=_("公开%(name)s：%(office)s") % {"name": _(turn.name), "office": turn.office},
                for_whom=turn.office,
                due=turn.due_on,
                url=reverse("disclosure:new_plan"),
                button=_("拟定"),
            )
