"""Signing in through the county's own sign-on, for accounts that were opened here before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.identity import actions
from liancun.contexts.identity.web import county_sign_on
from liancun.contexts.identity.web.views.signing_in import enter, safe_goal
from liancun.framework import clock
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.shortcuts import actor_of, kept, page, public

_BLOCK = {"capacity": 120, "per_seconds": 600}
_GOAL, _NAMED = "county_sign_on_goal", "county_sign_on_named"
_MINUTES = 5


@public
@require_safe
def county_sign_in(request: HttpRequest) -> HttpResponseBase:
    if not ratelimit.allow(f"county sign-in {ratelimit.address_block(request)}", **_BLOCK):
        return faults.too_many(request)
    answer = county_sign_on.redirect(request, request.build_absolute_uri(reverse("identity:county_back")))
    request.session[_GOAL] = safe_goal(request)
    return answer


@public
@require_http_methods(["GET", "HEAD", "POST"])
def county_back(request: HttpRequest) -> HttpResponse:
    """A page that is looked at signs nobody in: it names who was recognised, and the button does."""
    if request.method == "POST":
        return _enter(request)
    name = county_sign_on.name_told(request)
    request.session[_NAMED] = [name, clock.now().isoformat()]
    context = {"title": _("县里的统一登录已确认您的身份"), "username": name}
    return page(request, "identity/county_back.html", context)


def _enter(request: HttpRequest) -> HttpResponse:
    name, at = request.session.pop(_NAMED, ("", ""))
    if not name or clock.now() - datetime.fromisoformat(at) > timedelta(minutes=_MINUTES):
        return redirect("identity:sign_in")
    user = actions.sign_in_by_county(actor_of(request), username=name)
    if user is None:
        context = {"title": _("您在本系统还没有可用的账号")}
        return kept(page(request, "identity/no_account.html", context, status=403))
    return enter(request, user, request.session.pop(_GOAL, "/"))
