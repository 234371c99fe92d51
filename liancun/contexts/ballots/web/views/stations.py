"""Polling places: set up by the ballot's keepers, served by the officers named there; the keyboard is enough."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.rules import Method
from liancun.contexts.ballots.web.forms import StationForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.voters import FORM, listed, now_open
from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_safe
def stations(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.serve_station", line.body_id)
    context = {
        "title": _("投票点"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "stations": [
            (one, reverse("ballots:station", args=[ballot_id, one.id]), _hours(one), now_open(one))
            for one in queries.stations(ballot_id)
        ],
        "new_url": reverse("ballots:new-station", args=[ballot_id])
        if may(actor, "ballots.open", line.body_id) and not line.is_closed
        else "",
    }
    return page(request, "ballots/stations.html", context)


@require_http_methods(FORM)
def new_station(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.open", line.body_id)
    form = StationForm(
        request.POST if request.method == "POST" else None,
        officers=_officers(line.body_id),
        initial={"day": clock.today(), "opens": "08:00", "closes": "17:00"},
    )
    if request.method == "POST" and form.is_valid():
        opens_at, closes_at = form.hours()
        given = form.cleaned_data
        done = act(
            request,
            form,
            lambda: actions.open_station(
                actor,
                ballot_id=ballot_id,
                place=given["place"],
                opens_at=opens_at,
                closes_at=closes_at,
                officer_ids=given["officers"],
            ),
        )
        if done is not None:
            say(request, happened=_("投票点已设立。"), then=_("到开放时间后由名单上的工作人员办理。"))
            return redirect("ballots:stations", ballot_id)
    context = {
        "title": _("设立投票点"),
        "crumbs": shapes.crumbs(line),
        "rules": [_("投票点只在开放时间内接收投票；至少两名工作人员在场。")],
        "form": form,
        "submit": _("设立投票点"),
        "cancel_url": reverse("ballots:stations", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_safe
def station(request: HttpRequest, ballot_id: int, station_id: int) -> HttpResponse:
    """Type a number or a name, press Enter, choose with Tab and Enter: no mouse is needed."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.serve_station", line.body_id)
    place = queries.station(station_id)
    if place.ballot_id != ballot_id:
        raise queries.unknown_ballot()
    search = request.GET.get("q", "").strip()[:20]
    found = queries.standing(ballot_id, search=search, most=12) if search else ()
    serves = actor.person_id in dict(place.officers) and now_open(place) and not line.is_closed
    context = {
        "title": place.place,
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "facts": [
            Fact(_("开放时间"), _hours(place)),
            Fact(_("工作人员"), "、".join(name for _id, name in place.officers)),
            Fact(_("已投票"), f"{line.tally.present} / {line.tally.entitled}"),
        ],
        "search": search,
        "found": listed(found, lambda one: _voting(line, one, station_id) if serves else ""),
        "serves": serves,
        "asked": bool(search),
    }
    return page(request, "ballots/station.html", context)


def _voting(line: queries.BallotLine, one: queries.RollLine, station_id: int) -> str:
    """In secret the voter has the device alone; otherwise the officer records what is said."""
    if line.method is Method.SECRET:
        return f"{reverse('ballots:booth', args=[line.id])}?station={station_id}&q={one.number}"
    return f"{reverse('ballots:voters', args=[line.id])}{one.mark_id}/?station={station_id}"


def _hours(one: queries.StationLine) -> str:
    return _("%(begin)s 至 %(end)s") % {
        "begin": chinese_moment(one.opens_at),
        "end": chinese_moment(one.closes_at),
    }


def _officers(body_id: int) -> list[tuple[int, str]]:
    """Who holds a post in the body or in another one of the same village."""
    village = bodies.village_of(body_id)
    wanted = [body_id, *([village.id, *(part.id for part in bodies.children(village.id))] if village else [])]
    held = {line.person_id: line.person_name for line in posts.holders_in(wanted, clock.today())}
    return sorted(held.items(), key=lambda one: one[1])
