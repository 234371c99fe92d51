"""One book's property: register beside accounts, a month's depreciation, counts."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.estate.actions import register as acts
from liancun.contexts.estate.queries import counts
from liancun.contexts.estate.queries import register as reads
from liancun.contexts.estate.rules import comparing
from liancun.contexts.estate.web.forms import CountForm
from liancun.contexts.estate.web.views import shapes
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Amount, Column, Fact, Line, Link, Register, Row, Sheet, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, as_of, as_of_picker, page
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month

_MOST_COUNTED = 300


@require_safe
def choose_book(request: HttpRequest) -> HttpResponse:
    """Where to register: one acts in one book at a time."""
    require(actor_of(request), "estate.read", None)
    search = request.GET.get("q", "")[:60]
    found = [book for book in ledger.books() if search in book.owner_name]
    context = {
        "title": _("登记和办理"),
        "lead": _("一次在一个账套里办理。"),
        "crumbs": shapes.crumbs(_("资产"), "estate:assets"),
        "register": Register(
            columns=(Column("owner", _("账套"), "name"),),
            rows=tuple(Row((b.owner_name,), reverse("estate:book", args=[b.id])) for b in found[:200]),
            search=search,
            search_hint=_("账套"),
            empty=_("没有符合条件的账套。"),
        ),
    }
    return page(request, "pages/register.html", context)


@require_safe
def book(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line, on = actor_of(request), ledger.book(book_id), as_of(request)
    require(actor, "estate.read", line.owner_id)
    compared = reads.compared(book_id, on)
    context = {
        "title": _("资产登记簿与账簿核对"),
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(_("资产"), "estate:assets"),
        "sheet": _sheet(line, str(on), compared),
        "unit": request.GET.get("unit", "yuan"),
        "links": _links(actor, line),
        "as_of": as_of_picker(request),
        "counts": [
            Link(
                _("%(day)s盘点") % {"day": one.on},
                reverse("estate:count", args=[one.id]),
                _("%(lines)d 项，%(gaps)d 项不符") % {"lines": one.lines, "gaps": one.differences},
            )
            for one in counts.counts(book_id)
        ],
    }
    return page(request, "estate/book.html", context)


def _links(actor: Actor, line: ledger.BookLine) -> list[Link]:
    offers = (
        ("estate.register", _("登记资产"), "estate:register_asset"),
        ("estate.register", _("登记资源"), "estate:register_resource"),
        ("estate.make_contract", _("登记合同"), "estate:make_contract"),
        ("estate.propose_wear", _("提取折旧"), "estate:wear"),
        ("estate.spread_rent", _("租金分摊"), "estate:spread_rent"),
        ("estate.count", _("盘点"), "estate:record_count"),
    )
    return [
        Link(label, reverse(name, args=[line.id]))
        for verb, label, name in offers
        if may(actor, verb, line.owner_id)
    ]


def _sheet(line: ledger.BookLine, on: str, compared: tuple[comparing.Compared, ...]) -> Sheet:
    lines: list[Line] = []
    for one in compared:
        if not (one.register or one.account):
            continue
        amounts = (Amount(one.register), Amount(one.account), Amount(one.difference or None))
        lines.append(Line(f"{one.code} {one.name}", amounts))
        lines += [_reason(line, reason) for reason in one.reasons]
        if one.unexplained:
            blank = (Amount(None), Amount(None), Amount(one.unexplained))
            lines.append(Line(_("没有查明的差额"), blank, level=1))
    equal = not any(one.difference for one in compared)
    return Sheet(
        title=_("资产登记簿与账簿核对表"),
        body=line.owner_name,
        period=on,
        columns=(_("登记簿"), _("账簿"), _("差额")),
        lines=tuple(lines),
        note=_("登记簿与账簿相符。") if equal else _("登记簿与账簿不符，差额和原因列在上面。"),
    )


def _reason(line: ledger.BookLine, reason: comparing.Reason) -> Line:
    words = {
        "end": _("已处置，凭证还没有记账：%(what)s"),
        "wear": _("%(what)s折旧还没有记账"),
    }[reason.code] % {"what": reason.words}
    url = reverse("ledger:voucher", args=[line.id, reason.voucher_id]) if reason.voucher_id else ""
    return Line(words, (Amount(None), Amount(None), Amount(reason.amount, url)), level=1)


def month_of(request: HttpRequest) -> Month:
    try:
        return Month.parse(request.GET.get("period", ""))
    except Refusal:
        return Month.of(clock.today())


@require_http_methods(["GET", "HEAD", "POST"])
def wear(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line, month = actor_of(request), ledger.book(book_id), month_of(request)
    require(actor, "estate.propose_wear", line.owner_id)
    parts = reads.wear_parts(book_id, month.first)
    form = Form(shapes.posted(request))

    def done() -> str:
        voucher = acts.propose_wear(actor, book_id=book_id, month=month)
        say(request, happened=_("折旧凭证已经拟好。"), then=_("由另一位会计复核记账。"))
        return reverse("ledger:voucher", args=[book_id, voucher])

    total = sum((part.amount for part in parts), reads.ZERO)
    words: dict[str, object] = {
        "title": _("%(month)s折旧") % {"month": month.label(_)},
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(_("资产"), "estate:assets", shapes.book_link(line)),
        "known": [
            Fact(_("资产"), _("%(count)d 项") % {"count": len(parts)}),
            Fact(_("本月折旧"), shapes.yuan(total)),
            *(Fact(f"{p.asset.number} {p.asset.name}", shapes.yuan(p.amount)) for p in parts[:40]),
        ],
        "rules": [_("按直线法，由另一位会计复核后才记账。")],
        "submit": _("拟折旧凭证"),
        "cancel_url": reverse("estate:book", args=[book_id]),
    }
    return shapes.step(request, form, done, words)


@require_http_methods(["GET", "HEAD", "POST"])
def record_count(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line, today = actor_of(request), ledger.book(book_id), clock.today()
    require(actor, "estate.count", line.owner_id)
    there = reads.standing_on(today, book_id).order_by("number")[:_MOST_COUNTED]
    things = [(a.pk, f"{a.number} {a.name} {a.place}", a.quantity) for a in there]
    form = CountForm(shapes.posted(request), things=things, initial={"key": uuid4().hex})

    def done() -> str:
        told = form.cleaned_data
        made = acts.record_count(
            actor,
            book_id=book_id,
            on=today,
            counters=told["counters"],
            found=form.found(),
            key=told["key"],
        )
        say(request, happened=_("盘点已经登记。"), then=_("不符的请查明原因，再处置或者补登。"))
        return reverse("estate:count", args=[made])

    words: dict[str, object] = {
        "title": _("盘点"),
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(_("资产"), "estate:assets", shapes.book_link(line)),
        "submit": _("登记盘点"),
        "cancel_url": reverse("estate:book", args=[book_id]),
        "rules": [_("逐项填写实际数量；没有找到的填 0。")],
    }
    return shapes.step(request, form, done, words)


@require_safe
def count(request: HttpRequest, stock_count_id: int) -> HttpResponse:
    row = counts.count(stock_count_id)
    require(actor_of(request), "estate.read", row.owner_id)
    columns = (
        Column("name", _("名称"), "name"),
        Column("number", _("编号")),
        Column("told", _("登记数量"), "number"),
        Column("found", _("实盘数量"), "number"),
        Column("gap", _("盘盈（盘亏）"), "number"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                *(one.name, one.number, one.told.normalize(), one.found.normalize()),
                one.gap.normalize() if one.gap else None,
                State(_("不符"), "refused") if one.gap else State(_("相符"), "done"),
            ),
            reverse("estate:asset", args=[one.asset_id]),
        )
        for one in counts.found(stock_count_id)
    )
    context = {
        "title": _("%(day)s盘点") % {"day": row.on},
        "lead": _("%(owner)s，盘点人：%(counters)s") % {"owner": row.owner_name, "counters": row.counters},
        "crumbs": shapes.crumbs(_("资产"), "estate:assets", shapes.book_link(ledger.book(row.book_id))),
        "register": Register(columns=columns, rows=rows),
    }
    return page(request, "pages/register.html", context)
