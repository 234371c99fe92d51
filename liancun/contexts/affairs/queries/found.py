"""What the one search box finds of joint matters."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.queries.lines import listed
from liancun.framework.actors import Actor
from liancun.framework.finding import Found


def matters(actor: Actor, text: str, most: int) -> Iterator[Found]:
    """Matters whose title holds the text, inside the reader's scope."""
    for line in listed(search=text, size=most).lines:
        note = f"{line.joint_name}，{line.state_word}"
        yield Found(line.title, reverse("affairs:matter", args=[line.id]), _("联合事项"), note)
