"""Near relatives among those in office: declaring, and what the law says against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.access.actions import relatives as actions
from liancun.contexts.access.models import Kin
from liancun.contexts.access.queries import relatives as found_relatives
from liancun.contexts.access.queries.relatives import Clash, KinLine
from liancun.contexts.access.web.forms import KinForm
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock, scope
from liancun.framework.permissions import require
from liancun.framework.web.parts import Choice, Column, Link, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_safe
def relatives(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "access.declare_kin", None)
    lines = found_relatives.declared()
    context = {
        "title": _("近亲属申报"),
        "lead": _("村民委员会成员及其近亲属不得担任村务监督机构成员；办理同一件事时，近亲属要回避。"),
        "register": _register(lines),
        "clashes": [_said(clash) for clash in found_relatives.clashes(lines)],
    }
    return page(request, "access/relatives.html", context)


def _register(lines: list[KinLine]) -> Register:
    names = people.names({id for line in lines for id in (line.person_id, line.relative_id)})
    places = bodies.lines({line.body_id for line in lines})
    columns = (
        Column("one", _("姓名"), "name"),
        Column("other", _("近亲属"), "name"),
        Column("kind", _("关系")),
        Column("body", _("村")),
    )
    rows = tuple(
        Row(
            (
                names.get(line.person_id, ""),
                names.get(line.relative_id, ""),
                str(Kin(line.kind).label),
                places[line.body_id].name,
            ),
            url=reverse("access:end_kin", args=[line.id]),
        )
        for line in lines
    )
    return Register(columns, rows)


def _said(clash: Clash) -> str:
    return _("%(supervisor)s（%(supervises)s）是%(member)s（%(post)s）的近亲属：%(kind)s。请调整任职。") % {
        "supervisor": clash.supervisor,
        "supervises": clash.supervises,
        "member": clash.member,
        "post": clash.post,
        "kind": Kin(clash.kind).label,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def declare_kin(request: HttpRequest) -> HttpResponse:
    """Chosen among those who hold posts in the village."""
    actor = actor_of(request)
    require(actor, "access.declare_kin", None)
    body = bodies.get(_body_id(request) or _own_village())
    require(actor, "access.declare_kin", body.id)
    held = posts.holders_in(bodies.subtree_ids(body.id), clock.today())
    choices = {line.person_id: Choice(str(line.person_id), line.person_name) for line in held}
    form = KinForm(request.POST if request.method == "POST" else None, holders=list(choices.values()))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = act(
            request,
            form,
            lambda: actions.declare_kin(
                actor,
                body_id=body.id,
                person_id=int(data["person"]),
                relative_id=int(data["relative"]),
                kind=data["kind"],
            ),
        )
        if done is not None:
            say(request, happened=_("已申报。"), then=_("两人办理同一件事时，页面会提醒回避。"))
            return redirect("access:relatives")
    context = {
        "title": _("申报近亲属"),
        "lead": body.name,
        "crumbs": [Link(_("近亲属申报"), reverse("access:relatives"))],
        "form": form,
        "submit": _("申报"),
        "cancel_url": reverse("access:relatives"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _body_id(request: HttpRequest) -> int:
    text = request.GET.get("body", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _own_village() -> int:
    """The village of the actor's post; those with several choose by `?body=`."""
    now = scope.current()
    places = bodies.lines(now[1].people).values() if now else ()
    return next((line.id for line in places if line.kind == "village"), 0)


@require_http_methods(["GET", "HEAD", "POST"])
def end_kin(request: HttpRequest, kin_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "access.declare_kin", None)
    if request.method == "POST":
        actions.end_kin(actor, kin_id=kin_id)
        say(request, happened=_("申报已结束。"))
        return redirect("access:relatives")
    context = {
        "title": _("结束近亲属申报"),
        "crumbs": [Link(_("近亲属申报"), reverse("access:relatives"))],
        "submit": _("结束申报"),
        "consequence": _("关系不再存在或申报有误时才结束；原申报仍保留在日志里。"),
        "cancel_url": reverse("access:relatives"),
    }
    return page(request, "pages/step.html", context)
