"""Months and years of a book: the list of months, opening one again by a decision, the end of a year."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ledger.actions import closing as actions
from liancun.contexts.ledger.queries import books, months, vouchers, years
from liancun.contexts.ledger.rules import year_end
from liancun.contexts.ledger.web.forms import ReopenForm
from liancun.contexts.ledger.web.views import shapes, warned
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Choice, Column, Link, NextStep, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, sensitive
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month


@require_safe
def months_of(request: HttpRequest, book_id: int) -> HttpResponse:
    """Each month begun, and every closing and opening again with its reason."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("month", _("月份"), "name"),
        Column("state", _("状态"), "state"),
        Column("at", _("办理日期"), "date"),
        Column("who", _("办理人"), "text"),
        Column("reason", _("原因和依据"), "text"),
    )
    last = months.last_closed(book_id)
    reopens = last is not None and may(actor, "ledger.reopen_month", book.owner_id)
    context = {
        "title": _("各月结账情况"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "register": Register(
            columns=columns, rows=tuple(_month_rows(book_id)), empty=_("还没有记账的月份。")
        ),
        "others": [
            Link(
                _("重新打开%(month)s") % {"month": last.label(_)},
                reverse("ledger:reopen", args=[book_id, last]),
            )
        ]
        if last is not None and reopens
        else [],
    }
    return page(request, "ledger/claims.html", context)


def _month_rows(book_id: int) -> list[Row]:
    told = months.steps(book_id)
    rows = []
    for line in books.months(book_id):
        month = Month.of(line.month)
        acts = [s for s in told if s.month == line.month]
        if not acts:
            rows.append(Row((month.label(_), _month_state(line.closed), None, "", "")))
        for newest, act in enumerate(acts):
            state = _month_state(line.closed) if not newest else State(_act(act.act), "closed")
            why = f"{act.reason}（{act.decision}）" if act.reason else ""
            rows.append(Row((month.label(_), state, act.at.date(), act.who, why)))
    return rows


def _month_state(closed: bool) -> State:
    return State(_("已结账"), "done") if closed else State(_("未结账"), "running")


def _act(act: str) -> str:
    return _("曾经结账") if act == "close" else _("曾经重新打开")


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, book_id: int, month: str) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.reopen_month", book.owner_id)
    wanted = Month.parse(month)
    return step(
        request,
        book,
        ReopenForm(request.POST or None),
        lambda given: actions.reopen_month(
            actor, book_id=book_id, month=wanted, reason=given["reason"], decision=given["decision"]
        ),
        onward=reverse("ledger:months", args=[book_id]),
        title=_("重新打开%(month)s") % {"month": wanted.label(_)},
        submit=_("重新打开"),
        happened=_("%(month)s已经重新打开。") % {"month": wanted.label(_)},
        then=_("补记之后请再结一次账；已经公开的报表会有新的一份。"),
        rules=[_("只能从最后结账的月份开始，逐月打开。")],
        consequence=_("打开的原因和依据会一直留在这个账套里，谁都能看到。"),
    )


@dataclass(frozen=True)
class Part:
    """A closing voucher as drawn: one still to be made, a draft, or a posted one."""

    title: str
    state: State
    lines: tuple[year_end.ClosingLine, ...] | list[vouchers.EntryLine]
    summary: str
    url: str = ""


