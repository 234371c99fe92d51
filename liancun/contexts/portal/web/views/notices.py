"""One notice: what it says, who answers, and the form for objections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal.web.forms import ComplaintForm, ObjectionForm
from liancun.contexts.portal.web.views import shapes
from liancun.framework.web import faults, ratelimit
from liancun.framework.web.shortcuts import act, actor_of, page, public
from liancun.kernel import tokens
from liancun.kernel.errors import Refusal, Unknown, mark


@public
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    found = disclosure.by_slug(slug)
    form = ObjectionForm(request.POST) if request.method == "POST" else ObjectionForm()
    if request.method == "POST":
        if not _allowed(request, slug):
            return faults.too_many(request)
        if form.is_valid() and (line := act(request, form, lambda: _object(request, slug, form))):
            return redirect("portal:receipt", slug, line.number, line.receipt)
    return page(request, "portal/notice.html", _context(found, form), status=422 if form.errors else 200)


@public
@require_safe
def received(request: HttpRequest, slug: str, number: int, receipt: str = "") -> HttpResponse:
    """The page after sending; with the receipt in its address it shows it, to be copied. Neither is ever logged."""
    found = disclosure.by_slug(slug)
    if not 1 <= number <= found.line.window.objections:
        raise Unknown("portal.unknown_objection", mark("没有这条意见。"), remedy=mark("请从公开页查看。"))
    context = {
        "title": _("意见已收到"),
        "number": number,
        "receipt": receipt if _is_receipt(receipt) else "",
        "due": next(
            (one.answer_due_on for one in disclosure.objections(found.line.id) if one.number == number), None
        ),
        "notice": found.line,
        "url": reverse("portal:notice", args=[slug]),
    }
    return _untold(page(request, "portal/received.html", context))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, slug: str) -> HttpResponse:
    found = disclosure.by_slug(slug)
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    done = None
    if request.method == "POST":
        if not _allowed(request, f"complain {slug}"):
            return faults.too_many(request)
        if form.is_valid():
            done = act(request, form, lambda: _complain(request, slug, form))
    context = {
        "title": _("已向上级反映") if done else _("向上级反映"),
        "lead": found.line.office,
        "notice": found.line,
        "done": done,
        "form": None if done else form,
        "url": reverse("portal:notice", args=[slug]),
    }
    return page(request, "portal/complain.html", context, status=422 if form.errors else 200)


@public
@require_safe
def short(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The address that people type from paper."""
    return redirect("portal:notice", disclosure.line(notice_id).slug)


def _complain(request: HttpRequest, slug: str, form: ComplaintForm) -> disclosure.ComplaintReceived:
    said = form.cleaned_data
    return disclosure.complain(
        actor_of(request), slug=slug, receipt=said["receipt"], text=said["text"], contact=said["contact"]
    )


def _is_receipt(text: str) -> bool:
    """Only what could be one is shown: an address is no way to put words on this page."""
    try:
        return tokens.normalise(text) == text
    except Refusal:
        return False


def _untold(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


def _context(found: disclosure.NoticeRecord, form: ObjectionForm) -> dict[str, object]:
    line = found.line
    # A form sent too late is still shown with what was typed, beside why it was not received.
    shown = form if shapes.takes_objections(line) or form.errors else None
    return {
        "title": line.title,
        "lead": line.office,
        "state": shapes.state(line),
        "notice": line,
        "window": line.window,
        "sections": shapes.sections(found.snapshot),
        "told": shapes.told(found),
        "answers": found.answers,
        "complaints": [shapes.complaint(one) for one in found.complaints],
        "complain_url": reverse("portal:complain", args=[line.slug]) if line.window.objections else "",
        "whole_url": shapes.whole_url(line),
        "result_url": reverse("portal:notice", args=[found.result]) if found.result else "",
        "second_labels": disclosure.second_labels(),
        "waiting": line.window.unanswered,
        "form": shown,
        "takes": shapes.takes_objections(line),
        "ended_words": shapes.ended_words(line, found.ending_reason),
        "intact": found.intact,
        "published": shapes.published(line),
    }


def _object(request: HttpRequest, slug: str, form: ObjectionForm) -> disclosure.ReceivedLine:
    return disclosure.object_to(
        actor_of(request),
        slug=slug,
        text=form.cleaned_data["text"],
        contact=form.cleaned_data["contact"],
        key=form.cleaned_data["key"],
        origin=ratelimit.address_block(request),
    )


def _allowed(request: HttpRequest, slug: str) -> bool:
    """Per notice and block of addresses; wide, because a village may stand behind one address."""
    block = ratelimit.address_block(request)
    return ratelimit.allow(f"object {slug} {block}", capacity=60, per_seconds=600)
