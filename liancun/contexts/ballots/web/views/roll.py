"""The roll corrected: found on it or in the village, asked with its decision, confirmed by a second person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.rules import Change
from liancun.contexts.ballots.web.forms import CorrectionForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.voters import FORM, Found
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

RIGHT = "ballots.correct_roll"


@require_safe
def corrections(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """Who may confirm sees what waits; who may ask may also look for a person."""
    actor, line = actor_of(request), queries.line(ballot_id)
    asks = may(actor, RIGHT, line.body_id) and not line.is_closed
    if not asks:
        require(actor, "ballots.confirm_correction", line.body_id)
    search = request.GET.get("q", "").strip()[:20] if asks else ""
    confirms = may(actor, "ballots.confirm_correction", line.body_id) and not line.is_closed
    context = {
        "title": _("更正名册"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "asks": asks,
        "search": search,
        "asked": bool(search),
        "found": _found(line, search) if search else [],
        "corrections": [
            (
                one,
                shapes.change_word(one.change),
                confirms and not one.holds and one.asked_by_id != actor.person_id,
            )
            for one in queries.corrections(ballot_id)
        ],
    }
    return page(request, "ballots/corrections.html", context)


def _found(line: queries.BallotLine, search: str) -> list[Found]:
    """Those on the roll may be struck, those of the village who are not may be added."""
    base = reverse("ballots:new-correction", args=[line.id])
    on_roll = queries.standing(line.id, search=search, most=12)
    strikes = [
        Found(
            one.number,
            one.name,
            _("已投票，不能划去") if one.voted else _("从名册上划去"),
            "" if one.voted else f"{base}?change=strike&person={one.person_id}",
        )
        for one in on_roll
    ]
    village = bodies.village_of(line.body_id)
    if village is None:
        return strikes
    there = {one.person_id for one in queries.roll(line.id)}
    others = people.find(people.read_search(search), [village.id], count=12).lines
    adds = [
        Found(0, one.name, _("补列到名册"), f"{base}?change=add&person={one.id}")
        for one in others
        if one.id not in there and one.died_on is None
    ]
    return [*strikes, *adds]


@require_http_methods(FORM)
def new_correction(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, RIGHT, line.body_id)
    change, person_id = _change(request), _person(request)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = act(
            request,
            form,
            lambda: actions.ask_correction(
                actor,
                ballot_id=ballot_id,
                change=change.value,
                person_id=person_id,
                reason=form.cleaned_data["reason"],
            ),
        )
        if done is not None:
            say(request, happened=_("名册更正已提出。"), then=_("请另一位工作人员登录后核准。"))
            return redirect("ballots:corrections", ballot_id)
    context = {
        "title": _("更正名册"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [
            Fact(_("更正"), shapes.change_word(change)),
            Fact(_("姓名"), people.names([person_id]).get(person_id, "")),
        ],
        "rules": [_("名册在开始时已经固定。更正须有决定和理由，由另一人核准后才生效；结束以后不能再改。")],
        "form": form,
        "submit": _("提出更正"),
        "cancel_url": reverse("ballots:corrections", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_POST
def confirm_correction(request: HttpRequest, ballot_id: int, correction_id: int) -> HttpResponse:
    actions.confirm_correction(actor_of(request), correction_id=correction_id)
    say(request, happened=_("更正已核准，名册已更正。"), then="")
    return redirect("ballots:corrections", ballot_id)


def _change(request: HttpRequest) -> Change:
    return Change.STRIKE if request.GET.get("change") == Change.STRIKE else Change.ADD


def _person(request: HttpRequest) -> int:
    told = request.GET.get("person", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 18 else 0
