"""What the one search box finds of persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import rules
from liancun.contexts.people.queries.search import find
from liancun.framework.actors import Actor
from liancun.framework.finding import Found
from liancun.framework.permissions import may

_BY = ("name", "sound", "initials")


def persons(actor: Actor, text: str, most: int) -> Iterator[Found]:
    """Persons whose record the asker may open. Never by a number: what is looked for here stands in an address."""
    key = rules.read_search(text)
    if key.kind not in _BY or not may(actor, "people.see_person", None):
        return
    lines = find(key, None, count=most).lines
    homes = bodies.lines({line.home_id for line in lines})
    open_to = {home for home in homes if may(actor, "people.see_person", home)}
    for line in lines:
        if line.home_id in open_to:
            url = reverse("people:person", args=[line.id])
            yield Found(line.name, url, _("人员"), homes[line.home_id].name)
