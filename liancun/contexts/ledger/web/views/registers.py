"""Registers of papers: receipt books number by number, lists of what was handed over, bound volumes."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ledger.actions import papers as actions
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries import papers as reads
from liancun.contexts.ledger.web.forms import HandoverForm, ReceiptBookForm, ReceiptForm, VolumeForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.people import of_village
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Entry, Fact, Link, NextStep, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.periods import Month

_METHODS = ["GET", "HEAD", "POST"]


def _listed(
    request: HttpRequest,
    book: books.BookLine,
    title: str,
    register: Register,
    new: Link | None,
    lead: str = "",
) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead or book.owner_name,
        "crumbs": shapes.crumbs(book),
        "register": shapes.searched(request, register),
        "new": new,
    }
    return page(request, "ledger/claims.html", context)


def _new(actor: Actor, action: str, label: str, name: str, book: books.BookLine) -> Link | None:
    return Link(label, reverse(name, args=[book.id])) if may(actor, action, book.owner_id) else None


@require_safe
def receipt_books(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("series", _("收据"), "name"),
        Column("first", _("起号"), "number", group=_("号码")),
        Column("last", _("止号"), "number", group=_("号码")),
        Column("used", _("已使用"), "number", total=True),
        Column("void", _("作废"), "number", total=True),
        Column("amount", _("收款金额"), "money", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (r.series, r.first, r.last, r.used, r.void, r.amount, _receipts_state(r)),
            reverse("ledger:receipts", args=[book_id, r.id]),
            note=_("%(keeper)s 领用") % {"keeper": r.keeper},
        )
        for r in reads.receipt_books(book_id)
    )
    new = _new(actor, "ledger.keep_receipts", _("领用一本收据"), "ledger:new_receipts", book)
    register = Register(columns=columns, rows=rows, empty=_("还没有登记收据簿。"), empty_step=new)
    return _listed(request, book, _("收据簿登记"), register, new)


def _receipts_state(line: reads.ReceiptsLine) -> State:
    if line.returned_on:
        return State(_("已缴销"), "closed")
    if line.passed:
        return State(_("有跳号"), "refused")
    return State(_("在用"), "running")


@require_http_methods(_METHODS)
def new_receipts(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.keep_receipts", book.owner_id)
    form = ReceiptBookForm(
        request.POST or None, initial={"date": clock.today()}, people=of_village(book.owner_id)
    )
    return step(
        request,
        book,
        form,
        lambda given: actions.take_receipt_book(
            actor,
            book_id=book_id,
            series=given["series"],
            first=given["first"],
            last=given["last"],
            keeper_id=given["keeper"],
            day=given["date"],
        ),
        onward=reverse("ledger:receipt_books", args=[book_id]),
        title=_("领用一本收据"),
        submit=_("登记"),
        happened=_("收据簿已经登记。"),
        rules=[_("收据按号码连续使用，作废的各联都要保存。")],
    )


@require_safe
def receipts(request: HttpRequest, book_id: int, receipts_id: int) -> HttpResponse:
    actor, book, line = actor_of(request), books.book(book_id), reads.receipts(book_id, receipts_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("number", _("号码"), "number"),
        Column("date", _("日期"), "date"),
        Column("payer", _("交款单位或个人"), "text"),
        Column("amount", _("金额"), "money", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row((r.number, r.date, r.payer, r.amount, _receipt_state(r)), note=r.note)
        for r in reads.receipt_lines(receipts_id)
    )
    keeps = may(actor, "ledger.keep_receipts", book.owner_id) and line.returned_on is None
    context = {
        "title": _("收据 %(series)s（%(first)s—%(last)s）")
        % {"series": line.series, "first": line.first, "last": line.last},
        "lead": _open_words(line),
        "crumbs": shapes.crumbs(book, Link(_("收据簿登记"), reverse("ledger:receipt_books", args=[book_id]))),
        "register": shapes.searched(request, Register(columns=columns, rows=rows, empty=_("还没有使用。"))),
        "new": Link(_("登记一张收据"), reverse("ledger:note_receipt", args=[book_id, receipts_id]))
        if keeps
        else None,
        "return_url": reverse("ledger:return_receipts", args=[book_id, receipts_id]) if keeps else "",
    }
    return page(request, "ledger/receipts.html", context)


def _receipt_state(line: reads.ReceiptLine) -> State:
    return State(_("作废"), "closed") if line.void else State(_("已使用"), "done")


def _open_words(line: reads.ReceiptsLine) -> str:
    ranges = "、".join(str(a) if a == b else f"{a}—{b}" for a, b in line.open)
    if line.passed:
        numbers = "、".join(str(n) for n in line.passed[:10])
        return _("跳号没有登记：%(numbers)s。未用：%(ranges)s。") % {"numbers": numbers, "ranges": ranges}
    return _("未用：%(ranges)s。") % {"ranges": ranges} if ranges else _("全部号码都已登记。")


@require_http_methods(_METHODS)
def note_receipt(request: HttpRequest, book_id: int, receipts_id: int) -> HttpResponse:
    actor, book, line = actor_of(request), books.book(book_id), reads.receipts(book_id, receipts_id)
    require(actor, "ledger.keep_receipts", book.owner_id)
    following = line.open[0][0] if line.open else line.last
    form = ReceiptForm(request.POST or None, initial={"number": following, "date": clock.today()})
    return step(
        request,
        book,
        form,
        lambda given: actions.note_receipts(
            actor,
            receipts_id=receipts_id,
            receipts=[
                actions.NewReceipt(
                    given["number"],
                    given["date"],
                    given["void"],
                    given["payer"],
                    given["amount"],
                    given["note"],
                )
            ],
        ),
        onward=reverse("ledger:receipts", args=[book_id, receipts_id]),
        title=_("登记一张收据"),
        submit=_("登记"),
        happened=_("这张收据已经登记。"),
    )


@require_POST
def return_receipts(request: HttpRequest, book_id: int, receipts_id: int) -> HttpResponse:
    reads.receipts(book_id, receipts_id)
    actions.return_receipt_book(actor_of(request), receipts_id=receipts_id)
    say(request, happened=_("这本收据已经缴销。"))
    return redirect("ledger:receipt_books", book_id)


@require_safe
def handovers(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("number", _("清单"), "name"),
        Column("given", _("移交日期"), "date"),
        Column("by", _("移交人"), "text"),
        Column("claims", _("报账单"), "number", total=True),
        Column("sheets", _("单据张数"), "number", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (_list_name(h), h.given_on, h.given_name, h.claims, h.sheets, _handover_state(h)),
            reverse("ledger:handover", args=[book_id, h.id]),
        )
        for h in reads.handovers(book_id)
    )
    new = _new(actor, "ledger.hand_over_papers", _("移交单据"), "ledger:new_handover", book)
    register = Register(columns=columns, rows=rows, empty=_("还没有移交清单。"), empty_step=new)
    return _listed(request, book, _("单据移交"), register, new)


def _list_name(line: reads.HandoverLine) -> str:
    return _("第 %(number)d 号清单") % {"number": line.number}


def _handover_state(line: reads.HandoverLine) -> State:
    return State(_("已接收"), "done") if line.taken_at else State(_("等待接收"), "waiting")


@require_http_methods(_METHODS)
def new_handover(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.hand_over_papers", book.owner_id)
    waiting = reads.giveable(book_id)
    choices = [
        (
            str(c.id),
            _("第 %(number)d 号 %(purpose)s %(amount)s")
            % {"number": c.number, "purpose": c.purpose, "amount": shapes.yuan(c.amount)},
        )
        for c in waiting
    ]
    form = HandoverForm(request.POST or None, claims=choices, initial={"claims": [c.id for c in waiting]})
    return step(
        request,
        book,
        form,
        lambda given: actions.hand_over_papers(
            actor, book_id=book_id, claim_ids=given["claims"], note=given["note"]
        ),
        onward=reverse("ledger:handovers", args=[book_id]),
        title=_("移交单据"),
        submit=_("列入清单"),
        happened=_("移交清单已经列好。"),
        then=_("请打印清单，同纸质单据一起交代理中心清点接收。"),
        rules=[_("已经审批、纸质单据还在村里的报账单列在这里。")] if choices else [_("没有等待移交的单据。")],
    )


@require_safe
def handover(request: HttpRequest, book_id: int, handover_id: int) -> HttpResponse:
    actor, book, line = actor_of(request), books.book(book_id), reads.handover(book_id, handover_id)
    require(actor, "ledger.read_books", book.owner_id)
    takes = line.taken_at is None and may(actor, "ledger.take_papers", book.owner_id)
    url = reverse("ledger:take_papers", args=[book_id, handover_id])
    waits = NextStep(_("等待代理中心清点接收。"))
    step_next = NextStep(_("请按清单清点纸质单据。"), _("数目相符，接收"), url, post=True) if takes else waits
    context = {
        "title": _list_name(line),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("单据移交"), reverse("ledger:handovers", args=[book_id]))),
        "state": _handover_state(line),
        "facts": [
            Fact(_("移交人"), line.given_name),
            Fact(_("报账单"), str(line.claims)),
            Fact(_("单据张数"), str(line.sheets)),
        ],
        "next": None if line.taken_at else step_next,
        "register": _items_register(book_id, handover_id),
        "timeline": [
            Entry(_("移交"), line.given_on, line.given_name, line.note),
            *([Entry(_("接收"), line.taken_at, line.taken_name)] if line.taken_at else []),
        ],
        "print_url": reverse("ledger:print_handover", args=[book_id, handover_id]),
    }
    return page(request, "ledger/handover.html", context)


def _items_register(book_id: int, handover_id: int) -> Register:
    columns = (
        Column("number", _("报账单"), "name"),
        Column("purpose", _("用途"), "text"),
        Column("amount", _("金额"), "money", total=True),
        Column("sheets", _("单据张数"), "number", total=True),
    )
    rows = tuple(
        Row(
            (_("第 %(number)d 号") % {"number": c.number}, c.purpose, c.amount, sheets),
            reverse("ledger:claim", args=[book_id, c.id]),
        )
        for c, sheets in reads.items(handover_id)
    )
    return Register(columns=columns, rows=rows)


@require_POST
def take_papers(request: HttpRequest, book_id: int, handover_id: int) -> HttpResponse:
    reads.handover(book_id, handover_id)
    actions.take_papers(actor_of(request), handover_id=handover_id)
    say(request, happened=_("单据已经接收。"))
    return redirect("ledger:handover", book_id, handover_id)


@require_safe
def print_handover(request: HttpRequest, book_id: int, handover_id: int) -> HttpResponse:
    book, line = books.book(book_id), reads.handover(book_id, handover_id)
    require(actor_of(request), "ledger.read_books", book.owner_id)
    found = reads.items(handover_id)
    context = {
        "title": _("单据移交清单"),
        "number": _list_name(line),
        "book": book,
        "line": line,
        "items": found,
        "total": sum(claim.amount for claim, _sheets in found),
        "back_url": reverse("ledger:handover", args=[book_id, handover_id]),
        "signatures": [_("移交人"), _("接收人"), _("监交人")],
    }
    return page(request, "ledger/print_handover.html", context)


@require_safe
def volumes(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("month", _("月份"), "name"),
        Column("number", _("册号"), "number"),
        Column("first", _("起号"), "number", group=_("凭证")),
        Column("last", _("止号"), "number", group=_("凭证")),
        Column("sheets", _("原始单据张数"), "number", total=True),
        Column("box", _("盒号"), "text"),
        Column("place", _("存放地点"), "text"),
        Column("bound", _("装订日期"), "date"),
    )
    rows = tuple(
        Row((Month.of(v.month).label(_), v.number, v.first, v.last, v.sheets, v.box, v.place, v.bound_on))
        for v in reads.volumes(book_id)
    )
    new = _new(actor, "ledger.bind_volume", _("装订一册"), "ledger:new_volume", book)
    register = Register(columns=columns, rows=rows, empty=_("还没有装订凭证。"), empty_step=new)
    return _listed(request, book, _("凭证装订"), register, new)


@require_http_methods(_METHODS)
def new_volume(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.bind_volume", book.owner_id)
    months = [m.month for m in books.months(book_id)]
    form = VolumeForm(
        request.POST or None, initial=_unbound(book_id, months), months=shapes.month_choices(months)
    )
    return step(
        request,
        book,
        form,
        lambda given: actions.bind_volume(
            actor,
            book_id=book_id,
            month=Month.parse(given["month"]).first,
            first=given["first"],
            last=given["last"],
            sheets=given["sheets"],
            box=given["box"],
            place=given["place"],
        ),
        onward=reverse("ledger:volumes", args=[book_id]),
        title=_("装订一册"),
        submit=_("登记"),
        happened=_("这一册已经登记。"),
    )


def _unbound(book_id: int, months: list[date]) -> dict[str, object]:
    """The earliest month with vouchers that stand in no volume, already filled in."""
    for month in reversed(months):
        found = reads.unbound(book_id, month)
        if found is not None:
            first, last, sheets = found
            return {"month": str(Month.of(month)), "first": first, "last": last, "sheets": sheets}
    return {}
