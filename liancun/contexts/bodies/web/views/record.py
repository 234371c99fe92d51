"""The record of a body: what it is, who leads it, what it does, what waits, and how it came to be."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.models import Nature
from liancun.contexts.bodies.queries import Below, BodyLine, Card, Ends, MemberLine
from liancun.contexts.bodies.web.forms.joints import foundable
from liancun.contexts.bodies.web.views import story
from liancun.contexts.bodies.web.views.listing import at
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web import formats
from liancun.framework.web.parts import Column, Fact, Link, Register, Related, Row, Section, State
from liancun.framework.web.shortcuts import actor_of, as_of_picker, page

SHOWN = 12


@require_safe
def record(request: HttpRequest, body_id: int) -> HttpResponse:
    now, picker, actor = queries.get(body_id), as_of_picker(request), actor_of(request)
    day, past = picker.day, None if picker.is_today else picker.day
    body, card = queries.line_on(body_id, day) or now, queries.card(body_id)
    above = queries.above_on(body_id, day)
    below = queries.below_on([body_id], day).get(body_id, Below())
    members = queries.members_of(body_id, day) if body.is_joint else []
    memberships, ends = queries.memberships_of(body_id), queries.ends_of(body_id)
    joined = [line for side, line in memberships if side == "joint" and line.holds(day)]
    context = {
        "title": body.name,
        "lead": _("%(day)s的情况") % {"day": formats.chinese_date(day)} if past else "",
        "crumbs": [Link(_("组织树"), at("tree", day=past))]
        + [Link(line.short_name, at("record", line.id, day=past)) for line in above],
        "body": body,
        "joint": body.is_joint,
        "as_of": picker,
        "state": _state(body, card, day),
        "facts": _facts(body, card, below, members, joined, day, past) + _ending(ends, day),
        "members": _members(members, past),
        "unions": _unions(body, below, day, past),
        "manage": body.is_joint and not card.until and may(actor, "bodies.join", body_id),
        "sections": queries.sections(body, day, actor),
        "timeline": story.of(body, memberships, ends.own, actor),
        "steps": _steps(now, actor) if not card.until else [],
        "related": (*_related(body, below, ends, day, past), *queries.panels(body, day)),
    }
    return page(request, "bodies/record.html", context)


def _state(body: BodyLine, card: Card, day: date) -> State | None:
    """An area or its own body is simply there: only what is not yet or no more is said."""
    if day < card.since:
        return State(_("还没有设立"), "draft")
    if card.until and card.until <= day:
        return State(_("已撤销或并入"), "closed")
    return State(_("运行中"), "running") if body.form in ("joint", "outside") else None


def _facts(
    body: BodyLine,
    card: Card,
    below: Below,
    members: list[MemberLine],
    joined: list[MemberLine],
    day: date,
    past: date | None,
) -> list[Fact]:
    facts = [Fact(_("类别"), playbook.kind_name(body.kind))]
    if body.code:
        facts.append(Fact(_("区划代码"), body.code))
    if card.registration_code:
        facts.append(Fact(_("统一社会信用代码"), card.registration_code))
    if body.is_joint:
        facts += _union(body, card, members, day)
    elif body.joins:
        facts += [_joined(line, past) for line in joined]
    if body.is_village or (body.form == "outside" and body.joins):
        agency = queries.agency_of(body.id, day)
        facts += [Fact(_("代理记账"), agency.name, at("record", agency.id, day=past))] if agency else []
    counts = (
        (_("下级区划"), below.areas),
        (_("村和社区"), below.villages),
        (_("其下的联建组织"), below.joints),
    )
    return facts + [Fact(label, str(count)) for label, count in counts if count and not body.is_village]


def _ending(ends: Ends, day: date) -> list[Fact]:
    end = ends.own
    if end is None or end.day > day:
        return []
    into = [Fact(_("并入"), end.into_name, at("record", end.into_id))] if end.into_id else []
    return [Fact(_("结束日期"), formats.chinese_date(end.day)), *into]


def _union(body: BodyLine, card: Card, members: list[MemberLine], day: date) -> list[Fact]:
    villages = sum(1 for line in members if line.body.is_village)
    facts = [
        Fact(_("成立日期"), formats.chinese_date(card.since)),
        Fact(_("成员村"), str(villages)),
        *([Fact(_("其他成员"), str(len(members) - villages))] if len(members) > villages else []),
    ]
    what = queries.profile_on(body.id, day)
    if what:
        facts.append(Fact(_("性质"), str(Nature(what.nature).label)))
        words = (
            (_("联建方式"), playbook.word("bond", what.bond)),
            (_("联建类型"), playbook.word("mode", what.mode)),
            (_("设置依据"), playbook.word("setting", what.setting)),
        )
        facts += [Fact(label, word) for label, word in words if word]
    return facts


def _joined(line: MemberLine, past: date | None) -> Fact:
    role = playbook.role_name(line.role)
    return Fact(
        playbook.kind_name(line.body.kind),
        f"{line.body.name}（{role}）",
        at("record", line.body.id, day=past),
    )


def _related(body: BodyLine, below: Below, ends: Ends, day: date, past: date | None) -> list[Related]:
    if body.kind == "agency":
        clients = [_link(line, past) for line in queries.clients_of(body.id, day)]
        return [Related(_("委托记账的村"), tuple(clients))]
    if not (below.areas or below.villages or below.joints or below.others):
        return []
    found = queries.children_on(body.id, day)
    titles = {
        "area": _("下级"),
        "part": _("自身的组织"),
        "joint": _("其下的联建组织"),
        "outside": _("合作社和其他单位"),
        "place": _("片区与示范点"),
    }
    groups = [
        Related(title, _few([line for line in found if line.form == form], body, past))
        for form, title in titles.items()
        if any(line.form == form for line in found)
    ]
    if below.villages or body.is_joint:
        groups.append(Related(_("示意图"), (Link(_("村和联建组织的分布"), at("map", body.id, day=past)),)))
    merged = [one for one in ends.merged if one.day <= day]
    if merged:
        links = (Link(one.name, at("record", one.body_id), formats.chinese_date(one.day)) for one in merged)
        groups.append(Related(_("并入的组织"), tuple(links)))
    return groups


def _members(members: list[MemberLine], past: date | None) -> list[tuple[MemberLine, str, str, str]]:
    """Each with its name of that day, its role and its kind."""
    then = queries.lines_on([line.body.id for line in members], past) if past else {}
    return [
        (
            line,
            then.get(line.body.id, line.body).name,
            playbook.role_name(line.role),
            playbook.kind_name(line.body.kind),
        )
        for line in members
    ]


def _unions(body: BodyLine, below: Below, day: date, past: date | None) -> Section | None:
    """The joint bodies of an area, at whatever level they stand, with how many members each has."""
    if body.form != "area" or not below.joints:
        return None
    found = queries.unions_below(body, day, SHOWN)
    rows = tuple(
        Row((line.name, playbook.kind_name(line.kind), count), url=at("record", line.id, day=past))
        for line, count in found
    )
    columns = (
        Column("name", _("名称"), "name"),
        Column("kind", _("类别")),
        Column("count", _("成员数"), "number"),
    )
    rest = below.joints - len(found)
    note = _("还有 %(count)d 个") % {"count": rest} if rest > 0 else ""
    more = Link(_("示意图和成员村名单"), at("map", body.id, day=past), note)
    return Section(_("联建组织"), register=Register(columns, rows), step=more, order=5)


def _few(lines: list[BodyLine], body: BodyLine, past: date | None) -> tuple[Link, ...]:
    links = [_link(line, past) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        links.append(Link(_("全部 %(count)d 个") % {"count": len(lines)}, at("branch", body.id, day=past)))
    return tuple(links)


def _link(line: BodyLine, past: date | None) -> Link:
    return Link(line.name, at("record", line.id, day=past), note=playbook.kind_name(line.kind))


def _steps(body: BodyLine, actor: Actor) -> list[Link]:
    """Rarer acts, as links; only those the actor may do."""
    found: list[tuple[str, str, str]] = []
    if may(actor, "bodies.change_body", body.id):
        found.append((_("更名"), "rename", ""))
        if body.form == "area":
            found += [(_("更换区划代码"), "recode", ""), (_("调整隶属"), "move", "")]
        if playbook.kind_of(body.kind).registration:
            found.append((_("登记统一社会信用代码"), "register_code", ""))
    if body.is_joint and may(actor, "bodies.found_joint", body.id):
        found.append((_("更新性质和联建方式"), "describe", ""))
    if body.form in ("area", "joint") and may(actor, "bodies.add_body", body.id):
        found.append((_("登记其下的组织"), "add", ""))
    if foundable(body) and may(actor, "bodies.found_joint", body.id):
        found.append((_("组建联建组织"), "found", ""))
    if may(actor, "bodies.end_body", body.id):
        found.append((_("撤销或并入"), "end", ""))
    return [Link(label, reverse(f"bodies:{name}", args=[body.id]), note) for label, name, note in found]
