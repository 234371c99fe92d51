"""What leaves a notice on paper and into chat groups, and what comes back: poster, picture, photo, result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions import boards
from liancun.contexts.disclosure.web.forms import PhotoForm, ReleaseForm, ResultForm
from liancun.contexts.disclosure.web.views import paperwork
from liancun.contexts.disclosure.web.views.crumbs import of_notice
from liancun.framework import clock, documents
from liancun.framework.permissions import require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_safe
def poster(request: HttpRequest, notice_id: int) -> HttpResponseBase:
    record = queries.record(notice_id)
    if kind := documents.wanted(request):
        return documents.print_paper("notice", kind, lambda: paperwork.notice(record), record.line.title)
    context = {
        "title": record.line.title,
        "files": True,
        "record": record,
        "notice": record.line,
        "short": queries.short_url(notice_id),
        "office": record.line.office,
        "date": record.line.published_at,
        "seal": True,
        "back_url": reverse("disclosure:notice", args=[notice_id]),
    }
    return page(request, "disclosure/poster.html", context)


@require_safe
def picture(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The picture for the village's chat group."""
    response = HttpResponse(queries.group_picture(notice_id), content_type="image/png")
    response.headers["Content-Disposition"] = f'inline; filename="notice-{notice_id}.png"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(notice_id)
    require(actor, "disclosure.board_photo", line.body_id)
    form = PhotoForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"taken_on": clock.today()},
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and act(request, form, lambda: _keep(request, line.id, form)) is not None:
        say(request, happened=_("公开栏照片已存档。"), then=_("公开网页上只显示哪天拍过照片，不显示照片。"))
        return redirect("disclosure:notice", notice_id)
    context = {
        "title": _("存公开栏照片：%(title)s") % {"title": line.title},
        "crumbs": of_notice(notice_id, line.title),
        "form": form,
        "submit": _("存档"),
        "cancel_url": reverse("disclosure:notice", args=[notice_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, notice_id: int, form: PhotoForm) -> queries.PhotoLine:
    (file,) = form.cleaned_data["papers"]
    return boards.board_photo(
        actor_of(request),
        notice_id=notice_id,
        name=file.name,
        content=file,
        taken_on=form.cleaned_data["taken_on"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(notice_id)
    line = record.line
    require(actor, "disclosure.publish", line.body_id)
    form = ResultForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        made = act(
            request, form, lambda: boards.publish_result(actor, notice_id=notice_id, words_of_office=words)
        )
        if made:
            say(request, happened=_("结果已公布。"), then=_("可以打印张贴，也可以把图片发到村民群。"))
            return redirect("disclosure:notice", made.id)
    context = {
        "title": _("公布结果：%(title)s") % {"title": line.title},
        "crumbs": of_notice(notice_id, line.title),
        "known": [
            Fact(_("期限至"), chinese_date(line.window.closes)),
            Fact(_("收到意见"), str(line.window.objections)),
            Fact(_("待答复"), str(line.window.unanswered)),
            Fact(_("向上级反映"), str(len(record.complaints))),
        ],
        "form": form,
        "submit": _("公布结果"),
        "consequence": _("公布后不能更改，任何人都可以看到。"),
        "cancel_url": reverse("disclosure:notice", args=[notice_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, objection_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.objection(objection_id)
    require(actor, "disclosure.answer", line.body_id)
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, initial={"text": line.released or line.text}
    )
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if act(request, form, lambda: boards.release_text(actor, objection_id=objection_id, text=text)):
            say(request, happened=_("意见的文字已公开。"), then=_("它显示在公开网页的答复上面。"))
            return redirect("disclosure:notice", line.notice_id)
    context = {
        "title": _("公开第 %(number)s 条意见的文字") % {"number": line.number},
        "crumbs": of_notice(line.notice_id, line.notice_title),
        "rules": [_("群众提的意见平时只公布条数和答复。只有您看过、遮蔽过的文字才会公开。")],
        "form": form,
        "submit": _("公开这段文字"),
        "consequence": _("公开后不能更改，任何人都可以看到。"),
        "unkept": True,
        "cancel_url": reverse("disclosure:answer", args=[objection_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
