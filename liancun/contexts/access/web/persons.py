"""What rights add to a person's record."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.people.api import PersonLine
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Link, Section


def own_data_link(line: PersonLine, day: date, actor: Actor) -> Section | None:
    """For officers of the home: giving the person a look at the own records."""
    if not may(actor, "access.issue_link", line.home_id):
        return None
    step = Link(_("让本人查看在册信息"), reverse("access:give_link", args=[line.id]))
    return Section(_("本人"), note=_("生成一个只能用一次的链接，不用账号。"), step=step)
