"""Facts of a body by year, one fact over all bodies, flags, and where a body lies."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.actions import facts as actions
from liancun.contexts.bodies.playbook import FactKind
from liancun.contexts.bodies.queries import BodyLine, conditions
from liancun.contexts.bodies.queries import facts as reading
from liancun.contexts.bodies.queries.facts import FactLine, FactRegister
from liancun.contexts.bodies.web.forms.facts import FactsForm, FlagForm, LiftForm, PlaceForm, shown
from liancun.contexts.bodies.web.views.forming import FORM, pager, sent, step_page, window
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web import formats
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.shortcuts import actor_of, page

YEARS_BACK = 15


def _year(request: HttpRequest) -> int:
    """The year asked for; last year's figures are the newest that are whole."""
    text, this = request.GET.get("year", ""), clock.today().year
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this - 1
    return asked if this - YEARS_BACK <= asked <= this else this - 1


def _years(year: int) -> Filter:
    this = clock.today().year
    years = range(this, this - YEARS_BACK - 1, -1)
    choices = tuple(Choice(str(one), _("%(year)d 年") % {"year": one}) for one in years)
    return Filter("year", _("年度"), choices, str(year))


@require_safe
def facts(request: HttpRequest, body_id: int) -> HttpResponse:
    body, kinds = reading.fact_body(body_id)
    actor = actor_of(request)
    require(actor, "bodies.read_facts", body_id)
    year = _year(request)
    held, last = (reading.facts_of([body_id], one).get(body_id, {}) for one in (year, year - 1))
    context = {
        "title": _("%(name)s：年度情况") % {"name": body.name},
        "lead": _("每个数只登记一次，写明来源；更正时原来的数保留。"),
        "crumbs": _crumbs(body),
        "years": _years(year),
        "conditions": asked_of(conditions.conditions_on(body.kind, held)),
        "groups": _groups(kinds, held, last, year),
        "missing": _missing(kinds, held),
        "timeline": _corrections(kinds, reading.fact_values(body_id, year)),
        "flags": _flags(body_id, may(actor, "bodies.flag_body", body_id)),
        "place": _place(body_id),
        "enter_url": _if(may(actor, "bodies.record_facts", body_id), "enter_facts", body_id),
        "year": year,
        "flag_url": _if(may(actor, "bodies.flag_body", body_id), "flag_body", body_id),
        "place_url": _if(may(actor, "bodies.place_body", body_id), "place_body", body_id),
    }
    return page(request, "bodies/facts.html", context)


def _if(allowed: bool, name: str, body_id: int) -> str:
    return reverse(f"bodies:{name}", args=[body_id]) if allowed else ""


def _crumbs(body: BodyLine) -> list[Link]:
    return [
        Link(_("组织名录"), reverse("bodies:register")),
        Link(body.name, reverse("bodies:record", args=[body.id])),
    ]


def _groups(
    kinds: dict[str, FactKind], held: dict[str, FactLine], last: dict[str, FactLine], year: int
) -> list[tuple[str, Register]]:
    """One table for each group of facts, with the year before beside; what nobody has entered is left out."""
    columns = (
        Column("name", _("项目"), "name"),
        Column("value", _("%(year)d 年") % {"year": year}, "number"),
        Column("before", _("%(year)d 年") % {"year": year - 1}, "number"),
        Column("source", _("来源")),
    )
    found = []
    for code, group in playbook.facts_section().group.items():
        rows = tuple(
            Row(
                (
                    _named(kind),
                    shown(kind, held.get(fact)) or "—",
                    shown(kind, last.get(fact)) or "—",
                    _source(kind, held.get(fact)),
                )
            )
            for fact, kind in kinds.items()
            if kind.group == code and (fact in held or fact in last or kind.derived)
        )
        if rows:
            found.append((_(group.name), Register(columns, rows)))
    return found


def _named(kind: FactKind) -> str:
    """The name with its unit: 人口（人）."""
    return f"{kind.said}（{_(kind.unit)}）" if kind.unit else kind.said


def asked_of(lines: tuple[conditions.ConditionLine, ...]) -> Register | None:
    """What the law asks of such a body: how it stands, condition by condition."""
    columns = (
        Column("name", _("条件"), "name"),
        Column("now", _("现在")),
        Column("verdict", _("结果"), "state"),
        Column("source", _("出处")),
    )
    words = {
        "holds": State(_("符合"), "done"),
        "broken": State(_("不符合"), "refused"),
        "unknown": State(_("不能判断"), "waiting"),
    }
    rows = tuple(
        Row(
            (line.name, line.now or "—", words[line.verdict], line.source),
            note=_("还没有登记：%(names)s") % {"names": "、".join(line.missing)} if line.missing else "",
        )
        for line in lines
    )
    return Register(columns, rows) if rows else None


