"""待办: terms that end, delegations that end."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.posts.queries import delegates, offices
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> list[TodoItem]:
    return [*_terms(actor), *_delegations(actor)]


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
