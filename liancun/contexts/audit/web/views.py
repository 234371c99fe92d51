"""The log for the auditor: a page at a time, and as a file."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.audit import queries
from liancun.contexts.audit.models import AuditRow
from liancun.contexts.audit.web.forms import LogForm
from liancun.framework.permissions import require
from liancun.framework.web import formats
from liancun.framework.web.parts import Column, Pager, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, is_taken, page, page_size

PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    require(actor_of(request), "audit.export" if is_taken(request) else "audit.read", None)
    form = LogForm(request.GET)
    found = queries.rows(form.filters())
    total = found.count()
    pages = max(1, -(-total // size))
    number = min(_page_number(request), pages)
    position, digest = queries.last_seal()
    context = {
        "title": _("操作日志"),
        "lead": _("只增不改，已封存的记录连成校验链；保存不少于六个月，财务相关不少于三年。"),
        "form": form,
        "register": _register(list(found[(number - 1) * size : number * size])),
        "pager": Pager(number=number, pages=pages, total=total, size=size),
        "sealed": position,
        "waiting": queries.waiting(),
        "digest": digest,
    }
    return page(request, "audit/log.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _headings() -> tuple[str, ...]:
    return (_("时间"), _("姓名"), _("职务"), _("操作"), _("对象"), _("内容"), _("来自"), _("结果"))


def _register(rows: list[AuditRow]) -> Register:
    columns = tuple(
        Column(f"c{index}", label, "state" if index == 7 else "text")
        for index, label in enumerate(_headings())
    )
    return Register(columns, tuple(Row((*_cells(row), _state(row))) for row in rows))


def _cells(row: AuditRow) -> tuple[str, ...]:
    subject = f"{row.subject} {row.subject_id}" if row.subject_id is not None else row.subject
    detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True) if row.detail else ""
    return (
        formats.chinese_moment(row.at),
        row.actor_name,
        row.actor_post,
        _verb(row.verb),
        subject,
        detail,
        row.origin,
    )


def _verb(code: str) -> str:
    """In words with the code beside; the code alone where nobody named it."""
    words = queries.verb_words().get(code, "")
    return _("%(words)s · %(code)s") % {"words": _(words), "code": code} if words else code


def _state(row: AuditRow) -> State:
    return State(_("被拒绝"), "refused") if row.refused else State(_("已办理"), "done")
