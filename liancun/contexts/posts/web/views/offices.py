"""Who holds which post, and appointing and relieving."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import offices as actions
from liancun.contexts.posts.queries import offices as queries
from liancun.contexts.posts.web.forms.offices import AppointForm, RelieveForm
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Choice, Column, Fact, Filter, Link, Pager, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page

PAGE = 25


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in playbook.kinds() else ""
    search = request.GET.get("q", "").strip()[:40]
    number = _page_number(request)
    body_id = _body_id(request)
    total, lines = queries.register(
        kind, search, body_id, clock.today(), first=(number - 1) * PAGE, count=PAGE
    )
    pages = max(1, -(-total // PAGE))
    if number > pages:
        return redirect(request.path)
    body = bodies.get(body_id) if body_id else None
    actor = actor_of(request)
    context = {
        "title": _("%(name)s：现任职务") % {"name": body.name} if body else _("现任职务"),
        "lead": _("职务带来办理权限；任免从所定日期起生效，以前的记录不变。"),
        "register": _register(
            kind, search, lines, manage=body is not None and may(actor, "posts.relieve", body.id)
        ),
        "pager": Pager(number=number, pages=pages, total=total, size=PAGE),
        "appoint_in": body.id if body and may(actor, "posts.appoint", body.id) else None,
    }
    return page(request, "posts/register.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _body_id(request: HttpRequest) -> int | None:
    text = request.GET.get("body", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _register(kind: str, search: str, lines: list[queries.PostLine], *, manage: bool) -> Register:
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("body", _("组织")),
        Column("since", _("任职日期"), "date"),
    )
    rows = tuple(
        Row(
            (line.person_name, line.kind_name, line.body_full_name, line.since),
            url=reverse("posts:relieve", args=[line.id]) if manage else "",
            note=line.portfolio,
        )
        for line in lines
    )
    choices = (Choice("", _("全部")), *(Choice(code, known.name) for code, known in playbook.kinds().items()))
    filters = (Filter("kind", _("职务"), choices, kind),)
    return Register(columns, rows, filters=filters, search=search, search_hint=_("姓名或组织"))


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    body = bodies.get(_body_id(request) or 0)
    actor = actor_of(request)
    require(actor, "posts.appoint", body.id)
    form = AppointForm(request.POST or None, body=body)

    def appointed() -> bool:
        data = dict(form.cleaned_data)
        actions.appoint(actor, person_id=int(data.pop("person")), body_id=body.id, **data)
        return True

    back = f"{reverse('posts:register')}?body={body.id}"
    if request.method == "POST" and form.is_valid() and act(request, form, appointed):
        say(request, happened=_("已登记任职。"), then=_("相应权限从任职日期起生效。"))
        return redirect(back)
    context = {
        "title": _("登记任职"),
        "lead": body.name,
        "form": form,
        "submit": _("登记任职"),
        "cancel_url": back,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def relieve(request: HttpRequest, post_id: int) -> HttpResponse:
    line = queries.post(post_id)
    actor = actor_of(request)
    require(actor, "posts.relieve", line.body_id)
    form = RelieveForm(request.POST or None, initial={"until": clock.today()})

    def relieved() -> bool:
        actions.relieve(actor, post_id=post_id, until=form.cleaned_data["until"])
        return True

    back = f"{reverse('posts:register')}?body={line.body_id}"
    if request.method == "POST" and form.is_valid() and act(request, form, relieved):
        say(request, happened=_("已登记免职。"), then=_("相应权限从这一天起停止。"))
        return redirect(back)
    context = {
        "title": _("登记免职"),
        "crumbs": [Link(_("现任职务"), back)],
        "known": [
            Fact(_("姓名"), line.person_name),
            Fact(_("职务"), line.kind_name),
            Fact(_("组织"), line.body_full_name),
        ],
        "form": form,
        "submit": _("登记免职"),
        "cancel_url": back,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
