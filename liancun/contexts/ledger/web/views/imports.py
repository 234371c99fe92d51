"""Imports of vouchers into a book: what came, and the reviewer who posts all of it or sends it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.ledger.actions.batches import discard_import
from liancun.contexts.ledger.actions.importing import post_import
from liancun.contexts.ledger.queries import batches, books, vouchers
from liancun.contexts.ledger.web.views import shapes
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, NextStep, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, sensitive


@require_safe
def imported(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("at", _("导入"), "date"),
        Column("first", _("凭证日期从"), "date"),
        Column("last", _("到"), "date"),
        Column("vouchers", _("凭证"), "number", total=True),
        Column("lines", _("分录"), "number", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (b.prepared_at, b.first, b.last, b.vouchers, b.lines, _state(b)),
            reverse("ledger:batch", args=[book_id, b.id]),
        )
        for b in batches.batches(book_id)
    )
    imports = may(actor, "ledger.import_vouchers", book.owner_id)
    new = Link(_("从 Excel 导入凭证"), reverse("import", args=["ledger.vouchers"])) if imports else None
    context = {
        "title": _("导入的凭证"),
        "lead": _("%(owner)s。从别的财务软件转来的凭证，整批复核记账。") % {"owner": book.owner_name},
        "crumbs": shapes.crumbs(book),
        "register": Register(columns=columns, rows=rows, empty=_("还没有导入过凭证。"), empty_step=new),
        "new": new,
        "others": [Link(_("导入期初余额"), reverse("import", args=["ledger.opening"]))] if imports else [],
    }
    return page(request, "ledger/claims.html", context)


def _state(line: batches.BatchLine) -> State:
    if line.waiting:
        return State(_("等待复核记账"), "waiting")
    return State(_("已记账"), "done") if line.posted else State(_("已作废"), "closed")


@require_safe
def batch(request: HttpRequest, book_id: int, voucher_batch_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    line = batches.batch(book_id, voucher_batch_id)
    found, total = vouchers.vouchers(
        book_id=book_id, batch_id=voucher_batch_id, start=shapes.start(request), size=shapes.PAGE
    )
    up = Link(_("导入的凭证"), reverse("ledger:imported", args=[book_id]))
    context = {
        "title": _("%(count)d 张导入的凭证") % {"count": line.vouchers},
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, up),
        "state": _state(line),
        "facts": [
            Fact(_("凭证日期"), f"{line.first} — {line.last}"),
            Fact(_("分录"), str(line.lines)),
            Fact(_("借方合计"), shapes.yuan(line.amount)),
            Fact(_("待补手续"), _("%(count)d 张") % {"count": line.without}),
        ],
        "next": _next(actor, book, line),
        "waiting": [(v, vouchers.entry_lines(v.id)) for v in found],
        "pager": shapes.pager(request, total),
        "codes": shapes.shows_codes(request),
        "discard_url": _discard_url(actor, book, line),
    }
    return page(request, "ledger/batch.html", context)


def _next(actor: Actor, book: books.BookLine, line: batches.BatchLine) -> NextStep | None:
    if not line.waiting:
        return None
    mine = line.prepared_by == actor.person_id
    if mine or not may(actor, "ledger.post_import", book.owner_id):
        return NextStep(_("等待另一位会计整批复核记账。"))
    return NextStep(
        _("请对照原来的账核对下面的凭证，合计和张数要一致。"),
        _("整批复核并记账"),
        reverse("ledger:post_batch", args=[book.id, line.id]),
        post=True,
        consequence=_("这一批全部记账，记账后不能修改或删除，只能用红字更正。"),
    )


def _discard_url(actor: Actor, book: books.BookLine, line: batches.BatchLine) -> str:
    mine = line.prepared_by == actor.person_id
    verb = "ledger.import_vouchers" if mine else "ledger.post_import"
    if not line.waiting or not may(actor, verb, book.owner_id):
        return ""
    return reverse("ledger:discard_batch", args=[book.id, line.id])


@sensitive
@require_POST
def post_batch(request: HttpRequest, book_id: int, voucher_batch_id: int) -> HttpResponse:
    line = batches.batch(book_id, voucher_batch_id)
    done = post_import(actor_of(request), key=line.key)
    say(request, happened=_("已经记账 %(count)d 张凭证。") % {"count": done.vouchers})
    return redirect("ledger:batch", book_id, voucher_batch_id)


@require_POST
def discard_batch(request: HttpRequest, book_id: int, voucher_batch_id: int) -> HttpResponse:
    line = batches.batch(book_id, voucher_batch_id)
    gone = discard_import(actor_of(request), batch_id=line.id)
    say(
        request,
        happened=_("这一批的 %(count)d 张草稿已经作废。") % {"count": gone},
        then=_("改好文件后可以重新导入。"),
    )
    return redirect("ledger:batch", book_id, voucher_batch_id)
