"""What is printed: slips, each with its code on the half that is handed over apart, ballot papers, the count sheet."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ballots import actions, queries
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.rules import Kind, Method
from liancun.contexts.ballots.web.views import paperwork, shapes
from liancun.contexts.ballots.web.views.voters import FORM
from liancun.framework import documents
from liancun.framework.web import forms
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import act, actor_of, page


@never_cache
@require_http_methods(FORM)
def slips(request: HttpRequest, ballot_id: int) -> HttpResponse:
    """The answer to the post is the sheet itself: tokens and codes are shown this once and kept nowhere."""
    actor, line = actor_of(request), queries.line(ballot_id)
    require(actor, "ballots.issue_slips", line.body_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sheet = act(request, form, lambda: actions.issue_slips(actor, ballot_id=ballot_id))
        if sheet is not None:
            return _sheet(request, line, sheet)
    context = {
        "title": _("手机投票纸条"),
        "lead": line.question,
        "crumbs": shapes.crumbs(line),
        "known": [Fact(_("还没有投票"), str(line.tally.entitled - line.tally.present))],
        "rules": [
            _(
                "打印出来是两份：一份是二维码，一份是 6 位密码。由两位工作人员各拿一份，分开交给本人，不要拍照转发。"
            ),
            _("打印页只出现一次，请马上打印；重新打印后，以前的纸条全部作废。"),
        ],
        "form": form,
        "submit": _("生成纸条并打印"),
        "cancel_url": reverse("ballots:ballot", args=[ballot_id]),
    }
    return page(request, "pages/step.html", context, status=409 if form.errors else 200)


def _sheet(request: HttpRequest, line: queries.BallotLine, sheet: actions.SlipSheet) -> HttpResponse:
    context = {
        "title": _("手机投票纸条"),
        "question": sheet.question,
        "office": line.body_name,
        "slips": [(slip, f"{settings.LIANCUN_PUBLIC_URL}/p/b/{slip.token}/") for slip in sheet.slips],
        "back_url": reverse("ballots:ballot", args=[line.id]),
    }
    response = page(request, "ballots/slips.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def ballot_paper(request: HttpRequest, ballot_id: int) -> HttpResponseBase:
    """Four papers a page; by name where the vote is."""
    line = _readable(request, ballot_id)
    if kind := documents.wanted(request):
        name = _("表决票") + f"-{line.id}"
        return documents.print_paper("ballot-paper", kind, lambda: paperwork.ballot_paper(line), name)
    words = [_("同意"), _("反对"), _("弃权")] if line.tally.kind is Kind.YES_NO else list(line.options)
    context = {
        "title": _("表决票"),
        "files": True,
        "line": line,
        "words": words,
        "rating": line.tally.kind is Kind.RATING,
        "how": shapes.how(line),
        "named": line.method is not Method.SECRET,
        "copies": range(4 if len(words) < 5 else 2),
        "back_url": reverse("ballots:ballot", args=[line.id]),
    }
    return page(request, "ballots/ballot_paper.html", context)


@require_safe
def count_sheet(request: HttpRequest, ballot_id: int) -> HttpResponseBase:
    """Empty lines while the vote is open, the counts after its close."""
    line = _readable(request, ballot_id)
    if kind := documents.wanted(request):
        name = _("计票表") + f"-{line.id}"
        return documents.print_paper("count-sheet", kind, lambda: paperwork.count_sheet(line), name)
    context = {
        "title": _("计票单"),
        "files": True,
        "line": line,
        "rows": shapes.counted(line),
        "office": line.body_name,
        "seal": True,
        "signatures": [_("计票人"), _("监票人"), _("唱票人")],
        "back_url": reverse("ballots:ballot", args=[line.id]),
    }
    return page(request, "ballots/count_sheet.html", context)


def _readable(request: HttpRequest, ballot_id: int) -> queries.BallotLine:
    require(actor_of(request), "ballots.read", None)
    return queries.line(ballot_id)
