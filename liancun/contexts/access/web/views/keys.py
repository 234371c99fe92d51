"""Keys of programs, for the system administrator: which there are, a new one, taking one back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.access import queries
from liancun.contexts.access.actions import keys as actions
from liancun.contexts.access.queries import keys as found_keys
from liancun.contexts.access.queries.keys import KeyLine
from liancun.contexts.access.web.forms import KeyForm
from liancun.contexts.access.web.words import SCOPE_WORDS
from liancun.contexts.bodies import api as bodies
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web import formats
from liancun.framework.web.parts import Column, Fact, Link, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.errors import Unknown, mark

# A village's own bodies are reached through the village.
PLACES = ("prefecture", "county", "township", "village", "agency", "joint_committee")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "access.make_key", None)
    lines = found_keys.keys(queries.administered(actor, "system_admin"))
    context = {
        "title": _("程序密钥"),
        "lead": _("其他系统凭密钥读取或导入本组织及其下属的记录。密钥只在开出时显示一次。"),
        "register": _register(lines),
    }
    return page(request, "access/keys.html", context)


def _register(lines: list[KeyLine]) -> Register:
    columns = (
        Column("label", _("使用的程序"), "name"),
        Column("body", _("组织")),
        Column("scopes", _("可以做什么")),
        Column("last_four", _("末四位")),
        Column("until", _("截止日期"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (line.label, line.body_name, _scopes(line), line.last_four, line.until, _state(line)),
            url=reverse("access:key", args=[line.id]),
        )
        for line in lines
    )
    return Register(columns, rows)


def _scopes(line: KeyLine) -> str:
    return formats.listed([_(SCOPE_WORDS.get(code, code)) for code in line.scopes])


def _state(line: KeyLine) -> State:
    if line.revoked:
        return State(_("已收回"), "closed")
    if not line.works_on(clock.today()):
        return State(_("已到期"), "closed")
    return State(_("有效"), "running")


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """The answer to the form shows the key, once; no page can show it again."""
    actor = actor_of(request)
    require(actor, "access.make_key", None)
    within = bodies.lines(queries.administered(actor, "system_admin")).values()
    places = sorted((line for line in within if line.kind in PLACES), key=lambda line: line.path)
    form = KeyForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = act(
            request,
            form,
            lambda: actions.make_key(
                actor,
                body_id=int(data["body"]),
                label=data["label"],
                scopes=data["scopes"],
                until=data["until"],
            ),
        )
        if made is not None:
            return page(request, "access/new_key.html", {"title": _("密钥已开出"), "token": made.token})
    context = {
        "title": _("开出密钥"),
        "crumbs": [Link(_("程序密钥"), reverse("access:keys"))],
        "form": form,
        "submit": _("开出密钥"),
        "cancel_url": reverse("access:keys"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, key_id: int) -> HttpResponse:
    actor, line = actor_of(request), found_keys.key(key_id)
    require(actor, "access.revoke_key", line.body_id if line else None)
    if line is None:
        raise Unknown("access.no_key", mark("没有这把密钥。"), remedy=mark("请刷新页面。"))
    if request.method == "POST":
        actions.revoke_key(actor, key_id=key_id)
        say(request, happened=_("密钥已收回。"), then=_("使用它的程序从现在起会被拒绝。"))
        return redirect("access:keys")
    context = {
        "title": line.label,
        "crumbs": [Link(_("程序密钥"), reverse("access:keys"))],
        "state": _state(line),
        "known": [
            Fact(_("组织"), line.body_name),
            Fact(_("可以做什么"), _scopes(line)),
            Fact(_("末四位"), line.last_four),
            Fact(_("截止日期"), formats.chinese_date(line.until)),
        ],
        "submit": _("收回密钥"),
        "consequence": _("收回后不能恢复，使用它的程序从此被拒绝。"),
        "cancel_url": reverse("access:keys"),
    }
    return page(request, "access/record.html" if line.revoked else "pages/step.html", context)
