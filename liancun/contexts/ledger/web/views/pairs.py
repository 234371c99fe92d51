"""Linked vouchers: one's own side prepared and approved; of the other side only whether it has agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.ledger.actions import linking as actions
from liancun.contexts.ledger.queries import books, holds, links, vouchers
from liancun.contexts.ledger.rules.lines import Entry
from liancun.contexts.ledger.web.forms import ApproveSideForm, PairForm, SideForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, NextStep, Register, Row, State
from liancun.framework.web.parts import Entry as Moment
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.money import plain

_METHODS = ["GET", "HEAD", "POST"]


def other_name(name: str) -> str:
    """Whoever may not know the other book reads only that there is one."""
    return name or _("对方账套")


@require_safe
def pairs(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("purpose", _("事由"), "name"),
        Column("way", _("本方"), "text"),
        Column("other", _("对方"), "text"),
        Column("amount", _("金额"), "money", total=True),
        Column("made", _("发起"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.pair.purpose,
                _("付款") if line.pays else _("收款"),
                other_name(line.other_name),
                line.pair.amount,
                line.pair.made_at,
                _state(line),
            ),
            reverse("ledger:pair", args=[book_id, line.pair.id]),
        )
        for line in links.sides_of(book_id)
    )
    prepares = may(actor, "ledger.prepare_voucher", book.owner_id)
    new = Link(_("发起联动凭证"), reverse("ledger:new_pair", args=[book_id])) if prepares else None
    context = {
        "title": _("联动凭证"),
        "lead": _("%(owner)s。两个账套之间的往来，两边一起记账，金额相等。") % {"owner": book.owner_name},
        "crumbs": shapes.crumbs(book),
        "register": shapes.searched(
            request, Register(columns=columns, rows=rows, empty=_("还没有联动凭证。"), empty_step=new)
        ),
        "new": new,
        "others": [Link(_("委托"), reverse("ledger:mandates", args=[book_id]))],
    }
    return page(request, "ledger/claims.html", context)


def _state(line: links.SideLine) -> State:
    pair = line.pair
    if pair.state == "posted":
        return State(_("两边已记账"), "done")
    if pair.state == "released":
        return State(_("已放弃"), "closed")
    if pair.state == "reserved":
        return State(_("已预留，等待付款"), "waiting")
    if line.voucher_id is None:
        return State(_("等待本方填制"), "waiting")
    return State(_("等待对方") if line.ready else _("等待本方复核"), "waiting")


def partner_choices(book_id: int) -> list[tuple[str, str]]:
    return [(str(body.id), body.name) for body in links.partners(book_id)]


@require_http_methods(_METHODS)
def new_pair(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    form = PairForm(
        request.POST or None, initial={"key": uuid4().hex, "pays": "out"}, others=partner_choices(book_id)
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _opened(actor, book_id, form.cleaned_data))
        if made is not None:
            say(request, happened=_("联动凭证已经发起。"), then=_("请填制本方的凭证。"))
            return redirect("ledger:side", book_id, made.id)
    context = {
        "title": _("发起联动凭证"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, _up(book_id)),
        "form": form,
        "submit": _("发起"),
        "rules": [
            _("两边各由自己的人填制和复核，或者按事先的委托办理。"),
            _("后复核的一边同意时，两边一起记账；缺一边就都不记。"),
            _("双方看不到对方的账，只看到对方是否同意。"),
        ],
        "cancel_url": reverse("ledger:pairs", args=[book_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _opened(actor: Actor, book_id: int, given: Mapping[str, Any]) -> links.PairLine:
    return actions.open_pair(
        actor,
        book_id=book_id,
        other_owner_id=given["other"],
        pays=given["pays"],
        amount=given["amount"],
        purpose=given["purpose"],
        key=given["key"],
        two_phase=given["two_phase"],
    )


def _up(book_id: int) -> Link:
    return Link(_("联动凭证"), reverse("ledger:pairs", args=[book_id]))


@require_safe
def pair(request: HttpRequest, book_id: int, pair_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    line = links.side_of(pair_id, book_id)
    own = vouchers.voucher(line.voucher_id) if line.voucher_id else None
    context = {
        "title": line.pair.purpose,
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, _up(book_id)),
        "state": _state(line),
        "facts": _facts(line, own),
        "next": _next(actor, book, line, own),
        "timeline": _timeline(line, own),
        "entries": vouchers.entry_lines(line.voucher_id) if line.voucher_id else [],
        "voucher": own,
        "codes": shapes.shows_codes(request),
        "release_url": reverse("ledger:release_pair", args=[book_id, pair_id])
        if _settles_here(line) and may(actor, "ledger.post_voucher", book.owner_id)
        else "",
    }
    return page(request, "ledger/pair.html", context)


def _settles_here(line: links.SideLine) -> bool:
    """A pair that is not done and does not wait for the bank may still be let go by hand."""
    return line.pair.state in ("prepared", "reserved") and not holds.pair_waits(line.pair.id)


def _facts(line: links.SideLine, own: vouchers.VoucherLine | None) -> list[Fact]:
    voucher = Fact(_("本方凭证"), _("还没有填制"))
    if own is not None:
        voucher = Fact(_("本方凭证"), own.label, reverse("ledger:voucher", args=[own.book_id, own.id]))
    return [
        Fact(_("金额"), shapes.yuan(line.pair.amount)),
        Fact(_("本方"), _("付款") if line.pays else _("收款")),
        Fact(_("对方"), other_name(line.other_name)),
        voucher,
        Fact(_("对方账套"), _("已同意") if line.other_ready else _("还没有同意")),
        Fact(_("记账方式"), _("先预留，付款后记账") if line.pair.two_phase else _("两边同意后立即记账")),
    ]


def _next(
    actor: Actor, book: books.BookLine, line: links.SideLine, own: vouchers.VoucherLine | None
) -> NextStep | None:
    args, state = [book.id, line.pair.id], line.pair.state
    posts = may(actor, "ledger.post_voucher", book.owner_id)
    if state == "reserved":
        if holds.pair_waits(line.pair.id):
            return NextStep(
                _("已经放进付款文件，等银行返回结果：付成的两边一起记账，没有付成的两边一起放弃。")
            )
        if not posts:
            return NextStep(_("额度已经预留，等待银行付款后由会计记账。"))
        return NextStep(
            _("银行付款成功后，两边一起记账。"),
            _("已付款，两边记账"),
            reverse("ledger:settle_pair", args=args),
            post=True,
            consequence=_("记账后不能修改或删除，只能用红字更正。"),
        )
    if state != "prepared":
        return None
    if own is None:
        if not may(actor, "ledger.prepare_voucher", book.owner_id):
            return NextStep(_("等待本方的代理会计填制凭证。"))
        return NextStep(_("请填制本方的凭证。"), _("填制本方凭证"), reverse("ledger:side", args=args))
    if line.ready:
        return NextStep(_("本方已经复核，等待对方账套同意。"))
    if own.prepared_by == actor.person_id or not posts:
        return NextStep(_("等待另一位会计复核本方的凭证。"))
    return NextStep(_("请核对本方的凭证。"), _("复核本方凭证"), reverse("ledger:approve_side", args=args))


def _timeline(line: links.SideLine, own: vouchers.VoucherLine | None) -> list[Moment]:
    words = {"prepare": _("填制本方凭证"), "approve": _("复核本方凭证"), "post": _("复核记账")}
    made = [Moment(_("发起"), line.pair.made_at)]
    if own is not None:
        made += [Moment(words[s.act], s.at, s.who) for s in vouchers.steps(own.id) if s.act in words]
    if line.pair.state == "posted":
        made.append(Moment(_("两边一起记账"), line.pair.settled_at, tone="done"))
    if line.pair.state == "released":
        made.append(Moment(_("已放弃，两边的草稿作废"), line.pair.settled_at, tone="closed"))
    return made


@require_http_methods(_METHODS)
def side(request: HttpRequest, book_id: int, pair_id: int) -> HttpResponse:
    """One's own side, with the accounts of one's own book."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    line = links.side_of(pair_id, book_id)
    form = SideForm(
        request.POST or None,
        initial={"date": clock.today()},
        accounts=shapes.account_choices(book_id, codes=shapes.shows_codes(request)),
        counterparties=shapes.counterparty_choices(book_id),
        authorities=shapes.authority_choices(book.owner_id, standing=False),
    )
    return step(
        request,
        book,
        form,
        lambda given: _prepared(actor, book_id, line, given),
        onward=reverse("ledger:pair", args=[book_id, pair_id]),
        title=_("填制本方凭证"),
        submit=_("制单"),
        known=[
            Fact(_("事由"), line.pair.purpose),
            Fact(_("金额"), shapes.yuan(line.pair.amount)),
            Fact(_("本方"), _("付款") if line.pays else _("收款")),
            Fact(_("对方"), other_name(line.other_name)),
        ],
        happened=_("本方的凭证已经制好。"),
        then=_("等待另一位会计复核。"),
    )


