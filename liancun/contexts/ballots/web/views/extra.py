"""Extra votes of co-operatives: what holds for which year, by which decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.ballots import queries
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of, page


@require_safe
def extra_votes(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "ballots.read", None)
    columns = (
        Column("body", _("合作社")),
        Column("year", _("年度"), kind="number"),
        Column("name", _("成员")),
        Column("basis", _("依据")),
        Column("votes", _("附加票数"), kind="number", total=True),
        Column("decision", _("成员大会决定")),
        Column("day", _("日期"), kind="date"),
    )
    search = request.GET.get("q", "").strip()[:40]
    rows = [
        Row(
            (
                one.body_name,
                one.year,
                line.name,
                queries.basis_word(line.basis),
                line.votes,
                one.decision,
                one.decided_on,
            )
        )
        for one in queries.extra_registers()
        for line in one.lines
        if search in one.body_name or search in line.name
    ]
    hand_in = may(actor, "ballots.record_extra_votes", None)
    address = reverse("import", args=["ballots.extra_votes"])
    context = {
        "title": _("附加表决权"),
        "lead": _("合作社成员按出资额或者交易量享有的附加票，由成员大会按年度决定，总数不超过基本票的 20%。"),
        "crumbs": [Link(_("表决"), reverse("ballots:ballots"))],
        "register": Register(
            columns=columns,
            rows=tuple(rows),
            search=search,
            search_hint=_("合作社或成员"),
            empty=_("还没有登记附加表决权。没有登记的，每名成员一票。"),
            empty_step=Link(_("用表格导入"), address) if hand_in else None,
        ),
        "hand_in_url": address if hand_in else "",
    }
    return page(request, "ballots/extra_votes.html", context)
