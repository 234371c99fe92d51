"""A secret ballot from the officers' side: its record, the two halves of the key, the opening, a ballot made void."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.actions import HalfGiven
from liancun.contexts.ballots.queries.rights import may, require
from liancun.contexts.ballots.rules.urns import Outcome
from liancun.contexts.ballots.web.secret_forms import (
    BoxForm,
    NewPassphraseForm,
    PassphraseForm,
    RowsForm,
    VoidForm,
)
from liancun.contexts.ballots.web.views import secret_shapes as shapes
from liancun.framework.actors import Actor
from liancun.framework.web import forms
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

FORM = ["GET", "HEAD", "POST"]
_HIDDEN = ("row1", "row2", "row3", "row4", "passphrase", "again")


@require_safe
def secret(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "ballots.read", None)
    record, line = queries.record(ballot_id), queries.secret(ballot_id)
    body = record.line.body_id
    context = {
        "title": record.line.question,
        "crumbs": [Link(_("表决"), reverse("ballots:ballots"))],
        "facts": shapes.facts(record.line, line),
        "state": shapes.state(line),
        "next": shapes.next_step(
            record.line,
            line,
            person_id=actor.person_id,
            may_keep=may(actor, "ballots.keep_half", body),
            may_close=may(actor, "ballots.close", body),
        ),
        "timeline": shapes.timeline(record.line, line),
        "line": line,
        "voting": len(line.halves) == 2 and not line.is_closed,
        "quorum": shapes.quorum(record.line),
        "tally": record.line.tally if line.outcome is Outcome.COUNTED else None,
        "counted": shapes.counted(record.line),
        "said": shapes.said(line),
        "roll": shapes.roll(record),
        "links": shapes.links(actor, record.line, line),
        "may_cast": may(actor, "ballots.cast", body),
        "may_void": may(actor, "ballots.wish_void", body) and not line.is_sealed,
        "count_box_url": _count_box_url(actor, line, body),
        "result_url": reverse("portal:vote_result", args=[line.code]) if line.is_sealed else "",
    }
    return page(request, "ballots/secret.html", context)


def _count_box_url(actor: Actor, line: queries.SecretLine, body_id: int) -> str:
    open_box = line.is_closed and not line.is_sealed and line.on_paper
    if not open_box or not may(actor, "ballots.enter_paper", body_id):
        return ""
    return reverse("ballots:box", args=[line.ballot_id])


@never_cache
@sensitive_post_parameters(*_HIDDEN)
@require_http_methods(FORM)
def key(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """Taking a half: written down from the answer to a press of a button, and typed back; or under a passphrase."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.keep_half", line.body_id)
    kind = request.POST.get("how", "") if request.method == "POST" else ""
    offered = actions.offer_half() if kind == "offer" else ()
    form: forms.Form | None = None
    if kind == "rows":
        form = RowsForm(request.POST)
    elif kind == "passphrase":
        form = NewPassphraseForm(request.POST)
    if form is not None and form.is_valid() and _keep(request, actor, ballot_id, form):
        say(
            request,
            happened=_("这一半密钥由您保管。"),
            then=_("投票结束后请用它开票；遗失了，投票就要作废重来。"),
        )
        return redirect("ballots:secret", ballot_id)
    context = {
        "title": _("保管一半密钥"),
        "lead": line.question,
        "crumbs": _crumbs(line),
        "office": line.body_name,
        "rows": offered,
        "rows_form": form if isinstance(form, RowsForm) else RowsForm() if offered else None,
        "passphrase_form": None if offered or isinstance(form, RowsForm) else form or NewPassphraseForm(),
        "cancel_url": reverse("ballots:secret", args=[ballot_id]),
    }
    return page(request, "ballots/key.html", context, status=422 if form is not None else 200)


def _keep(request: HttpRequest, actor: Actor, ballot_id: int, form: forms.Form) -> bool:
    given = _given(form)
    return act(request, form, lambda: actions.keep_half(actor, ballot_id=ballot_id, given=given)) is not None


