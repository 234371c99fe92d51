"""The device in the voter's hands: one question, one press, a receipt to look at or not, and back it goes.

Nobody is signed in here. The officers' pass in the address serves one place on the roll for ten minutes.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liancun.contexts.ballots import api as ballots
from liancun.contexts.portal.web.forms import VoteForm
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.formats import masked
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import page, public
from liancun.kernel.errors import Refusal

PAGE = "portal/booth.html"


@never_cache
@csrf_exempt
@sensitive_post_parameters()
@public
@require_http_methods(["GET", "HEAD", "POST"])
def booth(request: HttpRequest, handed: str) -> HttpResponse:
    if not ratelimit.allow(f"booth {ratelimit.address_block(request)}", capacity=600, per_seconds=600):
        return _private(faults.too_many(request))
    try:
        asked = ballots.booth_of(handed)
        if asked.voted or asked.is_closed:
            return _private(page(request, PAGE, _over(asked)))
        form = _form(request, asked)
        if request.method == "POST" and form.is_valid():
            return _private(_vote(request, handed, asked, form))
        return _private(page(request, PAGE, _asked(asked, form), status=422 if form.errors else 200))
    except Refusal as refusal:
        request.refusal = refusal  # type: ignore[attr-defined]
        words = {"title": _("没有投成"), "sentence": refusal.text(_), "locked": True}
        return _private(page(request, PAGE, words, status=refusal.status))


def _form(request: HttpRequest, asked: ballots.Booth) -> VoteForm:
    """The officers have seen who this is: no code is asked for."""
    form = VoteForm(request.POST if request.method == "POST" else None, asked=asked.asked)
    del form.fields["code"]
    return form


def _vote(request: HttpRequest, handed: str, asked: ballots.Booth, form: VoteForm) -> HttpResponse:
    choice, picks = form.answer()
    done = ballots.vote_in_booth(handed, choice=choice, picks=picks)
    if done.already:
        return page(request, PAGE, _over(asked))
    words = {
        "title": asked.question,
        "sentence": _("投好了，谢谢您。"),
        "receipt": done.code,
        "locked": True,
    }
    return page(request, PAGE, words)


def _asked(asked: ballots.Booth, form: VoteForm) -> dict[str, object]:
    return {
        "title": asked.question,
        "lead": asked.office,
        "facts": [Fact(_("投票人"), masked(asked.name))],
        "form": form,
    }


def _over(asked: ballots.Booth) -> dict[str, object]:
    sentence = _("您已经投过票了。") if asked.voted or not asked.is_closed else _("投票已经结束。")
    return {"title": asked.question, "lead": asked.office, "sentence": sentence, "locked": True}


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response
