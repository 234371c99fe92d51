"""Voting with a personal slip: looking spends nothing; the code on the other half of the slip and one press spend it.

As on the rating pages no referrer is told and no session is used: the printed token and its code are the authority.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
WORDS = ("yes", "no", "abstain")
MOST_GRADES = 60
MOST_GUESSES = 1200


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, token: str) -> HttpResponse:
    """A whole answer goes straight to the ballot; only what is not whole is looked at first."""
    if not _allowed(request, token):
        return _private(faults.too_many(request))
    try:
        sent = _sent(request) if request.method == "POST" else None
        if sent is not None:
            return _private(_vote(request, token, sent))
        slip = ballots.slip_of(token)
    except Refusal as refusal:
        return _private(_refused(request, refusal))
    _honest(request)
    if slip.state is not ballots.SlipState.OPEN:
        return _private(page(request, PAGE, _told(slip)))
    form = VoteForm(request.POST if request.method == "POST" else None, asked=slip.asked)
    return _private(page(request, PAGE, _asked(slip, form), status=422 if form.is_bound else 200))


@dataclass(frozen=True)
class Sent:
    code: str
    choice: str
    picks: tuple[int, ...]


def _sent(request: HttpRequest) -> Sent | None:
    """What was sent, where it is whole and says one thing; the ballot judges whether it fits."""
    code, chosen = request.POST.get("code", "").strip(), request.POST.getlist("choice")
    numbers = [one for one in chosen if one.isascii() and one.isdigit() and len(one) < 4]
    grades = [
        request.POST[f"grade{place}"] for place in range(MOST_GRADES) if f"grade{place}" in request.POST
    ]
    if not code or len(code) > 20:
        return None
    if grades and all(one.isascii() and one.isdigit() and len(one) < 4 for one in grades):
        return Sent(code, "", tuple(map(int, grades)))
    if numbers and len(numbers) == len(chosen):
        return Sent(code, "", tuple(map(int, numbers)))
    if len(chosen) == 1 and chosen[0] in WORDS and not grades:
        return Sent(code, chosen[0], ())
    return None


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


def _vote(request: HttpRequest, token: str, sent: Sent) -> HttpResponse:
    """A shut or used slip answers the same whatever was sent with it."""
    try:
        done = ballots.vote_by_slip(token, code=sent.code, choice=sent.choice, picks=sent.picks)
    except Refusal as refusal:
        return _unfit(request, token, refusal)
    if done.outcome is ballots.SlipOutcome.WRONG_CODE:
        slip = ballots.slip_of(token)
        form = VoteForm(request.POST, asked=slip.asked)
        form.add_error("code", _("密码不对，还可以试 %(n)s 次。") % {"n": done.tries_left})
        return kept(page(request, PAGE, _asked(slip, form), status=422))
    if done.outcome is ballots.SlipOutcome.SHUT:
        return kept(page(request, PAGE, _words(done.question, *_shut()), status=409))
    _honest(request)
    if done.outcome is ballots.SlipOutcome.ALREADY:
        return page(request, PAGE, _words(done.question, *_voted()))
    then = _("这张纸条已经用过。结果在表决结束后公布。")
    context = _words(done.question, _("投好了，谢谢您。"), then)
    return page(request, PAGE, {**context, "receipt": done.receipt})


def _unfit(request: HttpRequest, token: str, refusal: Refusal) -> HttpResponse:
    """An answer that does not fit the question is shown on the form; any other refusal stands alone."""
    if refusal.place is None or refusal.place.field not in ("choice", "picks"):
        raise refusal
    slip = ballots.slip_of(token)
    form = VoteForm(request.POST, asked=slip.asked)
    if form.is_valid():
        form.add_error(None, refusal.text(_))
    return page(request, PAGE, _asked(slip, form), status=422)


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
        return _words(slip.question, *_voted(), slip.office)
    if slip.state is ballots.SlipState.SHUT:
        return _words(slip.question, *_shut(), slip.office)
    return _words(slip.question, _("表决已经结束，谢谢您。"), _("结果由村里公布。"), slip.office)


def _voted() -> tuple[str, str]:
    return _("您已经投过票了。"), _("每人只有一票，先投的一票有效，投了不能改；这里不显示投了什么。")


def _shut() -> tuple[str, str]:
    return _("密码错了太多次，这张纸条已经锁住。"), _("请带身份证到村委会换一张新的纸条，或到现场投票。")


def _words(question: str, sentence: str, then: str, office: str = "") -> dict[str, object]:
    return {"title": question, "lead": office, "sentence": sentence, "then": then}


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
    return one and ratelimit.allow(_block(request), capacity=MOST_GUESSES, per_seconds=600)


def _honest(request: HttpRequest) -> None:
    """Whoever holds a slip costs the block nothing: behind a carrier's address there may be a whole county."""
    ratelimit.give_back(_block(request), capacity=MOST_GUESSES)


def _block(request: HttpRequest) -> str:
    return f"votes {ratelimit.address_block(request)}"
