"""What I may do, in words; and for the security administrator, who holds which role where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.access import queries
from liancun.contexts.access.queries import Allowed
from liancun.contexts.access.rules import Grant
from liancun.contexts.access.web.verbs import VERBS
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Choice, Column, Filter, Pager, Register, Row
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import mark

PAGE = 25
RELATIONS: Mapping[str, str] = {
    "self": mark("本组织及其下属"),
    "subtree": mark("辖区内"),
    "members": mark("各成员村"),
    "joint": mark("本村所在的联合党委"),
    "clients": mark("委托本中心记账的村"),
}
ROLES: Mapping[str, str] = {
    "county_officer": mark("县级管理"),
    "township_officer": mark("乡镇管理"),
    "committee_secretary": mark("联合党委主持"),
    "committee_clerk": mark("联合党委办事"),
    "branch_secretary": mark("村党支部主持"),
    "village_clerk": mark("村报账"),
    "village_approver": mark("村集体审批"),
    "township_approver": mark("乡镇审批"),
    "supervisor": mark("村务监督"),
    "minors_keeper": mark("保管未成年人信息"),
    "health_keeper": mark("保管健康信息"),
    "agency_accountant": mark("代理中心记账"),
    "agency_reviewer": mark("代理复核"),
    "auditor": mark("审计"),
    "operator": mark("平台运营"),
    "system_admin": mark("系统维护"),
    "security_admin": mark("安全管理"),
}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    allowed = queries.allowed(actor_of(request))
    context = {
        "title": _("我的职务和权限"),
        "lead": _("权限来自现任职务，免职之日自动停止。同一件事上，经办、审批、记账、监督不能是同一个人。"),
        "groups": _by_grant(allowed),
    }
    return page(request, "access/mine.html", context)


def _by_grant(allowed: Iterable[Allowed]) -> list[tuple[Grant, str, list[tuple[str, str]]]]:
    """Each grant with its role in words, and its actions with the bodies they reach in words."""
    found: dict[Grant, list[tuple[str, str]]] = {}
    for line in allowed:
        found.setdefault(line.grant, []).append(
            (_(VERBS.get(line.action, line.action)), _(RELATIONS[line.relation]))
        )
    return [(grant, _(ROLES[grant.role]), lines) for grant, lines in found.items()]


@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "access.see_grants", None)
    role = request.GET.get("role", "")
    search = request.GET.get("q", "").strip()[:40]
    held = posts.all_with_roles(clock.today())
    found = [
        (line, one)
        for line in held
        for one in line.roles
        if (not role or one == role) and (search in line.person_name or search in line.body_full_name)
    ]
    pages = max(1, -(-len(found) // PAGE))
    number = _page_number(request)
    if number > pages:
        return redirect(request.path)
    context = {
        "title": _("权限一览"),
        "lead": _("谁因为什么职务有什么权限。系统管理、安全管理、审计三员分设。"),
        "register": _register(found[(number - 1) * PAGE : number * PAGE], role, search),
        "pager": Pager(number=number, pages=pages, total=len(found), size=PAGE),
    }
    return page(request, "pages/register.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _register(found: list[tuple[posts.PostLine, str]], role: str, search: str) -> Register:
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("body", _("组织")),
        Column("role", _("权限")),
        Column("since", _("起始日期"), "date"),
    )
    rows = tuple(
        Row((line.person_name, line.kind_name, line.body_full_name, _(ROLES[one]), line.since))
        for line, one in found
    )
    choices = (Choice("", _("全部")), *(Choice(code, _(word)) for code, word in ROLES.items()))
    filters = (Filter("role", _("权限"), choices, role),)
    return Register(columns, rows, filters=filters, search=search, search_hint=_("姓名或组织"))
