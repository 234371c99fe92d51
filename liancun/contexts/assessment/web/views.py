"""Pages of scores: all committees of a quarter, one committee's sheet, one indicator down to its records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.assessment import queries, rules
from liancun.contexts.bodies import api as bodies
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import DASH
from liancun.framework.web.parts import (
    Amount,
    Choice,
    Column,
    Fact,
    Filter,
    Line,
    Link,
    Pager,
    Register,
    Row,
    Sheet,
    State,
)
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Quarter

QUARTERS_OFFERED = 8
PAGE = 25


@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    quarter = _quarter(request)
    readable = _readable(request)
    search = request.GET.get("q", "").strip()[:60]
    shown = [c for c in readable if search in c.name] if search else readable
    number, pages = _page_number(request, len(shown)), max(1, -(-len(shown) // PAGE))
    standings = queries.standings(shown[(number - 1) * PAGE : number * PAGE], quarter)
    context = {
        "title": _("季度考核"),
        "lead": _("得分由已有记录算出，不需要填报；按组织排列，不排名次。"),
        "register": _register(standings, quarter, search),
        "pager": Pager(number=number, pages=pages, total=len(shown), size=PAGE),
    }
    return page(request, "pages/register.html", context)


@require_safe
def sheet(request: HttpRequest, committee_id: int) -> HttpResponse:
    require(actor_of(request), "assessment.read_scores", committee_id)
    quarter = _quarter(request)
    scored = queries.sheet(committee_id, quarter)
    context = {
        "title": _("季度考核计分表"),
        "crumbs": [_list_crumb(quarter)],
        "sheet": _sheet(scored),
        "periods": _quarters(),
        "period": str(quarter),
        "scored": scored,
        "rules_version": _version(scored),
    }
    return page(request, "assessment/sheet.html", context)


@require_safe
def indicator(request: HttpRequest, committee_id: int, code: str) -> HttpResponse:
    require(actor_of(request), "assessment.read_scores", committee_id)
    quarter = _quarter(request)
    scored = queries.sheet(committee_id, quarter)
    line = scored.line(code)
    context = {
        "title": line.points.indicator.name,
        "crumbs": [_list_crumb(quarter), Link(scored.committee, _sheet_url(committee_id, quarter))],
        "facts": _facts(scored, line),
        "state": _state(line),
        "line": line,
        "explanation": _told(line.explanation),
        "empty": _no_records(line.points.indicator.metric),
        "counts": [(gettext(label), count) for label, count in line.figure.counts.items()],
    }
    return page(request, "assessment/indicator.html", context)


def _readable(request: HttpRequest) -> list[bodies.BodyLine]:
    """Committees whose scores this person may read. Refusal 403 where they may read none anywhere."""
    actor = actor_of(request)
    require(actor, "assessment.read_scores", None)
    return [c for c in bodies.joint_bodies() if may(actor, "assessment.read_scores", c.id)]


def _register(standings: Sequence[queries.CommitteeScore], quarter: Quarter, search: str) -> Register:
    return Register(
        columns=(
            Column("name", _("联合党委"), "name"),
            Column("parent", _("所在地")),
            Column("earned", _("得分"), "number"),
            Column("possible", _("已计分值"), "number"),
            Column("state", _("状态"), "state"),
        ),
        rows=tuple(_row(score, quarter) for score in standings),
        filters=(Filter("quarter", _("季度"), tuple(_quarters()), str(quarter)),),
        search=search,
        search_hint=_("联合党委名称"),
        empty=_("没有可查看的联合党委。"),
        empty_step=Link(_("看全部"), reverse("assessment:scores")) if search else None,
    )


def _row(score: queries.CommitteeScore, quarter: Quarter) -> Row:
    known = score.total.possible > 0
    state = State(_("已计分"), "done") if score.total.complete else State(_("记录不全"), "waiting")
    if not known:
        state = State(_("还没有记录"), "draft")
    earned = f"{score.total.earned}" if known else DASH
    possible = f"{score.total.possible}" if known else DASH
    return Row(
        (score.committee, score.parent, earned, possible, state), _sheet_url(score.committee_id, quarter)
    )


def _sheet(scored: queries.ScoreSheet) -> Sheet:
    lines = [_line(scored, line) for line in scored.lines]
    known = scored.total.possible > 0
    possible, earned = (scored.total.possible, scored.total.earned) if known else (None, None)
    total = Line(_("合计"), (Amount(possible), Amount(None), Amount(earned)), total=True)
    return Sheet(
        title=_("联合党委季度考核计分表"),
        body=scored.committee,
        period=scored.quarter.label(gettext),
        columns=(_("标准分"), _("实际值"), _("考核分")),
        lines=(*lines, total),
        signatures=(_("考核单位"), _("联合党委"), _("日期")),
        note=_("合计只包含已有记录的指标；没有记录的指标不计分，也不按零分处理。"),
    )


def _line(scored: queries.ScoreSheet, line: queries.ScoredLine) -> Line:
    points = line.points
    url = _indicator_url(scored, points.indicator.code)
    share = line.figure.unit == "share"
    value = None if points.value is None else rules.rounded(points.value * 100 if share else points.value)
    unit = "%" if share else _("元") if line.figure.unit == "yuan" else ""
    amounts = (Amount(points.indicator.weight), Amount(value, url), Amount(points.earned, url))
    label = f"{points.indicator.name}（{unit}）" if unit else points.indicator.name
    return Line(label, amounts, code=points.indicator.code)


def _facts(scored: queries.ScoreSheet, line: queries.ScoredLine) -> list[Fact]:
    points = line.points
    value = DASH if points.value is None else _value(points.value, line.figure.unit)
    earned = DASH if points.earned is None else str(points.earned)
    return [
        Fact(_("联合党委"), scored.committee, _sheet_url(scored.committee_id, scored.quarter)),
        Fact(_("季度"), scored.quarter.label(gettext)),
        Fact(_("实际值"), value),
        Fact(_("得分"), f"{earned} / {rules.plain(Fraction(points.indicator.weight))}"),
        Fact(_("计分规则"), _version(scored)),
        Fact(_("指标出处"), line.source or DASH),
    ]


def _no_records(metric: str) -> str:
    if metric.startswith("ledger."):
        return _("成员村还没有账套，或者这一季度还没有过完的月份。")
    return _("本季度还没有群众评分。事项办结并公开后，村民用评分纸条评分，这里就会出现记录。")


def _value(value: Fraction, unit: str) -> str:
    """A share also as the exact number it is; an amount needs no second form."""
    told = rules.told(value, unit)
    return f"{told}（{rules.plain(value)}）" if unit == "share" else told


def _state(line: queries.ScoredLine) -> State:
    return State(_("还没有记录"), "draft") if line.points.earned is None else State(_("已计分"), "done")


def _told(step: rules.Step) -> dict[str, object]:
    """The explanation in the reader's language, as nested sentences."""
    return {
        "sentence": gettext(step.sentence).format(**step.params),
        "below": [_told(below) for below in step.below],
    }


