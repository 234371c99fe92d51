"""Papers that bear a name: entered by one officer, then by another who does not see what the first read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.rules import PaperState
from liancun.contexts.ballots.web.forms import AnswerForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.voters import FORM, Found, listed
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_safe
def papers(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.enter_paper", line.body_id)
    search = request.GET.get("q", "").strip()[:20]
    found = queries.standing(ballot_id, search=search, most=12) if search else ()
    context = {
        "title": _("录入纸质票"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "waiting": [_waiting(line, paper, actor.person_id) for paper in queries.papers(ballot_id)],
        "search": search,
        "asked": bool(search),
        "found": listed(found, lambda place: reverse("ballots:paper", args=[ballot_id, place.mark_id])),
    }
    return page(request, "ballots/papers.html", context)


def _waiting(line: queries.BallotLine, paper: queries.PaperLine, person_id: int | None) -> Found:
    """Whose paper waits for whom; never what was read from it."""
    names = "、".join(name for _id, name in paper.readers)
    word = (
        _("两人录入不一致，请再看一次纸质票（%(names)s 已录入）") % {"names": names}
        if paper.state is PaperState.DIFFER
        else _("%(names)s 已录入，等待另一人录入") % {"names": names}
    )
    mine = paper.state is PaperState.ONCE and person_id in dict(paper.readers)
    url = "" if mine or line.is_closed else reverse("ballots:paper", args=[line.id, paper.mark_id])
    return Found(paper.number, paper.name, word, url)


@require_http_methods(FORM)
def paper(request: HttpRequest, ballot_id: int, mark_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.enter_paper", line.body_id)
    place = queries.place(ballot_id, mark_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, asked=line.asked, on_paper=True)
    if request.method == "POST" and form.is_valid():
        choice, picks = form.answer()
        done = act(
            request,
            form,
            lambda: actions.enter_paper(
                actor, ballot_id=ballot_id, person_id=place.person_id, choice=choice, picks=picks
            ),
        )
        if done is not None:
            _say_done(request, place.name, done)
            return redirect("ballots:papers", ballot_id)
    context = {
        "title": _("录入 %(name)s 的纸质票") % {"name": place.name},
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [Fact(_("名册序号"), str(place.number))],
        "rules": [_("照纸上写的录入；另一人录入的内容这里不显示。两人一致才计票。")],
        "form": form,
        "submit": _("录入"),
        "cancel_url": reverse("ballots:papers", args=[ballot_id]),
        "voted": place.voted,
    }
    return page(request, "ballots/voter.html", context, status=422 if form.errors else 200)


def _say_done(request: HttpRequest, name: str, done: actions.PaperEntered) -> None:
    if done.already:
        say(
            request,
            happened=_("%(name)s 已经投过票，先投的一票有效。") % {"name": name},
            then=_("这张纸质票不再计入。"),
            tone="waiting",
        )
    elif done.state is PaperState.AGREED:
        say(request, happened=_("两人录入一致，%(name)s 的票已计入。") % {"name": name}, then="")
    elif done.state is PaperState.DIFFER:
        say(
            request,
            happened=_("与另一人录入的不一致，%(name)s 的票没有计入。") % {"name": name},
            then=_("请两人各自再看一次纸质票，重新录入。"),
            tone="waiting",
        )
    else:
        say(
            request,
            happened=_("%(name)s 的票已录入一次。") % {"name": name},
            then=_("请另一位工作人员登录后再录入一次。"),
        )