def _prepared(actor: Actor, book_id: int, line: links.SideLine, given: Mapping[str, Any]) -> links.PairLine:
    amount, parties = line.pair.amount, books.party_codes(book_id)
    party = int(given["counterparty"]) if given["counterparty"] else None
    debit, credit = given["debit"], given["credit"]
    return actions.prepare_side(
        actor,
        pair_id=line.pair.id,
        book_id=book_id,
        day=given["date"],
        lines=(
            Entry(debit, debit=amount, counterparty=party if debit in parties else None),
            Entry(credit, credit=amount, counterparty=party if credit in parties else None),
        ),
        authority_id=shapes.chosen_authority(given["authority"]),
    )


@sensitive
@require_http_methods(_METHODS)
def approve_side(request: HttpRequest, book_id: int, pair_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.post_voucher", book.owner_id)
    line = links.side_of(pair_id, book_id)
    usable = links.mandates_for(line, book_id) if not line.other_ready else []
    form = ApproveSideForm(
        request.POST if request.method == "POST" else None,
        mandates=[(str(m.id), _mandate(m)) for m in usable],
    )

    def doing(given: Mapping[str, Any]) -> links.PairLine:
        chosen = given.get("mandate")
        return actions.approve_side(
            actor, pair_id=pair_id, book_id=book_id, mandate_id=int(chosen) if chosen else None
        )

    last = line.other_ready or bool(usable)
    return step(
        request,
        book,
        form,
        doing,
        onward=reverse("ledger:pair", args=[book_id, pair_id]),
        title=_("复核本方凭证"),
        submit=_("复核同意"),
        known=[Fact(_("事由"), line.pair.purpose), Fact(_("金额"), shapes.yuan(line.pair.amount))],
        happened=_("本方已经复核同意。"),
        consequence=_("对方已经同意时，两边立即记账；记账后只能用红字更正。") if last else "",
    )


def _mandate(line: links.MandateLine) -> str:
    return _("%(purpose)s，每笔不超过 %(each)s 元") % {
        "purpose": line.purpose,
        "each": plain(line.each),
    }


@sensitive
@require_POST
def settle_pair(request: HttpRequest, book_id: int, pair_id: int) -> HttpResponse:
    line = links.side_of(pair_id, book_id)
    actions.settle_pair(actor_of(request), pair_id=line.pair.id, book_id=book_id)
    say(request, happened=_("两边已经一起记账。"))
    return redirect("ledger:pair", book_id, pair_id)


@sensitive
@require_POST
def release_pair(request: HttpRequest, book_id: int, pair_id: int) -> HttpResponse:
    line = links.side_of(pair_id, book_id)
    actions.release_pair(actor_of(request), pair_id=line.pair.id, book_id=book_id)
    say(request, happened=_("已经放弃，两边的草稿作废，预留的额度已经放开。"))
    return redirect("ledger:pair", book_id, pair_id)
