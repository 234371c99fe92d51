"""Register and record of votes, calling the roll, counting hands, closing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.rules import Channel, Kind, Method
from liancun.contexts.ballots.web.forms import CallForm, CountForm, WitnessForm
from liancun.contexts.ballots.web.views import shapes
from liancun.contexts.ballots.web.views.ways import ways
from liancun.framework.actors import Actor
from liancun.framework.web.parts import Fact, Link, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size, sensitive

PAGE = 25


@require_safe
def ballots(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    require(actor_of(request), "ballots.read", None)
    state, search = request.GET.get("state", ""), request.GET.get("q", "").strip()[:40]
    number = _page_number(request)
    found = queries.listed(
        state=state,
        search=search,
        first=(number - 1) * size,
        size=size,
    )
    context = {
        "title": _("表决"),
        "lead": _("每人一票；名册在开始时固定，结束后不能更改。"),
        "register": shapes.register(found.lines, chosen=state, search=search),
        "pager": Pager(
            number=number,
            pages=max(1, -(-found.total // size)),
            total=found.total,
            size=size,
        ),
    }
    return page(request, "ballots/ballots.html", context)


@require_safe
def ballot(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "ballots.read", None)
    record = queries.record(ballot_id)
    if record.line.method is Method.SECRET:
        return redirect("ballots:secret", ballot_id)
    body = record.line.body_id
    may_keep = may(actor, "ballots.close", body)
    context = {
        "title": record.line.question,
        "crumbs": [Link(_("表决"), reverse("ballots:ballots"))],
        "facts": shapes.facts(record.line),
        "state": shapes.state(record.line),
        "next": shapes.next_step(
            record,
            person_id=actor.person_id,
            may_keep=may_keep,
            may_witness=may(actor, "ballots.witness", body),
        ),
        "early_close": record.line.method is Method.NAMED and may_keep and not record.line.is_closed,
        "quorum": shapes.quorum(record.line),
        "timeline": shapes.timeline(record),
        "record": record,
        "tally": record.line.tally if record.line.is_closed else None,
        "counted": shapes.counted(record.line),
        "ways": ways(actor, record.line),
        "correct_url": _correct_url(record.line, actor),
        "prints": shapes.prints(record.line),
        "roll": shapes.roll(record) if record.line.method is not Method.HAND else (),
    }
    return page(request, "ballots/ballot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(ballot_id)
    require(actor, "ballots.cast", record.line.body_id)
    way = Channel.ONLINE if request.GET.get("way") == Channel.ONLINE else Channel.MEETING
    form = CallForm(request.POST if request.method == "POST" else None, roll=record.roll)
    if request.method == "POST" and form.is_valid():
        done = act(request, form, lambda: _cast_all(actor, ballot_id, form, way))
        if done is not None:
            say(
                request, happened=_("登记了 %(n)s 人的表决。") % {"n": done}, then=_("全部登记后请结束表决。")
            )
            return redirect("ballots:ballot", ballot_id)
    context = {
        "title": _("点名登记：%(question)s") % {"question": record.line.question},
        "crumbs": shapes.crumbs(record.line),
        "rules": [_("逐人点选，没有到会的空着；登记后不能更改，结束前不显示结果。")],
        "form": form,
        "submit": _("登记"),
        "consequence": _("每人只有一票，登记后不能更改。"),
        "cancel_url": reverse("ballots:ballot", args=[ballot_id]),
    }
    return page(request, "ballots/call.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.count", line.body_id)
    form = CountForm(request.POST if request.method == "POST" else None, asked=line.asked)
    if request.method == "POST" and form.is_valid():
        given = form.count()
        if act(request, form, lambda: actions.enter_hand_count(actor, ballot_id=ballot_id, **given)):
            say(request, happened=_("票数已录入。"), then=_("请另一位工作人员登录后核对。"))
            return redirect("ballots:ballot", ballot_id)
    context = {
        "title": _("录入票数：%(question)s") % {"question": line.question},
        "crumbs": shapes.crumbs(line),
        "known": [Fact(_("名册人数"), str(line.tally.entitled))],
        "rules": [shapes.count_rule(line)],
        "form": form,
        "submit": _("录入票数"),
        "cancel_url": reverse("ballots:ballot", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def witness(request: HttpRequest, ballot_id: int, count_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.witness", line.body_id)
    entered = queries.count_of_ballot(ballot_id, count_id)
    seen, label = _witnessed(line, entered)
    form = WitnessForm(request.POST if request.method == "POST" else None, seen=seen, label=label)
    if (
        request.method == "POST"
        and form.is_valid()
        and act(request, form, lambda: actions.witness_hand_count(actor, count_id=count_id)) is not None
    ):
        say(request, happened=_("票数已核对。"), then=_("可以结束表决。"))
        return redirect("ballots:ballot", ballot_id)
    context = {
        "title": _("核对票数：%(question)s") % {"question": line.question},
        "crumbs": shapes.crumbs(line),
        "known": [
            Fact(_("计票人"), entered.counted_by),
            Fact(_("到会"), str(entered.count.present)),
            *shapes.other_counts(line, entered),
        ],
        "rules": [_("请录入您自己数到的票数，与计票人录入的一致才通过。")],
        "form": form,
        "submit": _("核对无误"),
        "consequence": _("核对后票数不能再改。"),
        "cancel_url": reverse("ballots:ballot", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@sensitive
@require_POST
def close(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actions.close(actor_of(request), ballot_id=ballot_id)
    say(request, happened=_("表决已结束。"), then=_("结果已显示，不能再改。"))
    return redirect("ballots:ballot", ballot_id)


def _cast_all(actor: Actor, ballot_id: int, form: CallForm, way: Channel) -> int:
    """All rows or none. The key is the place on the roll: sending the form again changes nothing."""
    receipts = [
        actions.cast(
            actor,
            ballot_id=ballot_id,
            person_id=person,
            choice=choice,
            key=f"{ballot_id}-{person}",
            channel=way.value,
        )
        for person, choice in form.choices()
    ]
    return sum(not receipt.already for receipt in receipts)


def _witnessed(line: queries.BallotLine, entered: queries.HandCountLine) -> tuple[int, str]:
    """What the second officer must know themselves: the yes, or the hands of the first option."""
    if line.tally.kind is Kind.YES_NO:
        return entered.count.yes, ""
    return entered.count.options[0], _("您数到的“%(option)s”票") % {"option": line.options[0]}


def _correct_url(line: queries.BallotLine, actor: Actor) -> str:
    rights = ("ballots.correct_roll", "ballots.confirm_correction")
    if line.is_closed or not any(may(actor, right, line.body_id) for right in rights):
        return ""
    return reverse("ballots:corrections", args=[line.id])


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
