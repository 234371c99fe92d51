"""What planning shows on the record page of a body."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Link, Section


def of_body(body: bodies.BodyLine, day: date, actor: Actor) -> Section | None:
    """An area: plan it. A village: share its households out."""
    links: list[Link] = []
    if body.kind in ("prefecture", "county") and may(actor, "formation.plan", body.id):
        links = [
            Link(_("看数据齐不齐"), reverse("formation:data", args=[body.id])),
            Link(_("开始规划"), reverse("formation:begin", args=[body.id])),
            Link(_("强村与弱村结对"), reverse("formation:strong_weak", args=[body.id])),
            Link(_("机关单位与村结对"), reverse("formation:agencies", args=[body.id])),
            Link(_("轮值表"), reverse("formation:rota", args=[body.id])),
        ]
    elif body.is_village and may(actor, "people.keep_household", body.id):
        links = [Link(_("联系户分派"), reverse("formation:households", args=[body.id]))]
    return Section(_("规划和结对"), links=tuple(links), order=80) if links else None
