"""The trade-off front: a chart of two aims one can walk along, and the same plans as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.formation import jobs
from liancun.contexts.formation.actions.fronting import PLANS
from liancun.contexts.formation.queries import plans
from liancun.contexts.formation.queries.plans import ProposalLine
from liancun.contexts.formation.rules.front import AIMS
from liancun.contexts.formation.web import drawing, words
from liancun.framework.jobs import progress as bars
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Choice, Column, Fact, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of, page

WIDTH, HEIGHT, EDGE = 640.0, 360.0, 48.0


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    url: str
    title: str
    chosen: bool


@require_safe
def front(request: HttpRequest, planning_id: int) -> HttpResponse:
    asked = plans.asking(planning_id)
    actor = actor_of(request)
    require(actor, "formation.read_plans", asked.area_id)
    one, other = _aim(request, "x", "near"), _aim(request, "y", "alike")
    found = [line for line in plans.proposals(planning_id) if line.origin == "front"]
    ordered = sorted(found, key=lambda line: (line.score[one], line.score[other], line.id))
    at = _at(request, ordered)
    context: dict[str, object] = {
        "title": _("取舍：没有一个方案样样最好"),
        "lead": _("这些方案里，哪一项再好一点，别的就要差一点；沿着图走，选县里看重的。"),
        "crumbs": [
            Link(_("分组规划"), reverse("formation:index")),
            Link(asked.title, reverse("formation:planning", args=[planning_id])),
        ],
        "asked": asked,
        "may_plan": may(actor, "formation.plan", asked.area_id),
        "aims": [Choice(name, words.term(name)) for name in AIMS],
        "x": one,
        "y": other,
        "x_word": words.term(one),
        "y_word": words.term(other),
        "plans": PLANS,
        "running": _running(planning_id) if not found else None,
    }
    if ordered:
        chosen = ordered[at]
        opened = plans.opened(chosen.id)
        context |= {
            "dots": _dots(request, ordered, one, other, at),
            "width": WIDTH,
            "height": HEIGHT,
            "register": _register(ordered),
            "before": _walk(one, other, at - 1) if at else "",
            "after": _walk(one, other, at + 1) if at + 1 < len(ordered) else "",
            "place": _("第 %(at)d 个，共 %(all)d 个") % {"at": at + 1, "all": len(ordered)},
            "chosen": chosen,
            "drawn": drawing.drawn(opened, opened.plan),
            "facts": [Fact(words.term(name), words.number(chosen.score[name])) for name in (*AIMS, "group")]
            + [Fact(_("组"), str(chosen.groups)), Fact(_("得分（越小越好）"), words.number(chosen.total))],
        }
    return page(request, "formation/front.html", context)


def _aim(request: HttpRequest, name: str, usual: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in AIMS else usual


def _at(request: HttpRequest, ordered: Sequence[ProposalLine]) -> int:
    text = request.GET.get("at", "")
    if text.isascii() and text.isdigit() and len(text) < 5:
        return min(int(text), max(0, len(ordered) - 1))
    best = min(range(len(ordered)), key=lambda at: ordered[at].total, default=0)
    return best


def _walk(one: str, other: str, at: int) -> str:
    return f"?x={one}&y={other}&at={at}"


def _running(planning_id: int) -> bool:
    found = bars.of(jobs.front_key(planning_id))
    return found is not None and found.finished_at is None


def _dots(request: HttpRequest, ordered: Sequence[ProposalLine], one: str, other: str, at: int) -> list[Dot]:
    xs, ys = [line.score[one] for line in ordered], [line.score[other] for line in ordered]
    across = _Scale(xs, EDGE, WIDTH - 16)
    up = _Scale(ys, HEIGHT - EDGE, 16)
    return [
        Dot(
            round(across(line.score[one]), 1),
            round(up(line.score[other]), 1),
            _walk(one, other, number),
            f"{words.term(one)} {words.number(line.score[one])}，{words.term(other)} {words.number(line.score[other])}",
            number == at,
        )
        for number, line in enumerate(ordered)
    ]


class _Scale:
    """From values to the sheet; all equal lie in the middle."""

    def __init__(self, values: Sequence[float], low: float, high: float) -> None:
        self.least, self.span = min(values), max(values) - min(values)
        self.low, self.high = low, high

    def __call__(self, value: float) -> float:
        if self.span < 1e-9:
            return (self.low + self.high) / 2
        return self.low + (value - self.least) / self.span * (self.high - self.low)


def _register(ordered: Sequence[ProposalLine]) -> Register:
    return Register(
        (
            Column("plan", _("方案"), "name"),
            Column("groups", _("组"), "number"),
            Column("waiting", _("暂不入组"), "number"),
            *(Column(name, words.term(name), "number") for name in AIMS),
            Column("total", _("得分（越小越好）"), "number"),
        ),
        tuple(
            Row(
                (
                    _("方案 %(number)d") % {"number": line.number},
                    line.groups,
                    line.waiting,
                    *(words.number(line.score[name]) for name in AIMS),
                    words.number(line.total),
                ),
                url=reverse("formation:plan", args=[line.id]),
            )
            for line in ordered
        ),
    )


@require_POST
def begin_front(request: HttpRequest, planning_id: int) -> HttpResponse:
    """Queued; its bar leads to the chart."""
    asked = plans.asking(planning_id)
    actor = actor_of(request)
    require(actor, "formation.plan", asked.area_id)
    job = bars.begin(jobs.front_key(planning_id), jobs.FRONT_LABEL, 1, actor)
    jobs.front.defer(planning_id=planning_id, user_id=actor.user_id or 0)
    return redirect("job", job)
