"""The head of the sealed log, day by day, for everybody to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.audit import api as audit
from liancun.framework.web.shortcuts import page, public

SHOWN = 60


@public
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    found = audit.heads()
    context = {
        "title": _("操作日志校验值"),
        "lead": _("每天公布一行。谁抄存了它，就能证明以后有没有人改过以前的操作记录。"),
        "heads": found[:SHOWN],
        "more": len(found) > SHOWN,
    }
    return page(request, "portal/heads.html", context)


@public
@require_safe
def heads_file(request: HttpRequest) -> HttpResponse:
    """All days, a line each: day, number of sealed rows, digest."""
    lines = [f"{head.day.isoformat()} {head.position} {head.digest}" for head in audit.heads()]
    text = "\n".join(["# day rows-sealed sha256", *lines]) + "\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit-heads.txt"'
    return response
