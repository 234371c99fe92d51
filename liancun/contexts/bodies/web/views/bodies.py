"""The register of bodies, the record of one, and joining or leaving a joint committee."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import actions, playbook, queries
from liancun.contexts.bodies.queries import BodyLine, MemberLine
from liancun.contexts.bodies.web.forms import JoinForm, LeaveForm
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web import formats
from liancun.framework.web.parts import Choice, Column, Fact, Filter, Link, Pager, Register, Related, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, as_of, as_of_picker, page

PAGE = 25
LISTED = ("joint_committee", "village", "township", "county", "agency", "cooperative", "company")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in LISTED else LISTED[0]
    search = request.GET.get("q", "").strip()[:40]
    number = _page_number(request)
    total, listed = queries.register(kind, search, clock.today(), first=(number - 1) * PAGE, count=PAGE)
    pages = max(1, -(-total // PAGE))
    if number > pages:
        return redirect(request.path)
    context = {
        "title": _("组织名录"),
        "lead": _("加入联合党委不改变行政区划，也不改变村的自治组织、产权和账目。"),
        "register": _register(kind, search, listed),
        "pager": Pager(number=number, pages=pages, total=total, size=PAGE),
    }
    return page(request, "pages/register.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _register(kind: str, search: str, listed: list[queries.Listed]) -> Register:
    joint = kind in playbook.kinds_of("joint")
    columns = (
        Column("name", _("名称"), "name"),
        Column("place", _("所在地")),
        *((Column("count", _("成员数"), "number"),) if joint else ()),
        Column("joined", _("成员") if joint else _("所在的联合党委")),
    )
    rows = tuple(
        Row(
            (item.line.name, item.place, *((len(item.joined),) if joint else ()), _few(item.joined)),
            url=reverse("bodies:record", args=[item.line.id]),
        )
        for item in listed
    )
    choices = tuple(Choice(code, playbook.kind_name(code)) for code in LISTED)
    return Register(
        columns,
        rows,
        filters=(Filter("kind", _("类别"), choices, kind),),
        search=search,
        search_hint=_("名称或拼音"),
    )


def _few(names: tuple[str, ...]) -> str:
    shown = "、".join(names[:6])
    return _("%(names)s等 %(count)d 个") % {"names": shown, "count": len(names)} if len(names) > 6 else shown


@require_safe
def record(request: HttpRequest, body_id: int) -> HttpResponse:
    body = queries.get(body_id)
    day = as_of(request)
    joint = body.is_joint
    members = queries.members_of(body_id, day) if joint else []
    manage = joint and may(actor_of(request), "bodies.join", body_id)
    context = {
        "title": body.name,
        "lead": _("%(day)s 的情况") % {"day": formats.chinese_date(day)},
        "crumbs": [Link(_("组织名录"), reverse("bodies:register"))],
        "body": body,
        "joint": joint,
        "as_of": as_of_picker(request),
        "sections": queries.sections(body, day, actor_of(request)),
        "facts": _facts(body, len(members), day),
        "members": [(line, playbook.role_name(line.role)) for line in members],
        "manage": manage,
        "related": (*_own_bodies(body), *queries.panels(body, day)),
    }
    return page(request, "bodies/record.html", context)


def _facts(body: BodyLine, members: int, day: date) -> list[Fact]:
    facts = [Fact(_("类别"), playbook.kind_name(body.kind))]
    above = list(body.above[:-1])
    known = queries.lines(above)
    for id in above[-2:]:
        line = known[id]
        facts.append(Fact(playbook.kind_name(line.kind), line.name, reverse("bodies:record", args=[id])))
    if body.code:
        facts.append(Fact(_("区划代码"), body.code))
    if body.is_joint:
        facts.append(Fact(_("成员数"), str(members)))
    if body.is_village:
        facts += [_joined(line) for line in queries.joints_of(body.id, day)]
        agency = queries.agency_of(body.id, day)
        if agency:
            facts.append(Fact(_("代理记账"), agency.name, reverse("bodies:record", args=[agency.id])))
    return facts


def _joined(line: MemberLine) -> Fact:
    url = reverse("bodies:record", args=[line.body.id])
    role = playbook.role_name(line.role)
    return Fact(_("所在的联合党委"), f"{line.body.name}（{role}）", url)


def _own_bodies(body: BodyLine) -> list[Related]:
    if body.kind == "agency":
        clients = queries.clients_of(body.id, clock.today())
        return [Related(_("委托记账的村"), tuple(_link(line) for line in clients))]
    if not body.is_village:
        return []
    return [Related(_("本村组织"), tuple(_link(line) for line in queries.children(body.id)))]


def _link(line: BodyLine) -> Link:
    return Link(line.name, reverse("bodies:record", args=[line.id]), note=playbook.kind_name(line.kind))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, body_id: int) -> HttpResponse:
    joint = queries.get(body_id)
    actor = actor_of(request)
    require(actor, "bodies.join", body_id)
    form = JoinForm(request.POST or None)

    def joined() -> bool:
        data = form.cleaned_data
        member = int(data["member"])
        actions.join(actor, joint_id=body_id, member_id=member, since=data["since"], role=data["role"])
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, joined):
        say(request, happened=_("已登记为成员。"), then=_("村的组织、产权和账目不变。"))
        return redirect("bodies:record", body_id)
    context = {
        "title": _("登记成员：%(name)s") % {"name": joint.name},
        "form": form,
        "submit": _("登记"),
        "cancel_url": reverse("bodies:record", args=[body_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, body_id: int, member_id: int) -> HttpResponse:
    joint, member = queries.get(body_id), queries.get(member_id)
    actor = actor_of(request)
    require(actor, "bodies.leave", body_id)
    form = LeaveForm(request.POST or None, initial={"until": clock.today()})

    def left() -> bool:
        actions.leave(actor, joint_id=body_id, member_id=member_id, until=form.cleaned_data["until"])
        return True

    if request.method == "POST" and form.is_valid() and act(request, form, left):
        say(request, happened=_("已登记退出。"), then=_("以前的记录不变。"))
        return redirect("bodies:record", body_id)
    context = {
        "title": _("登记退出：%(name)s") % {"name": member.name},
        "lead": joint.name,
        "form": form,
        "submit": _("登记退出"),
        "cancel_url": reverse("bodies:record", args=[body_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
