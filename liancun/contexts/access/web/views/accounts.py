"""Accounts of those in office, for the administrators: opening, a new password, blocking. Never when one was used."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.access import queries
from liancun.contexts.access.actions.accounts import open_account
from liancun.contexts.access.queries.accounts import holders
from liancun.contexts.access.web.forms import AccountForm
from liancun.contexts.bodies import api as bodies
from liancun.contexts.identity import api as identity
from liancun.contexts.identity.api import AccountLine
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Pager, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.errors import NotAllowed, Unknown, mark

PAGE = 25


def _area(actor: Actor) -> frozenset[int]:
    """The bodies whose accounts this administrator keeps; refused to everybody else."""
    area = queries.administered(actor, "system_admin") | queries.administered(actor, "security_admin")
    if not area:
        require(actor, "identity.create_user", None)
    return area


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    search = request.GET.get("q", "").strip()[:40]
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    total, lines = identity.accounts(_area(actor), search, first=(number - 1) * PAGE, count=PAGE)
    pages = max(1, -(-total // PAGE))
    if number > pages:
        return redirect(request.path)
    context = {
        "title": _("账号"),
        "lead": _("一人一号。这里不显示谁何时登录过；长期不用的账号自动停用。"),
        "register": _register(lines, search),
        "pager": Pager(number=number, pages=pages, total=total, size=PAGE),
        "may_open": may(actor, "identity.create_user", None),
    }
    return page(request, "access/accounts.html", context)


def _register(lines: list[AccountLine], search: str) -> Register:
    places = bodies.lines({line.kept_by for line in lines})
    columns = (
        Column("name", _("姓名"), "name"),
        Column("username", _("用户名")),
        Column("body", _("组织")),
        Column("second", _("动态口令")),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.name,
                line.username,
                places[line.kept_by].name if line.kept_by in places else "",
                _("已启用") if line.second_factor else _("未启用"),
                _state(line),
            ),
            url=reverse("access:account", args=[line.id]),
        )
        for line in lines
    )
    return Register(columns, rows, search=search, search_hint=_("姓名或用户名"))


def _state(line: AccountLine) -> State:
    if not line.is_active:
        return State(_("长期未用停用") if line.blocked_as == "idle" else _("已停用"), "closed")
    if line.locked:
        return State(_("输错锁定"), "refused")
    if line.must_change_password:
        return State(_("等待首次改密"), "waiting")
    return State(_("正常"), "running")


@require_safe
def new_account(request: HttpRequest) -> HttpResponse:
    """Who is in office and has no account yet."""
    actor = actor_of(request)
    require(actor, "identity.create_user", None)
    search = request.GET.get("q", "").strip()[:40]
    found = holders(queries.administered(actor, "system_admin"), search)
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("state", _("账号"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.name,
                line.post,
                State(_("已有"), "done") if line.has_account else State(_("没有"), "waiting"),
            ),
            url="" if line.has_account else reverse("access:open_account", args=[line.person_id]),
        )
        for line in found
    )
    empty = _("没有找到。只能为现任职务的人开立账号。") if search else _("请先输入现任干部的姓名。")
    context = {
        "title": _("开立账号"),
        "crumbs": [Link(_("账号"), reverse("access:accounts"))],
        "register": Register(columns, rows, search=search, search_hint=_("姓名"), empty=empty),
    }
    return page(request, "pages/register.html", context)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, person_id: int) -> HttpResponse:
    """The answer shows the first password, once."""
    actor = actor_of(request)
    require(actor, "identity.create_user", None)
    held = [
        line
        for line in posts.posts_of(person_id, clock.today())
        if may(actor, "identity.create_user", line.body_id)
    ]
    if not held:
        raise Unknown(
            "access.no_post", mark("这个人在您的辖区内没有现任职务。"), remedy=mark("请返回重新选择。")
        )
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        opened = act(request, form, lambda: open_account(actor, person_id=person_id, username=username))
        if opened is not None:
            return _password_page(request, _("账号已开立"), held[0].person_name, username, opened.password)
    context = {
        "title": _("开立账号"),
        "crumbs": [Link(_("账号"), reverse("access:accounts"))],
        "known": [Fact(_("姓名"), held[0].person_name), Fact(_("职务"), held[0].title)],
        "form": form,
        "submit": _("开立账号"),
        "cancel_url": reverse("access:accounts"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _password_page(request: HttpRequest, title: str, name: str, username: str, password: str) -> HttpResponse:
    context = {"title": title, "name": name, "username": username.strip().lower(), "password": password}
    return page(request, "access/new_password.html", context)


@require_safe
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    actor = actor_of(request)
    line = _known(actor, user_id)
    place = bodies.lines({line.kept_by}).get(line.kept_by)
    context = {
        "title": line.name,
        "crumbs": [Link(_("账号"), reverse("access:accounts"))],
        "state": _state(line),
        "facts": [
            Fact(_("用户名"), line.username),
            Fact(_("组织"), place.name if place else ""),
            Fact(_("动态口令"), _("已启用") if line.second_factor else _("未启用")),
        ],
        "line": line,
        "own": line.id == actor.user_id,
        "repairs": may(actor, "identity.set_password", line.kept_by),
        "resets": line.second_factor and may(actor, "identity.reset_second_factor", line.kept_by),
    }
    return page(request, "access/account.html", context)


def _known(actor: Actor, user_id: int) -> AccountLine:
    line = identity.account(user_id) if _area(actor) else None
    if line is None or line.kept_by not in _area(actor):
        raise Unknown("identity.unknown", mark("没有这个账号。"), remedy=mark("请返回列表重新选择。"))
    return line


@sensitive
@require_POST
def repair(request: HttpRequest, user_id: int) -> HttpResponse:
    """One button each: a new password, blocking, opening again, taking off a lost second factor."""
    actor = actor_of(request)
    line = _known(actor, user_id)
    verb = request.POST.get("verb", "")
    if verb == "set_password":
        password = identity.set_password(actor, user_id=user_id)
        return _password_page(request, _("密码已重设"), line.name, line.username, password)
    repairs: dict[str, tuple[Callable[[], None], str]] = {
        "block": (lambda: identity.block(actor, user_id=user_id), _("账号已停用，它的登录全部退出。")),
        "unblock": (lambda: identity.unblock(actor, user_id=user_id), _("账号已恢复，锁定已解除。")),
        "reset_second_factor": (
            lambda: identity.reset_second_factor(actor, user_id=user_id),
            _("动态口令已停用，本人可以重新启用。"),
        ),
    }
    if verb not in repairs:
        raise NotAllowed("access.no_repair", mark("没有这项操作。"), remedy=mark("请返回账号页面重新选择。"))
    run, said = repairs[verb]
    run()
    say(request, happened=said)
    return redirect("access:account", user_id)