def _missing(kinds: dict[str, FactKind], held: dict[str, FactLine]) -> str:
    """Names of what has not been entered for the year."""
    return "、".join(kind.said for code, kind in kinds.items() if code not in held and kind.typed)


def _source(kind: FactKind, line: FactLine | None) -> str:
    if kind.derived:
        return _("由账面数据生成")
    if line is None:
        return ""
    corrected = _("（已更正）") if line.sequence > 1 else ""
    return f"{line.source}{corrected}"


def _corrections(kinds: dict[str, FactKind], values: list[FactLine]) -> list[Entry]:
    """Values that were corrected, with what stood before."""
    found = {(line.code, line.sequence): line for line in values}
    return [
        Entry(
            _("更正%(fact)s：%(before)s → %(now)s")
            % {
                "fact": kinds[line.code].name,
                "before": shown(kinds[line.code], found.get((line.code, line.sequence - 1))),
                "now": shown(kinds[line.code], line),
            },
            line.entered_at,
            line.entered_by_name,
            note=line.reason,
        )
        for line in values
        if line.sequence > 1 and line.code in kinds
    ]


def _flags(body_id: int, manages: bool) -> Related:
    links = tuple(
        Link(
            one.name if one.until is None else _("%(flag)s（已撤销）") % {"flag": one.name},
            reverse("bodies:lift_flag", args=[one.id]) if manages and one.until is None else "",
            note=" · ".join((_days(one.since, one.until), one.basis)),
        )
        for one in reading.flags_of(body_id)
    )
    return Related(_("标记"), links, _("没有标记。"))


def _days(since: date, until: date | None) -> str:
    end = formats.chinese_date(until) if until else _("至今")
    return f"{formats.chinese_date(since)} — {end}"


def _place(body_id: int) -> list[Fact]:
    place = reading.place_of(body_id)
    if place is None:
        return []
    words = {"Point": _("点"), "Polygon": _("面"), "MultiPolygon": _("面")}
    return [
        Fact(_("图形"), words[str(place.geometry["type"])]),
        Fact(_("坐标系"), place.crs.upper()),
        Fact(_("来源"), place.source),
        Fact(_("审图号"), place.approval or _("没有（永不公开）")),
        Fact(_("使用范围"), _("可以公开") if place.audience == "public" else _("仅内部使用")),
    ]


@require_http_methods(FORM)
def enter_facts(request: HttpRequest, body_id: int) -> HttpResponse:
    body, kinds = reading.fact_body(body_id)
    actor = actor_of(request)
    require(actor, "bodies.record_facts", body_id)
    year = _year(request)
    held, last = (reading.facts_of([body_id], one).get(body_id, {}) for one in (year, year - 1))
    form = FactsForm(sent(request), kinds=kinds, held=held, last=last)

    def entered() -> None:
        source = form.cleaned_data["source"]
        given = [actions.NewFact(body_id, code, year, value, source) for code, value in form.changed()]
        actions.record_facts(actor, facts=given, reason=form.cleaned_data.get("reason", ""))

    return step_page(
        request,
        form,
        entered,
        title=_("登记 %(year)d 年情况：%(name)s") % {"year": year, "name": body.name},
        submit=_("保存"),
        said=(_("年度情况已经保存。"), _("上级需要时直接取用，不用再报。")),
        back=f"{reverse('bodies:facts', args=[body_id])}?year={year}",
        crumbs=_crumbs(body),
        template="bodies/enter_facts.html",
        rules=[
            _("空着的项目表示不知道，不会当作 0。没有变动的数不用改。"),
            *(f"{row.said}（{_(row.source)}）" for row in playbook.conditions(body.kind).values()),
        ],
    )


@require_safe
def fact_list(request: HttpRequest) -> HttpResponse:
    """One fact over all bodies one may read; those without a value first."""
    actor = actor_of(request)
    require(actor, "bodies.read_facts", None)
    kinds = playbook.facts_section().kinds()
    code = request.GET.get("code", "")
    code = code if code in kinds else next(iter(kinds))
    year, search = _year(request), request.GET.get("q", "").strip()[:40]
    missing = request.GET.get("show", "") == "missing"
    first, count = window(request)
    found = reading.fact_register(
        code,
        year,
        _area(actor.body_id),
        clock.today(),
        search=search,
        missing_only=missing,
        first=first,
        count=count,
    )
    total = found.missing if missing else found.bodies
    context = {
        "title": _("年度情况"),
        "lead": _summary(kinds[code], found, year),
        "register": _list(code, kinds, year, found, missing, search),
        "pager": pager(request, total),
    }
    return page(request, "pages/register.html", context)


