"""Voters of a secret ballot before the officers: found on the roll, given the device, or noted as having voted on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.rules import Channel
from liancun.framework.web.parts import Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page

MOST = 30


@require_http_methods(["GET", "HEAD"])
def booth(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """`?station=` names the polling place; without it the vote is in the room."""
    actor, line = actor_of(request), queries.line(ballot_id)
    station = queries.station_of(request.GET.get("station", ""), ballot_id)
    require(actor, "ballots.serve_station" if station else "ballots.cast", line.body_id)
    search = request.GET.get("q", "").strip()[:20]
    context = {
        "title": _("请投票人投票"),
        "lead": line.question,
        "crumbs": [
            Link(_("表决"), reverse("ballots:ballots")),
            Link(line.question, reverse("ballots:secret", args=[ballot_id])),
        ],
        "line": line,
        "station": station,
        "search": search,
        "kept": [("station", station.id)] if station else [],
        "found": queries.standing(ballot_id, search=search, most=MOST),
        "hands_over": Channel.STATION in line.channels if station else Channel.MEETING in line.channels,
        "takes_paper": Channel.PAPER in line.channels and may(actor, "ballots.enter_paper", line.body_id),
    }
    return page(request, "ballots/booth.html", context)


@require_POST
def hand_over(request: HttpRequest, ballot_id: int, mark_id: int) -> HttpResponse:
    """The device goes to the voter: the officer is signed out first, so that nothing else can be opened on it."""
    station = queries.station_of(request.POST.get("station", ""), ballot_id)
    handed = actions.hand_over(
        actor_of(request), ballot_id=ballot_id, mark_id=mark_id, station_id=station.id if station else None
    )
    request.session.flush()
    return redirect("portal:booth", handed)


@require_POST
def on_paper(request: HttpRequest, ballot_id: int, mark_id: int) -> HttpResponse:
    place = queries.place(ballot_id, mark_id)
    new = actions.mark_paper(actor_of(request), ballot_id=ballot_id, person_id=place.person_id)
    say(
        request,
        happened=_("%(name)s 已登记投了纸质票。") % {"name": place.name}
        if new
        else _("%(name)s 已经投过票，先投的一票有效。") % {"name": place.name},
        then=_("请找下一位。"),
        tone="done" if new else "waiting",
    )
    return redirect("ballots:booth", ballot_id)
