"""How personal data is handled: the notice the law asks for, from the county's playbook (个人信息保护法 art. 17)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.people import api as people
from liancun.framework.web.shortcuts import page, public


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    told = people.privacy()
    kinds = [(kind, _(people.BASES[kind.basis])) for kind in told.kind.values()]
    context = {
        "title": _("个人信息怎样处理"),
        "lead": _("处理者：%(office)s") % {"office": told.office},
        "told": told,
        "kinds": kinds,
    }
    return page(request, "portal/privacy.html", context)
