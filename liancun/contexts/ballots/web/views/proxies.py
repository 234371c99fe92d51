"""Written proxies: given within a household, taken back until they are used, all of them kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.web.forms import ProxyForm, ReasonForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.voters import FORM, listed
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

RIGHT = "ballots.keep_proxies"


@require_safe
def proxies(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, RIGHT, line.body_id)
    search = request.GET.get("q", "").strip()[:20]
    found = queries.standing(ballot_id, search=search, most=12) if search else ()
    context = {
        "title": _("书面委托"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "search": search,
        "asked": bool(search),
        "found": listed(found, lambda one: reverse("ballots:new-proxy", args=[ballot_id, one.mark_id])),
        "proxies": queries.proxies(ballot_id),
        "most": line.most_proxies,
        "may_vote": may(actor, "ballots.cast", line.body_id) and not line.is_closed,
        "is_closed": line.is_closed,
    }
    return page(request, "ballots/proxies.html", context)


@require_http_methods(FORM)
def new_proxy(request: HttpRequest, ballot_id: int, mark_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, RIGHT, line.body_id)
    place = queries.place(ballot_id, mark_id)
    form = ProxyForm(request.POST if request.method == "POST" else None, family=_family(place))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = act(
            request,
            form,
            lambda: actions.record_proxy(
                actor,
                ballot_id=ballot_id,
                person_id=place.person_id,
                carrier_id=given["carrier"],
                paper=given["paper"],
            ),
        )
        if done is not None:
            say(
                request,
                happened=_("已登记：%(giver)s 委托 %(carrier)s。")
                % {"giver": done.giver, "carrier": done.carrier},
                then=_("投票以前可以收回。"),
            )
            return redirect("ballots:proxies", ballot_id)
    context = {
        "title": _("登记 %(name)s 的委托") % {"name": place.name},
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [Fact(_("名册序号"), str(place.number))],
        "rules": [
            _("只能书面委托同一户中有完全民事行为能力的家人（农村集体经济组织法第二十七条）。"),
            _("每人最多接受 %(n)s 份委托；本人到场投票的，以先投的一票为准。") % {"n": line.most_proxies},
        ],
        "form": form,
        "submit": _("登记委托"),
        "cancel_url": reverse("ballots:proxies", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def end_proxy(request: HttpRequest, ballot_id: int, proxy_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, RIGHT, line.body_id)
    proxy = queries.proxy(proxy_id)
    if proxy.ballot_id != ballot_id:
        raise queries.unknown_ballot()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and act(
            request,
            form,
            lambda: actions.revoke_proxy(actor, proxy_id=proxy_id, reason=form.cleaned_data["reason"]),
        )
        is not None
    ):
        say(request, happened=_("委托已收回。"), then=_("%(name)s 可以自己投票。") % {"name": proxy.giver})
        return redirect("ballots:proxies", ballot_id)
    context = {
        "title": _("收回委托"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [Fact(_("委托人"), proxy.giver), Fact(_("受托人"), proxy.carrier)],
        "form": form,
        "submit": _("收回委托"),
        "cancel_url": reverse("ballots:proxies", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _family(place: queries.RollLine) -> list[tuple[int, str]]:
    """The others of the household the giver lived in when the roll was frozen."""
    if place.household_id is None:
        return []
    found = people.members(place.household_id, clock.today())
    return [
        (one.person_id, f"{one.name}（{one.relation_label}）")
        for one in found
        if one.person_id != place.person_id
    ]
