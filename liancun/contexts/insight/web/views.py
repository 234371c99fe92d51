"""The first page after signing in: what waits, what I follow, three numbers, and the map for who oversees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.affairs import api as affairs
from liancun.contexts.insight import queries
from liancun.framework import clock, finding, todo
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.formats import DASH, chinese_date, yuan
from liancun.framework.web.frame import acted_at
from liancun.framework.web.parts import Area, AreaSet, Column, Figure, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of, page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    todos, under_way = todo.waiting_for(actor), queries.under_way()
    oversees = may(actor, "insight.see_map", None)
    areas = _areas(under_way) if oversees else None
    context = {
        "title": _("首页"),
        "lead": _("%(day)s，%(name)s") % {"day": chinese_date(clock.today()), "name": actor.name},
        "todos": todos,
        "todo_count": todo.remember_count(actor, len(todos), acted_at(request)),
        "followed": [_followed(waiting) for waiting in queries.waiting_on()],
        "figures": _figures(queries.numbers(under_way), reads=may(actor, "affairs.read", None)),
        "empty_step": None if todos else _empty_step(actor),
        "others": queries.waiting_elsewhere() if oversees else (),
        "areas": areas if areas and areas.areas else None,
    }
    return page(request, "insight/home.html", context)


def _empty_step(actor: Actor) -> Link | None:
    """What one may do when nothing waits: raise a matter, or look at what runs."""
    if may(actor, "affairs.raise_matter", None):
        return Link(_("提一件事"), reverse("affairs:raise"))
    if may(actor, "affairs.read", None):
        return Link(_("看全部事项"), reverse("affairs:matters"))
    return None


MOST_NAMED = 3


@dataclass(frozen=True)
class Followed:
    """A matter under way as a line of the home page: where it stands, who must move and by when."""

    title: str
    url: str
    place: str
    state: str
    who: str
    sentence: str
    by: date | None
    late: bool


def _followed(waiting: affairs.Waiting) -> Followed:
    line = waiting.line
    who = _("、").join(waiting.who[:MOST_NAMED])
    if len(waiting.who) > MOST_NAMED:
        who = _("%(names)s等 %(count)s 方") % {"names": who, "count": len(waiting.who)}
    url = reverse("affairs:matter", args=[line.id])
    return Followed(
        line.title, url, line.joint_name, line.state_word, who, waiting.sentence, waiting.by, waiting.late
    )


def _figures(numbers: queries.Numbers, *, reads: bool) -> list[Figure]:
    found = [_raised(numbers, reads), _published(numbers)]
    if numbers.paid is not None:
        found.append(_paid(numbers.paid))
    return found


def _raised(numbers: queries.Numbers, reads: bool) -> Figure:
    return Figure(
        _("本季度提出的事项"),
        str(numbers.raised[-1]),
        _("件"),
        tuple(float(number) for number in numbers.raised),
        _("在办 %(count)s 件") % {"count": numbers.under_way},
        reverse("affairs:matters") if reads else "",
    )


def _published(numbers: queries.Numbers) -> Figure:
    """The share of all four quarters: a single quarter has few decisions."""
    told = [
        share * count
        for share, count in zip(numbers.published, numbers.bound, strict=True)
        if share is not None
    ]
    bound = sum(numbers.bound)
    value = f"{round(Fraction(sum(told, Fraction(0))) / bound * 100)}" if bound else DASH
    trend = tuple(float(share * 100) for share in numbers.published if share is not None)
    note = _("近一年生效的 %(count)s 项村级决定中，结果已公开的") % {"count": bound}
    return Figure(
        _("结果已公开"), value, "%" if bound else "", trend, note if bound else _("还没有生效的决定")
    )


def _paid(paid: tuple[Decimal, ...]) -> Figure:
    trend = tuple(float(amount) for amount in paid)
    return Figure(_("本季度按依据支付"), yuan(paid[-1]), _("元"), trend, _("只计已记账、有决议等依据的支付"))


def _areas(under_way: Mapping[int, int]) -> AreaSet:
    areas = tuple(
        Area(
            id=str(area.id),
            name=area.name,
            value=float(area.under_way),
            column=area.column,
            row=area.row,
            shown=str(area.under_way),
            group=_("%(parent)s · %(count)s 个村") % {"parent": area.parent, "count": area.villages},
            url=reverse("assessment:sheet", args=[area.id]),
        )
        for area in queries.map_areas(under_way)
    )
    return AreaSet(_("联合党委"), _("在办事项"), _("件"), areas)


FOUND_MOST = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box for all: what every context finds for this person, by name, pinyin, initials or code."""
    text = request.GET.get("q", "").strip()[:60]
    found = finding.find(actor_of(request), text, FOUND_MOST) if text else []
    context = {
        "title": _("搜索"),
        "lead": _("“%(text)s”：找到 %(count)d 条") % {"text": text, "count": len(found)} if text else "",
        "register": Register(
            (Column("name", _("名称"), "name"), Column("kind", _("类别")), Column("note", _("说明"))),
            tuple(Row((one.label, one.group, one.note), url=one.url) for one in found),
            search=text,
            search_hint=_("名称、拼音、首字母或代码"),
            empty=_("没有找到。可以换个说法，或只写开头几个字。")
            if text
            else _("请写要找的名称、拼音、首字母或代码。"),
        ),
    }
    return page(request, "pages/register.html", context)
