"""Forms of joint bodies: founding, joining, leaving, roles, what the union is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.bodies import actions, playbook, queries
from liancun.contexts.bodies.queries import BodyLine
from liancun.contexts.bodies.web.forms import DescribeForm, FoundForm, JoinForm, LeaveForm, RoleForm
from liancun.contexts.bodies.web.forms.joints import MOST, MOST_AT_ONCE, foundable, joiners, usual_role
from liancun.contexts.bodies.web.views.changes import fill, step
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Fact
from liancun.framework.web.shortcuts import actor_of
from liancun.kernel.errors import Unknown, mark


def _three_unchanged() -> str:
    return _("行政区划、村民自治主体、集体资产和资源权属都不变。")


@step
def found(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.found_joint", body_id)
    kinds = [code for code, _name in foundable(body)]
    if not kinds:
        raise Unknown("bodies.nothing_to_found", mark("这里不能组建联建组织。"))
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    kind = kind if kind in kinds else kinds[0]
    find = request.GET.get("find", "")
    area = _area(body)
    offered = queries.candidates(area, joiners(kind), kind, find, MOST_AT_ONCE)
    initial = {"kind": kind, "nature": playbook.kind_of(kind).nature}
    form = FoundForm(request.POST or None, body=body, found=offered, initial=initial)

    def founded() -> None:
        data = form.cleaned_data
        actions.found_joint(
            actor,
            kind=data["kind"],
            name=data["name"],
            short_name=data["short_name"],
            parent_id=body_id,
            since=data["since"],
            basis=data["basis"],
            what=actions.JointNature(data["nature"], data["bond"], data["mode"], data["setting"]),
            members=[
                actions.Joiner(int(id), usual_role(form.forms_of.get(int(id), "area")))
                for id in data["members"]
            ],
        )

    return fill(
        request,
        body,
        form,
        founded,
        title=_("组建联建组织"),
        submit=_("登记组建"),
        said=_("已登记组建。"),
        then=_("可在其下的联建组织里打开。"),
        rules=[_three_unchanged(), _("名单里是还没有加入同类联建组织的村和单位。")],
        find_label=_("先选类别，也可按名称、乡镇、拼音或首字母筛选成员名单"),
        find=find,
        find_kinds=[(code, name, code == kind) for code, name in foundable(body)],
    )


def _area(body: BodyLine) -> BodyLine:
    """The area a joint body works in: the lowest one above it, or the body itself when it is one."""
    known = queries.lines(body.above)
    areas = [known[id] for id in body.above if known[id].form == "area"]
    return areas[-1] if areas else body


def _seat(joint: BodyLine) -> BodyLine:
    """Members may come from the whole county, whatever level the joint body stands under."""
    known = queries.lines(joint.above)
    areas = [known[id] for id in joint.above if known[id].form == "area"]
    counties = [line for line in areas if line.kind == "county"]
    return (counties or areas or [joint])[-1]


@step
def join(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, joint = actor_of(request), queries.get(body_id)
    require(actor, "bodies.join", body_id)
    find = request.GET.get("find", "")
    offered = (
        queries.candidates(_seat(joint), joiners(joint.kind), joint.kind, find, MOST)
        if joint.is_joint
        else []
    )
    form = JoinForm(request.POST or None, found=offered)

    def joined() -> None:
        data = form.cleaned_data
        actions.join(
            actor,
            joint_id=body_id,
            member_id=int(data["member"]),
            since=data["since"],
            role=data["role"],
            basis=data["basis"],
        )

    return fill(
        request,
        joint,
        form,
        joined,
        title=_("登记成员：%(name)s") % {"name": joint.name},
        submit=_("登记"),
        said=_("已登记为成员。"),
        then=_three_unchanged(),
        rules=[_three_unchanged()],
        find_label=_("按名称、乡镇、拼音或首字母筛选可加入的组织"),
        find=find,
    )


@step
def leave(request: HttpRequest, body_id: int, member_id: int) -> HttpResponse:
    actor, joint, member = actor_of(request), queries.get(body_id), queries.get(member_id)
    require(actor, "bodies.leave", body_id)
    form = LeaveForm(request.POST or None, initial={"until": clock.today()})
    return fill(
        request,
        joint,
        form,
        lambda: actions.leave(actor, joint_id=body_id, member_id=member_id, **form.cleaned_data),
        title=_("登记退出：%(name)s") % {"name": member.name},
        submit=_("登记退出"),
        said=_("已登记退出。"),
        then=_("以前的记录不变。"),
    )


@step
def role(request: HttpRequest, body_id: int, member_id: int) -> HttpResponse:
    actor, joint, member = actor_of(request), queries.get(body_id), queries.get(member_id)
    require(actor, "bodies.join", body_id)
    now = next((one for one in queries.members_of(body_id, clock.today()) if one.body.id == member_id), None)
    form = RoleForm(request.POST or None, body=joint, initial={"role": now.role if now else ""})
    known = [Fact(_("成员"), member.name, reverse("bodies:record", args=[member_id]))]
    if now:
        known += [Fact(_("现在的角色"), playbook.role_name(now.role)), Fact(_("自"), now.since.isoformat())]
    return fill(
        request,
        joint,
        form,
        lambda: actions.change_role(actor, joint_id=body_id, member_id=member_id, **form.cleaned_data),
        title=_("变更角色：%(name)s") % {"name": member.name},
        submit=_("登记变更"),
        said=_("已登记角色变更。"),
        then=_("以前的角色仍按当时的日期可查。"),
        known=known,
    )


@step
def describe(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, joint = actor_of(request), queries.get(body_id)
    require(actor, "bodies.found_joint", body_id)
    what = queries.profile_on(body_id, clock.today())
    initial = {name: getattr(what, name) for name in ("nature", "bond", "mode", "setting")} if what else {}
    form = DescribeForm(request.POST or None, body=joint, initial=initial)

    def described() -> None:
        data = form.cleaned_data
        actions.describe_joint(
            actor,
            joint_id=body_id,
            what=actions.JointNature(data["nature"], data["bond"], data["mode"], data["setting"]),
            since=data["since"],
            basis=data["basis"],
        )

    return fill(
        request,
        joint,
        form,
        described,
        title=_("更新性质和联建方式"),
        submit=_("登记"),
        said=_("已登记。"),
        then=_("以前的记录不变。"),
        known=[Fact(_("类别"), playbook.kind_name(joint.kind))],
    )
