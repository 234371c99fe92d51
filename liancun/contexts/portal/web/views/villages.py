"""Finding a village, and what was published for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal import queries
from liancun.contexts.portal.web.views import shapes
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.shortcuts import page, public


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:40]
    if search and not ratelimit.allow(
        f"search {ratelimit.address_block(request)}", capacity=120, per_seconds=60
    ):
        return faults.too_many(request)
    found = queries.find_villages(search) if search else ()
    context = {
        "title": _("村务公开"),
        "lead": _("查看本村和联合党委公开的事。不用登录。"),
        "search": search,
        "villages": found[: queries.MOST_FOUND],
        "more": len(found) > queries.MOST_FOUND,
    }
    return page(request, "portal/index.html", context)


@public
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.village(code)
    context = {
        "title": found.village.name,
        "lead": found.above,
        "now": [shapes.now_link(line) for line in found.now],
        "second_labels": disclosure.second_labels(),
        "stories": [shapes.story(told) for told in found.told],
        "older": [shapes.link(line) for line in found.older],
    }
    return page(request, "portal/village.html", context)
