"""The impact assessment: as it stands, signed versions, and each on A4."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.people import actions, playbook, queries
from liancun.contexts.people.web.forms.privacy import SignForm
from liancun.contexts.people.web.views.personal import BOTH
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Link, Register, Row
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


def _shown(sheet: queries.ImpactSheet) -> dict[str, Any]:
    return {"kinds": _kinds(sheet), "tables": _tables(sheet), "unknown": sheet.unknown_kinds}


def _kinds(sheet: queries.ImpactSheet) -> Register:
    columns = (
        Column("kind", _("种类"), "name"),
        Column("purpose", _("目的")),
        Column("basis", _("依据")),
        Column("keep", _("保存期限")),
        Column("receivers", _("提供给谁")),
        Column("sensitive", _("敏感")),
    )
    rows = tuple(
        Row(
            (
                kind.name,
                kind.purpose,
                "：".join(part for part in (_(playbook.BASES[kind.basis]), kind.law) if part),
                _("%(end)s后 %(years)s 年") % {"end": kind.end, "years": kind.keep_years},
                "、".join(kind.receivers) or _("不提供"),
                _("是") if kind.sensitive else _("否"),
            )
        )
        for kind in sheet.kinds
    )
    return Register(columns, rows)


def _tables(sheet: queries.ImpactSheet) -> Register:
    names = {kind.code: kind.name for kind in sheet.kinds}
    columns = (
        Column("table", _("表"), "name"),
        Column("fields", _("个人信息")),
        Column("seal", _("怎样存放")),
        Column("who", _("谁能读")),
    )
    rows = tuple(
        Row(
            (
                table.table,
                "、".join(f"{field}（{names.get(kind, kind)}）" for field, kind, _seal in table.fields),
                "、".join(dict.fromkeys(queries.described(seal) for _field, _kind, seal in table.fields)),
                "、".join(_(words) for words in table.readers),
            )
        )
        for table in sheet.tables
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
