"""What the one search box finds of bodies."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.queries.finding import Hit, search_all
from liancun.framework.actors import Actor
from liancun.framework.finding import Found


def bodies(actor: Actor, text: str, most: int) -> Iterator[Found]:
    """Bodies are public: everyone finds the same."""
    for hit in search_all(text, most):
        url = reverse("bodies:record", args=[hit.line.id])
        yield Found(hit.line.name, url, playbook.kind_name(hit.line.kind), "，".join(_notes(hit)))


def _notes(hit: Hit) -> Iterator[str]:
    if hit.place:
        yield hit.place
    if hit.former:
        yield _("曾用 %(former)s") % {"former": hit.former}
    if hit.until:
        yield _("已撤销或并入")
