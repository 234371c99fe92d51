"""Where a page stands."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.framework.web.parts import Link


def of_notice(notice_id: int, title: str) -> list[Link]:
    return [
        Link(_("公开"), reverse("disclosure:notices")),
        Link(title, reverse("disclosure:notice", args=[notice_id])),
    ]


def of_plans() -> list[Link]:
    return [Link(_("公开方案"), reverse("disclosure:plans"))]


def of_plan(plan_id: int, title: str) -> list[Link]:
    return [*of_plans(), Link(title, reverse("disclosure:plan", args=[plan_id]))]
