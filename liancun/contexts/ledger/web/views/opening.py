"""Opening a book: the owners that have none, and the form of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.books import open_book
from liancun.contexts.ledger.queries import books, owners
from liancun.contexts.ledger.web.forms import OpenBookForm
from liancun.contexts.ledger.web.views import shapes, warned
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size
from liancun.kernel.periods import Month

# A book is seldom opened for more than two years back.
MONTHS_BACK = 36


@require_safe
def where_to_open(request: HttpRequest) -> HttpResponse:
    """Those who may have a book and have none."""
    actor = actor_of(request)
    require(actor, "ledger.open_book", None)
    words = request.GET.get("q", "").strip()[:60]
    kinds = playbook.section_of().ledger.book.owners
    found = owners.without_book(kinds, lambda id: may(actor, "ledger.open_book", id), words)
    first = shapes.start(request)
    shown = islice(found, first, first + page_size(request, shapes.PAGE))
    register = Register(
        columns=(
            Column("owner", _("所有者"), "name"),
            Column("kind", _("类别")),
            Column("place", _("所在")),
        ),
        rows=tuple(_row(one) for one in shown),
        search=words,
        search_hint=_("名称、拼音或代码"),
        empty=_("没有这样的组织，或者它已经有账套了。") if words else _("您管的组织都已经有账套了。"),
        empty_step=Link(_("看已有的账套"), reverse("ledger:books")),
    )
    context = {
        "title": _("建账"),
        "lead": _("先选给谁建账。联合党委、联盟是功能型组织，没有账。"),
        "crumbs": [Link(_("账套"), reverse("ledger:books"))],
        "register": register,
        "pager": shapes.pager(request, len(found)),
    }
    return page(request, "pages/register.html", context)


def _row(one: owners.OwnerLine) -> Row:
    kind = bodies.kind_name(one.kind)
    return Row((one.name, kind, one.place), reverse("ledger:open_book", args=[one.id]))


@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, body_id: int) -> HttpResponse:
    actor, owner = actor_of(request), owners.owner_line(books.owner_of(body_id))
    require(actor, "ledger.open_book", owner.id)
    kept = books.book_of(owner.id)
    if kept is not None and request.method != "POST":
        return redirect("ledger:book", kept.id)
    section = playbook.section_of()
    charts = section.charts_of(owner.kind, owner.under)
    form = OpenBookForm(
        request.POST or None,
        initial={"kind": section.ledger.platform.kind, "chart": charts[0], "month": str(_this_month())},
        charts=[(key, section.chart[key].name) for key in charts],
        months=[(str(month), month.label(_)) for month in _months()],
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _opened(actor, owner.id, form.cleaned_data))
        if made is not None:
            say(request, happened=_("%(owner)s的账套已经建好。") % {"owner": owner.name}, then=_then(made))
            return redirect("ledger:book", made.id)
    context = {
        "title": _("建账"),
        "lead": owner.name,
        "crumbs": [
            Link(_("账套"), reverse("ledger:books")),
            Link(_("建账"), reverse("ledger:where_to_open")),
        ],
        "form": form,
        "submit": _("建账"),
        "known": _known(owner, section, charts),
        "warned": warned.of_owner(actor, owner.id, clock.today().year),
        "rules": [
            _("一个所有者只有一个账套；账随所有者走。"),
            _("建好以后，记账方式、科目表和启用月份都不能再改。"),
        ],
        "cancel_url": reverse("ledger:where_to_open"),
    }
    return page(request, "ledger/warned_step.html", context, status=422 if form.errors else 200)


def _known(owner: owners.OwnerLine, section: playbook.LedgerSection, charts: tuple[str, ...]) -> list[Fact]:
    agency = books.agency_of(owner.id)
    only = [Fact(_("科目表"), section.chart[charts[0]].name)] if len(charts) == 1 else []
    return [
        Fact(_("所有者"), owner.name),
        Fact(_("类别"), bodies.kind_name(owner.kind)),
        *([Fact(_("所在"), owner.place)] if owner.place else []),
        *only,
        Fact(_("委托代理记账"), agency.name if agency else _("还没有签委托代理协议，建账后在账套页上登记")),
        Fact(_("省里的平台"), section.ledger.platform.name),
    ]


def _this_month() -> Month:
    return Month.of(clock.today())


def _months() -> list[Month]:
    """This month and those before, newest first."""
    found = [_this_month()]
    while len(found) < MONTHS_BACK:
        found.append(found[-1].previous())
    return found


def _opened(actor: Actor, owner_id: int, given: Mapping[str, Any]) -> books.BookLine:
    return open_book(
        actor,
        owner_id=owner_id,
        opening_date=Month.parse(given["month"]).first,
        chart=given.get("chart"),
        kind=given["kind"],
    )


def _then(book: books.BookLine) -> str:
    if book.kind == "mirror":
        return _("请代理会计导入平台第一个月的凭证和科目余额表，期初余额从余额表里来。")
    return _("请代理会计导入期初余额表，再由另一人复核记账。")
