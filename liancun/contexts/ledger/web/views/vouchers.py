"""Vouchers: the register, one as recorded with what may be done, posting, the printed form."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.ledger.actions.checking import check_voucher
from liancun.contexts.ledger.actions.posting import post_voucher
from liancun.contexts.ledger.queries import authorities, books, mirrors
from liancun.contexts.ledger.queries import vouchers as reads
from liancun.contexts.ledger.web.views import shapes
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Choice, Column, Entry, Fact, Filter, Link, NextStep, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, page_size, sensitive
from liancun.kernel.errors import Refusal
from liancun.kernel.money import capital
from liancun.kernel.periods import Month


@require_safe
def vouchers(request: HttpRequest, book_id: int) -> HttpResponse:
    line = books.book(book_id)
    require(actor_of(request), "ledger.read_books", line.owner_id)
    month = _month(request.GET.get("month", ""))
    found, total = reads.vouchers(
        book_id=book_id,
        month=month.first if month else None,
        start=shapes.start(request),
        size=page_size(request, shapes.PAGE),
    )
    columns = (
        Column("number", _("凭证号"), "name"),
        Column("date", _("日期"), "date"),
        Column("summary", _("摘要"), "text"),
        Column("amount", _("金额"), "money", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (v.label, v.date, v.summary, v.amount, shapes.voucher_state(v)),
            reverse("ledger:voucher", args=[book_id, v.id]),
        )
        for v in found
    )
    months = shapes.month_choices([m.month for m in books.months(book_id)])
    choices = (Choice("", _("全部")), *(Choice(*pair) for pair in months))
    register = Register(
        columns=columns,
        rows=rows,
        filters=(Filter("month", _("月份"), choices, str(month or "")),),
        empty=_("还没有凭证。"),
    )
    context = {
        "title": _("凭证登记簿"),
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(line),
        "register": register,
        "pager": shapes.pager(request, total),
    }
    return page(request, "pages/register.html", context)


def _month(given: str) -> Month | None:
    try:
        return Month.parse(given) if given else None
    except Refusal:
        return None


def of_book(book_id: int, voucher_id: int) -> reads.VoucherLine:
    line = reads.voucher(voucher_id)
    if line.book_id != book_id:
        raise reads.unknown_voucher()
    return line


@require_safe
def voucher(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    actor, line, book = actor_of(request), of_book(book_id, voucher_id), books.book(book_id)
    require(actor, "ledger.read_books", line.owner_id)
    context = {
        "title": line.label,
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("凭证登记簿"), reverse("ledger:vouchers", args=[book_id]))),
        "facts": [*_facts(line, book), *_mirror_facts(book, line)],
        "state": shapes.voucher_state(line),
        "next": _next(actor, line, book),
        "timeline": _timeline(line),
        "entries": reads.entry_lines(voucher_id),
        "codes": shapes.shows_codes(request),
        "voucher": line,
        "steps": _other_steps(actor, line, book),
        "discard_url": _discard_url(actor, line) if book.kind == "own" else "",
    }
    return page(request, "ledger/voucher.html", context)


def _facts(line: reads.VoucherLine, book: books.BookLine) -> list[Fact]:
    facts = [
        Fact(_("日期"), str(line.date)),
        Fact(_("摘要"), line.summary),
        Fact(_("对方"), line.payee or "—"),
        Fact(_("附件"), _("%(count)d 张") % {"count": line.attachments}),
    ]
    if line.claim_id is not None:
        facts.append(
            Fact(_("报账单"), _("查看"), reverse("ledger:claim", args=[line.book_id, line.claim_id]))
        )
    for part in reads.parts_of(line):
        if part.id != line.id:
            url = reverse("ledger:voucher", args=[part.book_id, part.id])
            facts.append(Fact(_("同一笔业务"), f"{part.part}/{part.parts}", url))
    for id, word, name in (
        (line.link_id, _("联动凭证"), "ledger:pair"),
        (line.batch_id if book.kind == "own" else None, _("导入的凭证"), "ledger:batch"),
    ):
        if id is not None:
            facts.append(Fact(word, _("查看"), reverse(name, args=[line.book_id, id])))
    if line.authority_id is not None:
        authority = authorities.authority(line.authority_id)
        url = authorities.subject_url(authority.subject, authority.subject_id)
        facts.append(Fact(_("付款依据"), authority.label, url))
    return facts


def _mirror_facts(book: books.BookLine, line: reads.VoucherLine) -> list[Fact]:
    """What the platform says of a voucher of a mirror book, and the claim it was matched with."""
    if book.kind != "mirror":
        return []
    number, preparer = mirrors.platform_number(line.id)
    facts = [Fact(_("平台凭证号"), number), Fact(_("平台制单人"), preparer)] if number else []
    claim_id = mirrors.matched_claim(line.id)
    if claim_id is None:
        return facts
    return [*facts, Fact(_("报账单"), _("查看"), reverse("ledger:claim", args=[line.book_id, claim_id]))]


def _next(actor: Actor, line: reads.VoucherLine, book: books.BookLine) -> NextStep | None:
    if line.state == "draft" and book.kind == "mirror":
        url = reverse("ledger:mirror", args=[line.book_id])
        return NextStep(_("从平台导入的凭证按月一起复核入账。"), _("去复核"), url)
    if line.state == "draft" and line.link_id is not None:
        url = reverse("ledger:pair", args=[line.book_id, line.link_id])
        return NextStep(_("这是联动凭证的一边，两边要一起记账。"), _("打开联动凭证"), url)
    if line.state == "draft":
        return _posting_step(actor, line)
    if line.warned and may(actor, "ledger.ratify", line.owner_id):
        url = reverse("ledger:ratify", args=[line.book_id, line.id])
        return NextStep(_("这笔钱付出时没有依据，手续补齐后在这里登记。"), _("登记补办的依据"), url)
    if line.warned:
        return NextStep(_("这笔钱付出时没有依据，正在等待补办手续。"))
    return None


def _posting_step(actor: Actor, line: reads.VoucherLine) -> NextStep:
    mine = actor.person_id in (line.prepared_by, line.checked_by)
    if line.needs_check and line.checked_by is None:
        return _checking_step(actor, line)
    if mine or not may(actor, "ledger.post_voucher", line.owner_id):
        return NextStep(_("等待另一位会计复核记账。"))
    return NextStep(
        _("请核对分录、金额和附件。"),
        _("复核并记账"),
        reverse("ledger:post", args=[line.book_id, line.id]),
        post=True,
        consequence=_("记账后不能修改或删除，只能用红字更正。"),
        hidden=(("key", uuid4().hex),),
    )


def _checking_step(actor: Actor, line: reads.VoucherLine) -> NextStep:
    """By its amount this draft is checked by one person and posted by another."""
    if line.prepared_by == actor.person_id or not may(actor, "ledger.check_voucher", line.owner_id):
        return NextStep(_("按金额要先由另一位会计审核，再复核记账。"))
    url = reverse("ledger:check", args=[line.book_id, line.id])
    return NextStep(_("请核对分录、金额和附件；审核的人不再记账。"), _("审核通过"), url, post=True)


def _timeline(line: reads.VoucherLine) -> list[Entry]:
    words = {
        "prepare": _("制单"),
        "check": _("审核"),
        "approve": _("复核同意"),
        "post": _("复核记账"),
        "ratify": _("补办了手续"),
        "discard": _("已作废"),
    }
    made = [Entry(words[s.act], s.at, s.who) for s in reads.steps(line.id)]
    if line.outstanding:
        made.append(Entry(_("没有依据已付款，向村务监督委员会和乡镇预警"), line.posted_at, tone="refused"))
    for id, word in ((line.corrects_id, _("冲销的凭证")), (line.corrected_by_id, _("已被红字凭证冲销"))):
        if id is not None:
            made.append(Entry(word, line.posted_at, url=reverse("ledger:voucher", args=[line.book_id, id])))
    return made


def _other_steps(actor: Actor, line: reads.VoucherLine, book: books.BookLine) -> list[Link]:
    args = [line.book_id, line.id]
    steps = [Link(_("打印凭证"), reverse("ledger:print_voucher", args=args))]
    correctable = line.state == "posted" and line.corrects_id is None and line.corrected_by_id is None
    if book.kind == "own" and correctable and may(actor, "ledger.prepare_voucher", line.owner_id):
        steps.append(Link(_("红字更正"), reverse("ledger:correct", args=args)))
    return steps


def _discard_url(actor: Actor, line: reads.VoucherLine) -> str:
    mine = line.prepared_by == actor.person_id
    action = "ledger.prepare_voucher" if mine else "ledger.post_voucher"
    if line.state != "draft" or line.link_id is not None or not may(actor, action, line.owner_id):
        return ""
    return reverse("ledger:discard", args=[line.book_id, line.id])


@sensitive
@require_POST
def check(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    line = of_book(book_id, voucher_id)
    check_voucher(actor_of(request), voucher_id=line.id)
    say(request, happened=_("凭证已经审核。"), then=_("等待另一位会计复核记账。"))
    return redirect("ledger:voucher", book_id, voucher_id)


@sensitive
@require_POST
def post(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    line = of_book(book_id, voucher_id)
    key = request.POST.get("key", "")[:60] or uuid4().hex
    done = post_voucher(actor_of(request), voucher_id=line.id, key=key)
    say(request, happened=_("%(label)s已经记账。") % {"label": done.label})
    return redirect("ledger:voucher", book_id, voucher_id)


@require_safe
def print_voucher(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    line, book = of_book(book_id, voucher_id), books.book(book_id)
    require(actor_of(request), "ledger.read_books", line.owner_id)
    entries = reads.entry_lines(voucher_id)
    names = {step.act: step.who for step in reads.steps(voucher_id)}
    context = {
        "title": _("记账凭证"),
        "number": line.label,
        "book": book,
        "voucher": line,
        "entries": entries,
        "codes": shapes.shows_codes(request),
        "debit": sum(e.debit for e in entries),
        "credit": sum(e.credit for e in entries),
        "words": capital(line.amount),
        "prepared": names.get("prepare", ""),
        "checked": names.get("check", ""),
        "posted": names.get("post") or names.get("approve", ""),
        "back_url": reverse("ledger:voucher", args=[book_id, voucher_id]),
        "signatures": [_("会计主管"), _("记账"), _("出纳"), _("复核"), _("制单")],
    }
    return page(request, "ledger/print_voucher.html", context)