def _area(body_id: int | None) -> BodyLine:
    """The top of the tree above the actor: the row policy and the scope say what of it is seen."""
    found = queries.of_kind("province") or queries.of_kind("prefecture") or queries.of_kind("county")
    above = queries.get(body_id).above[0] if body_id is not None else found[0].id
    return queries.get(above)


def _summary(kind: FactKind, found: FactRegister, year: int) -> str:
    known = {"year": year, "name": kind.name, "bodies": found.bodies, "missing": found.missing}
    words = _("%(year)d 年%(name)s：共 %(bodies)d 个，还差 %(missing)d 个。") % known
    if kind.kind in ("text", "flag"):
        return words
    return words + _("已有的合计 %(total)s %(unit)s。") % {
        "total": f"{found.total:,.{kind.places}f}",
        "unit": kind.unit,
    }


def _list(
    code: str, kinds: dict[str, FactKind], year: int, found: FactRegister, missing: bool, search: str
) -> Register:
    kind = kinds[code]
    suppliers = reading.suppliers_of([one.body_id for one in found.page if one.line is None])
    columns = (
        Column("name", _("名称"), "name"),
        Column("place", _("所在地")),
        Column("value", _named(kind), "number"),
        Column("source", _("来源")),
        Column("who", _("谁能提供")),
    )
    rows = tuple(
        Row(
            (
                one.name,
                one.place,
                shown(kind, one.line) or _("缺"),
                _source(kind, one.line),
                suppliers.get(one.body_id, "") if one.line is None else "",
            ),
            url=f"{reverse('bodies:facts', args=[one.body_id])}?year={year}",
        )
        for one in found.page
    )
    facts_ = tuple(Choice(one, kind_.name) for one, kind_ in kinds.items())
    shows = (Choice("", _("全部")), Choice("missing", _("只看缺的")))
    return Register(
        columns,
        rows,
        filters=(
            Filter("code", _("项目"), facts_, code),
            _years(year),
            Filter("show", _("显示"), shows, "missing" if missing else ""),
        ),
        search=search,
        search_hint=_("名称"),
    )


@require_http_methods(FORM)
def flag_body(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.flag_body", body_id)
    flags = [(code, one.name) for code, one in playbook.facts_section().flag.items()]
    form = FlagForm(sent(request), flags=flags)

    def flagged() -> None:
        data = form.cleaned_data
        actions.flag_body(actor, body_id=body_id, code=data["code"], basis=data["basis"], since=data["since"])

    return step_page(
        request,
        form,
        flagged,
        title=_("加标记：%(name)s") % {"name": body.name},
        submit=_("加标记"),
        said=(_("标记已经登记。"), _("标记永不公开，只用于帮扶和规划。")),
        back=reverse("bodies:facts", args=[body_id]),
        crumbs=_crumbs(body),
        rules=[_("薄弱村、软弱涣散村等标记只在内部使用，任何公开页面都不显示。")],
    )


@require_http_methods(FORM)
def lift_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_facts", None)
    flag = reading.flag(flag_id)
    require(actor, "bodies.flag_body", flag.body_id)
    body = queries.get(flag.body_id)
    form = LiftForm(sent(request), initial={"until": clock.today()})
    return step_page(
        request,
        form,
        lambda: actions.lift_flag(actor, flag_id=flag_id, until=form.cleaned_data["until"]),
        title=_("撤销标记：%(flag)s") % {"flag": flag.name},
        submit=_("撤销标记"),
        said=(_("标记已经撤销。"), _("以前的记录不变。")),
        back=reverse("bodies:facts", args=[flag.body_id]),
        crumbs=_crumbs(body),
        known=[Fact(_("名称"), body.name), Fact(_("认定依据"), flag.basis)],
    )


@require_http_methods(FORM)
def place_body(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, body = actor_of(request), queries.get(body_id)
    require(actor, "bodies.place_body", body_id)
    form = PlaceForm(sent(request))
    return step_page(
        request,
        form,
        lambda: actions.place_body(actor, body_id=body_id, **form.cleaned_data),
        title=_("登记位置：%(name)s") % {"name": body.name},
        submit=_("登记位置"),
        said=(_("位置已经登记。"), _("以前的图形保留；没有审图号的不会公开。")),
        back=reverse("bodies:facts", args=[body_id]),
        crumbs=_crumbs(body),
        template="bodies/place.html",
    )