@require_safe
def year(request: HttpRequest, book_id: int) -> HttpResponse:
    """The two stages of a year's end: what would be written, what waits, what is posted."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    found = years.past_years(book_id)
    asked = request.GET.get("year", "")
    chosen = int(asked) if asked.isdigit() and int(asked) in found else (found[0] if found else None)
    context = {
        "title": _("年末结转"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "years": [Choice(str(y), _("%(year)s年") % {"year": y}) for y in found],
        "chosen": str(chosen or ""),
        "codes": shapes.shows_codes(request),
        "warned": warned.of_book(actor, book, chosen or clock.today().year),
        **(_of_year(actor, book, chosen) if chosen else {}),
    }
    return page(request, "ledger/year.html", context)


def _of_year(actor: Actor, book: books.BookLine, chosen: int) -> dict[str, object]:
    made = years.closing_vouchers(book.id, chosen)
    drafts = [v for v in made if v.state == "draft"]
    coming = () if drafts else years.still_to_close(book.id, chosen)
    waiting = years.waiting_drafts(book.id, chosen)
    return {
        "state": _year_state(bool(made), bool(drafts), bool(coming)),
        "next": _year_step(actor, book, chosen, drafts, bool(coming), waiting),
        "parts": [*(_coming(s) for s in coming), *(_made(v) for v in made)],
    }


def _year_state(made: bool, drafts: bool, coming: bool) -> State:
    if drafts:
        return State(_("结转凭证等待复核"), "waiting")
    if coming:
        return State(_("结转之后又有记账") if made else _("还没有结转"), "running")
    return State(_("已经结转"), "done") if made else State(_("没有要结转的"), "closed")


def _year_step(
    actor: Actor,
    book: books.BookLine,
    chosen: int,
    drafts: list[vouchers.VoucherLine],
    coming: bool,
    waiting: int,
) -> NextStep | None:
    hidden = (("year", str(chosen)),)
    if drafts:
        mine = any(v.prepared_by == actor.person_id for v in drafts)
        if mine or not may(actor, "ledger.post_voucher", book.owner_id):
            return NextStep(_("等待另一位会计复核这些结转凭证。"))
        return NextStep(
            _("请核对下面的结转凭证。"),
            _("复核并记账"),
            reverse("ledger:post_year", args=[book.id]),
            post=True,
            consequence=_("记账后不能修改或删除；以后又有这一年的账，可以再结转一次。"),
            hidden=hidden,
        )
    if not coming:
        return None
    if waiting:
        url = reverse("ledger:vouchers", args=[book.id])
        return NextStep(
            _("这一年还有 %(count)d 张凭证没有记账，办完才能结转。") % {"count": waiting}, _("查看"), url
        )
    if not may(actor, "ledger.close_year", book.owner_id):
        return NextStep(_("等待代理会计做年末结转。"))
    return NextStep(
        _("下面是要做的结转凭证，请先核对。"),
        _("生成结转凭证"),
        reverse("ledger:close_year", args=[book.id]),
        post=True,
        hidden=hidden,
    )


def _stage_words() -> dict[str, str]:
    return {"result": _("结转收入和支出"), "distribution": _("结转本年收益和分配")}


def _coming(stage: year_end.Stage) -> Part:
    return Part(
        _stage_words()[stage.key],
        State(_("预览，还没有制单"), "draft"),
        stage.lines,
        _stage_words()[stage.key],
    )


def _made(line: vouchers.VoucherLine) -> Part:
    url = reverse("ledger:voucher", args=[line.book_id, line.id])
    return Part(
        f"{line.label} {line.summary}",
        shapes.voucher_state(line),
        vouchers.entry_lines(line.id),
        line.summary,
        url,
    )


def _asked_year(request: HttpRequest, book_id: int, verb: str) -> int:
    require(actor_of(request), verb, books.book(book_id).owner_id)
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Unknown("ledger.no_year", mark("没有这一年的账。"))
    return int(text)


def _back(book_id: int, chosen: int) -> HttpResponse:
    return redirect(f"{reverse('ledger:year', args=[book_id])}?year={chosen}")


@require_POST
def close_year(request: HttpRequest, book_id: int) -> HttpResponse:
    chosen = _asked_year(request, book_id, "ledger.close_year")
    made = actions.close_year(actor_of(request), book_ids=[book_id], year=chosen)
    say(
        request,
        happened=_("已经制好 %(count)d 张结转凭证。") % {"count": made},
        then=_("等待另一位会计复核记账。"),
    )
    return _back(book_id, chosen)


@sensitive
@require_POST
def post_year(request: HttpRequest, book_id: int) -> HttpResponse:
    chosen = _asked_year(request, book_id, "ledger.post_voucher")
    done = actions.post_closing(actor_of(request), book_ids=[book_id], year=chosen)
    say(request, happened=_("已经记账 %(count)d 张结转凭证。") % {"count": done})
    return _back(book_id, chosen)