def _given(form: forms.Form) -> HalfGiven:
    if isinstance(form, RowsForm):
        return HalfGiven(rows=form.rows())
    return HalfGiven(passphrase=form.cleaned_data["passphrase"])


@never_cache
@sensitive_post_parameters(*_HIDDEN)
@require_http_methods(FORM)
def unlock(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """The officer brings their half; with the second one the ballot is opened and sealed."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.bring_half", line.body_id)
    half = queries.secret(ballot_id).keeps(actor.person_id)
    build: Callable[..., forms.Form] = RowsForm if half is None or half.on_paper else PassphraseForm
    form = build(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = _given(form)
        done = act(request, form, lambda: actions.bring_half(actor, ballot_id=ballot_id, given=given))
        if done is not None:
            _say_brought(request, done)
            return redirect("ballots:secret", ballot_id)
    context = {
        "title": _("交出密钥开票"),
        "lead": line.question,
        "crumbs": _crumbs(line),
        "rules": [
            _("两位保管人各自登录、各自输入自己那一半。第二位输入后马上开票封存。"),
            _("开票后密钥不再有用：请把密钥纸当众撕毁。"),
        ],
        "form": form,
        "submit": _("交出密钥"),
        "unkept": True,
        "consequence": _("开票以后不能再改。"),
        "cancel_url": reverse("ballots:secret", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _say_brought(request: HttpRequest, line: queries.SecretLine) -> None:
    if line.is_sealed:
        say(request, happened=_("已经开票封存。"), then=_("结果已显示，任何人都可以用公开文件重新计票。"))
    else:
        say(request, happened=_("您的一半密钥已收到。"), then=_("请另一位保管人登录后交出另一半。"))


@require_http_methods(FORM)
def box(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """What this officer counted in the wooden box; nobody sees what the other counted."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.enter_paper", line.body_id)
    form = BoxForm(request.POST if request.method == "POST" else None, asked=line.asked)
    if request.method == "POST" and form.is_valid():
        done = act(request, form, lambda: actions.count_box(actor, ballot_id=ballot_id, lot=form.lot()))
        if done is not None:
            agreed = done.lot is not None
            say(
                request,
                happened=_("清点的票数已录入。"),
                then=_("两人清点一致。") if agreed else _("请另一位工作人员登录后录入他清点的票数。"),
                tone="done" if agreed else "waiting",
            )
            return redirect("ballots:secret", ballot_id)
    context = {
        "title": _("清点票箱"),
        "lead": line.question,
        "crumbs": _crumbs(line),
        "known": [Fact(_("登记投了纸质票的"), str(queries.secret(ballot_id).on_paper))],
        "rules": [_("两名工作人员各自清点、各自录入，一致才算数；领了票没有投入的计入无效票。")],
        "form": form,
        "submit": _("录入清点的票数"),
        "unkept": True,
        "cancel_url": reverse("ballots:secret", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def void(request: HttpRequest, ballot_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.wish_void", line.body_id)
    wishes = queries.secret(ballot_id).void_wishes
    form = VoidForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = act(request, form, lambda: actions.wish_void(actor, ballot_id=ballot_id, reason=reason))
        if done is not None:
            then = _("请重新组织投票。") if done.is_sealed else _("须另一位工作人员登录同意后才作废。")
            say(request, happened=_("已登记。"), then=then, tone="waiting")
            return redirect("ballots:secret", ballot_id)
    context = {
        "title": _("宣布投票作废"),
        "lead": line.question,
        "crumbs": _crumbs(line),
        "known": [Fact(_("已提出作废的"), f"{name}：{reason}") for _person, name, reason in wishes],
        "rules": [_("有一半密钥遗失、票数对不上时，由两人宣布作废：所有选票不开封就销毁，重新投票。")],
        "form": form,
        "submit": _("宣布作废"),
        "consequence": _("作废以后不能恢复。"),
        "cancel_url": reverse("ballots:secret", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _crumbs(line: queries.BallotLine) -> list[Link]:
    return [
        Link(_("表决"), reverse("ballots:ballots")),
        Link(line.question, reverse("ballots:secret", args=[line.id])),
    ]
