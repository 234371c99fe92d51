"""One voter at a time: found by number or name, who has voted and who not, the answer given on the officer's screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.rules import Channel
from liancun.contexts.ballots.web.forms import AnswerForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.ways import way_word
from liancun.framework import clock
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

FORM = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Found:
    """A place on the roll as a list of voters shows it; `url` empty: nothing to do here."""

    number: int
    name: str
    word: str
    url: str = ""


@require_safe
def voters(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """Those who have not voted, for the ways in the room and by video (`?way=`)."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.cast", line.body_id)
    way = _way(request)
    search = request.GET.get("q", "").strip()[:20]
    found = queries.standing(ballot_id, search=search, most=200)
    base = reverse("ballots:voters", args=[ballot_id])
    context = {
        "title": _("登记表决：%(way)s") % {"way": way_word(way)},
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "search": search,
        "kept": [("way", way.value)],
        "found": listed(found, lambda place: f"{base}{place.mark_id}/?way={way.value}"),
        "tally": line.tally,
    }
    return page(request, "ballots/voters.html", context)


@require_http_methods(FORM)
def voter(request: HttpRequest, ballot_id: int, mark_id: int) -> HttpResponse:
    """The answer of one voter. At a polling place (`?station=`) the next one is looked for at once."""
    actor, line = actor_of(request), queries.line(ballot_id)
    station = _station(request, ballot_id)
    require(actor, "ballots.serve_station" if station else "ballots.cast", line.body_id)
    place = queries.place(ballot_id, mark_id)
    way = Channel.STATION if station else _way(request)
    form = AnswerForm(request.POST if request.method == "POST" else None, asked=line.asked)
    back = _back(line, station, way)
    if request.method == "POST" and form.is_valid():
        choice, picks = form.answer()
        done = act(
            request,
            form,
            lambda: actions.cast(
                actor,
                ballot_id=ballot_id,
                person_id=place.person_id,
                choice=choice,
                picks=picks,
                key=f"{ballot_id}-{place.person_id}",
                channel=way.value,
                station_id=station.id if station else None,
            ),
        )
        if done is not None:
            _say_done(request, place.name, done.already)
            return redirect(back)
    context = {
        "title": place.name,
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [
            Fact(_("名册序号"), str(place.number)),
            Fact(_("方式"), station.place if station else way_word(way)),
        ],
        "rules": [_("每人只有一票，投了不能改。请让投票人自己点选或当面说明。")],
        "form": form,
        "submit": _("投票"),
        "cancel_url": back,
        "voted": place.voted,
    }
    return page(request, "ballots/voter.html", context, status=422 if form.errors else 200)


def listed(found: Sequence[queries.RollLine], address: shapes.Address) -> list[Found]:
    """That somebody voted, never what."""
    return [
        Found(
            place.number,
            place.name,
            _("已投票") if place.voted else "",
            "" if place.voted else address(place),
        )
        for place in found
    ]


def _say_done(request: HttpRequest, name: str, already: bool) -> None:
    if already:
        say(
            request,
            happened=_("%(name)s 已经投过票，先投的一票有效。") % {"name": name},
            then=_("请找下一位。"),
            tone="waiting",
        )
    else:
        say(request, happened=_("%(name)s 投好了。") % {"name": name}, then=_("请找下一位。"))


def _back(line: queries.BallotLine, station: queries.StationLine | None, way: Channel) -> str:
    if station:
        return reverse("ballots:station", args=[line.id, station.id])
    return f"{reverse('ballots:voters', args=[line.id])}?way={way.value}"


def _way(request: HttpRequest) -> Channel:
    told = request.GET.get("way", "")
    return Channel(told) if told in (Channel.MEETING, Channel.ONLINE, Channel.PROXY) else Channel.MEETING


def _station(request: HttpRequest, ballot_id: int) -> queries.StationLine | None:
    told = request.GET.get("station", "")
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return None
    found = queries.station(int(told))
    if found.ballot_id != ballot_id:
        raise queries.unknown_ballot()
    return found


def now_open(station: queries.StationLine) -> bool:
    return station.is_open(clock.now())
