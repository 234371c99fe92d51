"""The impact assessment: as it stands, signed versions, and each on A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.people import actions, playbook, queries, rules
from liancun.contexts.people.web.forms.privacy import SignForm
from liancun.contexts.people.web.views.personal import BOTH
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive


@require_safe
def impact(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "people.see_assessment", None)
    sheet, versions = queries.impact(), queries.signed()
    changed = not versions or versions[0].digest != sheet.digest
    context = {
        "title": _("个人信息影响评估"),
        "lead": _("由每张表的登记自动写成；目的、依据和期限来自制度方案。"),
        **_shown(sheet),
        "versions": _versions(versions),
        "changed": changed,
        "may_sign": may(actor, "people.sign_assessment", None),
    }
    return page(request, "people/impact.html", context)


@dataclass(frozen=True)
class Purpose:
    """One kind of datum: why it is kept, and every register that holds it."""

    kind: queries.KindSheet
    facts: tuple[Fact, ...]
    register: Register


def _shown(sheet: queries.ImpactSheet) -> dict[str, Any]:
    return {
        "purposes": [_purpose(kind, _holding(sheet, kind.code)) for kind in sheet.kinds],
        "register": _flat(sheet),
        "unknown": sheet.unknown_kinds,
    }


Place = tuple[str, str, str]


def _holding(sheet: queries.ImpactSheet, kind: str) -> list[Place]:
    """Register, how the datum lies there, who may read it: each once, in plain words."""
    found = {
        (_name(table), queries.described(seal), "、".join(_(words) for words in table.readers))
        for table in sheet.tables
        for _field, of_kind, seal in table.fields
        if of_kind == kind
    }
    return sorted(found)


def _name(table: queries.TableSheet) -> str:
    known = rules.REGISTERS.get(table.table)
    if known is not None:
        return _(known)
    return _(rules.OTHER) % {"context": _(rules.CONTEXTS.get(table.context, table.context))}


def _why(kind: queries.KindSheet) -> tuple[Fact, ...]:
    return (
        Fact(_("目的"), kind.purpose),
        Fact(_("依据"), "：".join(part for part in (_(playbook.BASES[kind.basis]), kind.law) if part)),
        Fact(_("保存期限"), _kept(kind)),
        Fact(_("提供给谁"), "、".join(kind.receivers) or _("不提供")),
        Fact(_("敏感"), _("是") if kind.sensitive else _("否")),
    )


def _kept(kind: queries.KindSheet) -> str:
    if not kind.keep_years:
        return _("到%(end)s为止") % {"end": kind.end}
    return _("%(end)s后 %(years)s 年") % {"end": kind.end, "years": kind.keep_years}


def _places() -> tuple[Column, ...]:
    return (
        Column("table", _("登记簿"), "name"),
        Column("seal", _("怎样存放")),
        Column("who", _("谁能读")),
    )


def _purpose(kind: queries.KindSheet, held: list[Place]) -> Purpose:
    return Purpose(kind, _why(kind), Register(_places(), tuple(Row(place) for place in held)))


def _flat(sheet: queries.ImpactSheet) -> Register:
    """The whole in one table, for Excel and paper."""
    heads = ("purpose", "basis", "keep", "receivers", "sensitive")
    columns = (
        Column("kind", _("种类"), "name"),
        *(Column(key, fact.label) for key, fact in zip(heads, _why(sheet.kinds[0]), strict=True)),
        *_places(),
    )
    rows = tuple(
        Row((kind.name, *(fact.value for fact in _why(kind)), *place))
        for kind in sheet.kinds
        for place in _holding(sheet, kind.code)
    )
    return Register(columns, rows)


def _versions(lines: list[queries.SignedLine]) -> Register:
    columns = (
        Column("number", _("版次")),
        Column("signed_on", _("确认日期"), "date"),
        Column("by", _("确认人")),
        Column("conclusion", _("结论")),
        Column("keep_until", _("保存到"), "date"),
    )
    rows = tuple(
        Row(
            (str(line.number), line.signed_on, line.signed_name, line.conclusion, line.keep_until),
            url=reverse("people:impact_paper", args=[line.number]),
        )
        for line in lines
    )
    return Register(columns, rows)


@require_safe
def impact_paper(request: HttpRequest, version: int) -> HttpResponse:
    """On A4; version 0 is the one that stands now and is not signed."""
    require(actor_of(request), "people.see_assessment", None)
    line, sheet = queries.signed_sheet(version) if version else (None, queries.impact())
    context = {
        "title": _("个人信息保护影响评估报告"),
        "number": _("第 %(number)s 版") % {"number": line.number} if line else _("未确认"),
        **_shown(sheet),
        "line": line,
        "digest": sheet.digest,
        "office": playbook.privacy().office,
        "date": line.signed_on if line else clock.today(),
        "signatures": [_("安全管理员")],
        "back_url": reverse("people:impact"),
    }
    return page(request, "people/impact_paper.html", context)


@sensitive
@require_http_methods(BOTH)
def sign_impact(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "people.sign_assessment", None)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["conclusion"]
        if act(request, form, lambda: actions.sign_assessment(actor, conclusion=said)):
            say(request, happened=_("评估已确认并保存。"), then=_("内容有变化时请重新评估。"))
            return redirect("people:impact")
    context = {
        "title": _("确认影响评估"),
        "crumbs": [Link(_("个人信息影响评估"), reverse("people:impact"))],
        "form": form,
        "submit": _("确认"),
        "rules": [_("确认后这一版不能更改，至少保存三年（个人信息保护法第五十六条）。")],
        "cancel_url": reverse("people:impact"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
