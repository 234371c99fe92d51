"""What waits for a person, and what the page of a body shows of its meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import playbook, queries
from liancun.contexts.meetings.queries import due as dues
from liancun.contexts.meetings.rules import State
from liancun.contexts.meetings.web.views import shapes
from liancun.contexts.meetings.web.views.following import state as follow_up_state
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem
from liancun.framework.web.parts import Entry, Link, Section

SHOWN = 5


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Minutes to write, things given to the person, meetings that are due. A fixed number of statements."""
    if actor.person_id is not None:
        yield from _given(actor)
    if may(actor, "meetings.confirm", None) or may(actor, "meetings.keep_own", None):
        yield from _unfinished(actor)
        yield from _due(actor)


def _given(actor: Actor) -> Iterator[TodoItem]:
    for line in queries.owned(actor.person_id or 0):
        yield TodoItem(
            what=_("办理会议议定事项：%(text)s") % {"text": line.text},
            for_whom=line.body_name,
            due=line.due,
            url=reverse("meetings:follow_up", args=[line.id]),
            button=_("登记进展"),
            waiting_since=clock.local(line.made_at).date(),
        )


def _unfinished(actor: Actor) -> Iterator[TodoItem]:
    for line in queries.unfinished():
        if shapes.keeps(actor, line, "meetings.confirm"):
            held = line.state is State.HELD
            words = _("整理并确认会议记录：%(title)s") if held else _("登记到会情况：%(title)s")
            yield TodoItem(
                what=words % {"title": line.title},
                for_whom=line.body_name,
                due=line.starts_on,
                url=reverse("meetings:meeting", args=[line.id]),
                button=_("整理记录") if held else _("登记到会"),
                waiting_since=line.starts_on,
            )


def _due(actor: Actor) -> Iterator[TodoItem]:
    """Only bodies that have met by the kind: nobody is asked for what they never began."""
    met = dues.bodies_met()
    if not met:
        return
    today = clock.today()
    for one in dues.soon(dues.due_of(met, today), today):
        if one.due and dues.may_call(actor, one.kind, one.body.id):
            yield TodoItem(
                what=_("召集%(kind)s") % {"kind": one.kind.name},
                for_whom=one.body.name,
                due=one.due.by,
                url=f"{reverse('meetings:convene')}?body={one.body.id}&kind={one.key}",
                button=_("召集会议"),
                waiting_since=one.due.last,
            )


def of_body(body: bodies.BodyLine, day: date, actor: Actor) -> Section | None:
    """The latest meetings of a body, what they left open, and the way to call one."""
    if not may(actor, "meetings.read", body.id) and not may(actor, "meetings.read", None):
        return None
    known = any(body.kind in kind.bodies for kind in playbook.kinds().values())
    if not known:
        return None
    lines = queries.of_body(body.id, SHOWN)
    left = queries.follow_ups(body.id, open_only=True)[:SHOWN]
    calls = bool(dues.kinds_for(actor, body))
    if not lines and not calls:
        return None
    step = Link(_("召集会议"), f"{reverse('meetings:convene')}?body={body.id}") if calls else None
    links = tuple(
        Link(one.title, reverse("meetings:meeting", args=[one.id]), note=shapes.state(one).word)
        for one in lines
    )
    entries = tuple(
        Entry(
            one.text,
            one.due,
            who=one.owner_name,
            note=follow_up_state(one).word,
            url=reverse("meetings:follow_up", args=[one.id]),
            tone="waiting",
        )
        for one in left
    )
    note = "" if lines else _("还没有按方案召开过会议。")
    return Section(_("会议"), links=links, timeline=entries, note=note, step=step, order=30)