def _version(scored: queries.ScoreSheet) -> str:
    return _("方案第 %(id)s 版（指纹 %(digest)s）") % {"id": scored.playbook_id, "digest": scored.digest[:12]}


def _quarter(request: HttpRequest) -> Quarter:
    """From `quarter` or, on statements, `period`; the present one otherwise, also for a future one."""
    present = Quarter.of(clock.today())
    asked = request.GET.get("quarter") or request.GET.get("period")
    if not asked:
        return present
    try:
        return min(Quarter.parse(asked), present)
    except Refusal:
        return present


def _quarters() -> list[Choice]:
    quarter, choices = Quarter.of(clock.today()), []
    for _count in range(QUARTERS_OFFERED):
        choices.append(Choice(str(quarter), quarter.label(gettext)))
        quarter = quarter.previous()
    return choices


def _page_number(request: HttpRequest, total: int) -> int:
    text = request.GET.get("page", "1")
    asked = int(text) if text.isdecimal() and len(text) <= 5 else 1
    return min(max(1, asked), max(1, -(-total // PAGE)))


def _list_crumb(quarter: Quarter) -> Link:
    return Link(_("季度考核"), f"{reverse('assessment:scores')}?{urlencode({'quarter': str(quarter)})}")


def _sheet_url(committee_id: int, quarter: Quarter) -> str:
    return f"{reverse('assessment:sheet', args=[committee_id])}?{urlencode({'period': str(quarter)})}"


def _indicator_url(scored: queries.ScoreSheet, code: str) -> str:
    base = reverse("assessment:indicator", args=[scored.committee_id, code])
    return f"{base}?{urlencode({'period': str(scored.quarter)})}"
