"""待办: terms and delegations that end, selections that wait, turns to take or hand over, visits that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.posts.queries import contacts, delegates, offices, rotas, selections
from liancun.contexts.posts.queries.glance import glance
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem

SOON = timedelta(days=7)


def waiting(actor: Actor) -> list[TodoItem]:
    seen = glance(actor.person_id, clock.today())
    return [
        *(_terms(actor) if seen.terms else ()),
        *(_delegations(actor) if seen.delegations else ()),
        *(_selections(actor) if seen.selections else ()),
        *(_turns(actor) if seen.slots else ()),
        *(_swaps(actor) if seen.swaps else ()),
        *(_visits(actor) if seen.contacts else ()),
    ]


def _terms(actor: Actor) -> Iterator[TodoItem]:
    """Sixty days before (the playbook says how many): for those who may appoint there."""
    if not may(actor, "posts.relieve", None):
        return
    for line in offices.ending(clock.today()):
        if may(actor, "posts.relieve", line.body_id):
            what = _("%(title)s %(name)s任期将满") % {"title": line.title, "name": line.person_name}
            url = reverse("posts:post", args=[line.id])
            yield TodoItem(what, line.body_full_name, line.ends_on, url, _("查看任职"))


def _delegations(actor: Actor) -> Iterator[TodoItem]:
    if actor.person_id is None:
        return
    for one in delegates.ending(clock.today(), [actor.person_id]):
        what = _("%(name)s代行%(title)s将到期") % {"name": one.person_name, "title": one.post.title}
        url = reverse("posts:post", args=[one.post.id])
        yield TodoItem(what, one.holder_name, one.until, url, _("查看代行"))


def _selections(actor: Actor) -> Iterator[TodoItem]:
    """For whoever approves; and for the organiser once approved."""
    if not may(actor, "posts.see_work", None):
        return
    for line in selections.waiting(("concluded", "approved")):
        url = reverse("posts:selection", args=[line.id])
        what = {"body": line.body_name, "kind": line.kind_name}
        approver = may(actor, "posts.approve_selection", line.body_id)
        if line.state == "concluded" and approver and actor.person_id != line.concluded_by_id:
            yield TodoItem(_("%(body)s推选%(kind)s待批准") % what, line.chosen_name, None, url, _("审批"))
        if line.state == "approved" and may(actor, "posts.open_selection", line.body_id):
            yield TodoItem(_("%(body)s推选%(kind)s已批准") % what, line.chosen_name, None, url, _("登记任职"))


def _turns(actor: Actor) -> Iterator[TodoItem]:
    if actor.person_id is None:
        return
    today = clock.today()
    for one in rotas.of_person(actor.person_id):
        url = reverse("posts:rota", args=[one.rota_id])
        if one.stage == "due" or (one.stage == "now" and one.until - today <= SOON):
            what = _("%(body)s轮值期满，请办理交接") % {"body": one.body_name}
            yield TodoItem(
                what, one.person_name, one.until, reverse("posts:hand_over", args=[one.id]), _("交接")
            )
        elif one.stage == "coming" and one.since - today <= SOON:
            what = _("将到%(body)s轮值") % {"body": one.body_name}
            yield TodoItem(what, one.person_name, one.since, url, _("查看轮值"))


def _swaps(actor: Actor) -> Iterator[TodoItem]:
    if actor.person_id is None:
        return
    for swap in rotas.swaps_for(actor.person_id):
        what = _("%(name)s请求对调轮值") % {"name": swap.mine.person_name}
        url = reverse("posts:answer_swap", args=[swap.id])
        yield TodoItem(what, swap.theirs.body_name, swap.theirs.since, url, _("答复"))


def _visits(actor: Actor) -> Iterator[TodoItem]:
    if actor.person_id is None:
        return
    for one in contacts.contacts_of(actor.person_id, clock.today()):
        if one.due - clock.today() <= SOON:
            what = _("走访联系点%(body)s") % {"body": one.body_name}
            url = reverse("posts:visit", args=[one.id])
            yield TodoItem(what, one.person_name, one.due, url, _("记一次走访"))
