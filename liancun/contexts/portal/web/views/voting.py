"""Voting with a personal slip: looking spends nothing; the code on the other half of the slip and one press spend it.

As on the rating pages no referrer is told and no session is used: the printed token and its code are the authority.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from liancun.contexts.ballots import api as ballots
from liancun.contexts.portal.web.forms import TokenForm, VoteForm
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.formats import masked
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import kept, page, public
from liancun.kernel.errors import Refusal

PAGE = "portal/vote.html"


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, token: str) -> HttpResponse:
    if not _allowed(request, token):
        return _private(faults.too_many(request))
    try:
        slip = ballots.slip_of(token)
        if request.method == "POST":
            return _private(_vote(request, slip, token))
    except Refusal as refusal:
        return _private(_refused(request, refusal))
    if slip.state is not ballots.SlipState.OPEN:
        return _private(page(request, PAGE, _told(slip)))
    return _private(page(request, PAGE, _asked(slip, VoteForm(asked=slip.asked))))


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter_slip(request: HttpRequest) -> HttpResponse:
    """For those who type the slip instead of scanning it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not _allowed(request, ""):
        return _private(faults.too_many(request))
    if form.is_bound and form.is_valid():
        return _private(redirect("portal:vote", form.cleaned_data["token"]))
    context = {"title": _("用纸条投票"), "form": form}
    return _private(page(request, "portal/enter_token.html", context, status=422 if form.errors else 200))


def _vote(request: HttpRequest, slip: ballots.SlipPage, token: str) -> HttpResponse:
    """A shut or used slip answers the same whatever was sent with it."""
    if slip.state is not ballots.SlipState.OPEN:
        return page(request, PAGE, _told(slip), status=200 if slip.state is ballots.SlipState.VOTED else 409)
    form = VoteForm(request.POST, asked=slip.asked)
    if not form.is_valid():
        return page(request, PAGE, _asked(slip, form), status=422)
    choice, picks = form.answer()
    done = ballots.vote_by_slip(token, code=form.cleaned_data["code"], choice=choice, picks=picks)
    if done.outcome is ballots.SlipOutcome.WRONG_CODE:
        form.add_error("code", _("密码不对，还可以试 %(n)s 次。") % {"n": done.tries_left})
        return kept(page(request, PAGE, _asked(slip, form), status=422))
    if done.outcome is ballots.SlipOutcome.SHUT:
        return kept(page(request, PAGE, _words(slip, *_shut()), status=409))
    if done.outcome is ballots.SlipOutcome.ALREADY:
        return page(request, PAGE, _words(slip, *_voted()))
    return page(
        request,
        PAGE,
        {
            **_words(slip, _("投好了，谢谢您。"), _("这张纸条已经用过。结果在表决结束后公布。")),
            "receipt": done.receipt,
        },
    )


def _asked(slip: ballots.SlipPage, form: VoteForm) -> dict[str, object]:
    return {
        "title": slip.question,
        "lead": slip.office,
        "facts": [Fact(_("投票人"), masked(slip.name))],
        "form": form,
        "is_secret": slip.method is ballots.Method.SECRET,
    }


def _told(slip: ballots.SlipPage) -> dict[str, object]:
    if slip.state is ballots.SlipState.VOTED:
        return _words(slip, *_voted())
    if slip.state is ballots.SlipState.SHUT:
        return _words(slip, *_shut())
    return _words(slip, _("表决已经结束，谢谢您。"), _("结果由村里公布。"))


def _voted() -> tuple[str, str]:
    return _("您已经投过票了。"), _("每人只有一票，先投的一票有效，投了不能改；这里不显示投了什么。")


def _shut() -> tuple[str, str]:
    return _("密码错了太多次，这张纸条已经锁住。"), _("请带身份证到村委会换一张新的纸条，或到现场投票。")


def _words(slip: ballots.SlipPage, sentence: str, then: str) -> dict[str, object]:
    return {"title": slip.question, "lead": slip.office, "sentence": sentence, "then": then}


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Said on the page itself; the token is never repeated."""
    request.refusal = refusal  # type: ignore[attr-defined]
    return page(request, PAGE, {"title": _("没有投成"), "sentence": refusal.text(_)}, status=refusal.status)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


def _allowed(request: HttpRequest, token: str) -> bool:
    """Per token, and per block of addresses: wide enough for a village behind one address, too narrow to guess."""
    if request.method in ("GET", "HEAD") and not token:
        return True
    digest = hashlib.sha256(token.encode()).hexdigest()[:32]
    one = not token or ratelimit.allow(f"vote {digest}", capacity=30, per_seconds=60)
    return one and ratelimit.allow(
        f"votes {ratelimit.address_block(request)}", capacity=1200, per_seconds=600
    )
