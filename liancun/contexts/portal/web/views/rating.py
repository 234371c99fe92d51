"""Rating with a printed one-time token: looking spends nothing, pressing a button spends it once.

These pages tell no referrer, because the token stands in their address. Browsers then send `Origin: null`, which
the CSRF check refuses; it is left off, since the printed token is the whole authority and no session is used.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs import api as affairs
from liancun.contexts.portal.web.forms import TokenForm
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Choice
from liancun.framework.web.shortcuts import page, public
from liancun.kernel.errors import Refusal


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: HttpRequest, token: str) -> HttpResponse:
    if not _allowed(request, token):
        return _private(faults.too_many(request))
    try:
        slip = affairs.rating_of(token)
        if request.method == "POST":
            return _private(_rate(request, slip, token))
    except Refusal as refusal:
        return _private(_refused(request, refusal))
    return _private(page(request, "portal/rating.html", _asked(slip)))


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter_token(request: HttpRequest) -> HttpResponse:
    """For those who type the slip instead of scanning it."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not _allowed(request, ""):
        return _private(faults.too_many(request))
    if form.is_bound and form.is_valid():
        return _private(redirect("portal:rating", form.cleaned_data["token"]))
    context = {"title": _("用纸条评分"), "form": form}
    return _private(page(request, "portal/enter_token.html", context, status=422 if form.errors else 200))


def _rate(request: HttpRequest, slip: affairs.RatingPage, token: str) -> HttpResponse:
    rated = affairs.rate(token, request.POST.get("mark", ""))
    if rated.already:
        return page(request, "portal/rating.html", _spent(slip))
    context = {
        "title": rated.title,
        "sentence": _("评好了，谢谢您。"),
        "then": _("这张纸条已经用过。结果会在评分结束后公开。"),
    }
    return page(request, "portal/rating.html", context)


def _asked(slip: affairs.RatingPage) -> dict[str, object]:
    if slip.spent:
        return _spent(slip)
    if not slip.is_open:
        return {"title": slip.title, "lead": slip.office, "sentence": _("评分已经结束，谢谢您。")}
    return {
        "title": slip.title,
        "lead": slip.office,
        "sentence": _("这件事办完了，请您评一评。"),
        "then": _("%(day)s当天也可以评。") % {"day": chinese_date(slip.closes_on)},
        "marks": [Choice(key, _(affairs.MARK_WORDS[key])) for key in affairs.MARK_KEYS],
    }


def _spent(slip: affairs.RatingPage) -> dict[str, object]:
    return {
        "title": slip.title,
        "lead": slip.office,
        "sentence": _("这张纸条已经评过了。"),
        "then": _("每张纸条只能评一次，评了不能改；选了什么，谁也查不到。"),
    }


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Said on the page itself; the token is never repeated."""
    request.refusal = refusal  # type: ignore[attr-defined]
    context = {"title": _("没有评成"), "sentence": refusal.text(_)}
    return page(request, "portal/rating.html", context, status=refusal.status)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


def _allowed(request: HttpRequest, token: str) -> bool:
    """Per token, and per block of addresses: wide enough for a village behind one address, too narrow to guess."""
    if request.method in ("GET", "HEAD") and not token:
        return True
    digest = hashlib.sha256(token.encode()).hexdigest()[:32]
    one = not token or ratelimit.allow(f"slip {digest}", capacity=30, per_seconds=60)
    return one and ratelimit.allow(f"slips {ratelimit.address_block(request)}", capacity=600, per_seconds=600)
