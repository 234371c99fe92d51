"""Forms of the accountant: money gone without authority, red letters, discarding, ratifying."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from liancun.contexts.ledger.actions import vouchers as actions
from liancun.contexts.ledger.actions.authorities import ratify as ratify_payment
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries import vouchers as reads
from liancun.contexts.ledger.web.forms import OutstandingForm, RatifyForm, ReasonForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.vouchers import of_book
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive

Making = Callable[[Mapping[str, Any]], reads.VoucherLine]
_METHODS = ["GET", "HEAD", "POST"]


def _step(
    request: HttpRequest,
    book: books.BookLine,
    form: forms.BaseForm,
    making: Making,
    context: Mapping[str, object],
) -> HttpResponse:
    """Shows the form until its act succeeds; then the voucher that came of it."""
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: making(form.cleaned_data))
        if made is not None:
            say(request, happened=str(context["happened"]), then=str(context.get("then", "")))
            return redirect("ledger:voucher", book.id, made.id)
    shown = {
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "form": form,
        "cancel_url": reverse("ledger:book", args=[book.id]),
        **context,
    }
    return page(request, "pages/step.html", shown, status=422 if form.errors else 200)


@require_http_methods(_METHODS)
def new_outstanding(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.record_without_authority", book.owner_id)
    shapes.keep_here(book)
    form = OutstandingForm(
        request.POST or None,
        initial={"key": uuid4().hex, "date": clock.today()},
        templates=shapes.template_choices(book.chart, "out"),
    )
    context = {
        "title": _("登记待补手续"),
        "submit": _("登记"),
        "rules": [_("只登记已经从银行付出、但没有依据的钱。账要如实记。")],
        "consequence": _("记账后村务监督委员会和乡镇会收到预警，直到补齐手续。"),
        "happened": _("已经登记为待补手续。"),
        "then": _("等待另一位会计复核记账。"),
    }
    return _step(request, book, form, lambda given: _outstanding(actor, book, given), context)


def _outstanding(actor: Actor, book: books.BookLine, given: Mapping[str, Any]) -> reads.VoucherLine:
    return actions.record_paid_without_authority(
        actor,
        book_id=book.id,
        day=given["date"],
        amount=given["amount"],
        template=given["template"],
        payee=given["payee"],
        summary=given["summary"],
        key=given["key"],
        attachments=given["attachments"],
    )


@sensitive
@require_http_methods(_METHODS)
def correct(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    actor, book, old = actor_of(request), books.book(book_id), of_book(book_id, voucher_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    context = {
        "title": _("红字更正%(label)s") % {"label": old.label},
        "submit": _("制作红字凭证"),
        "rules": [_("红字凭证把原凭证的每一行用负数冲回，原凭证保持不变。")],
        "happened": _("红字凭证已经制好。"),
        "then": _("等待另一位会计复核记账。"),
        "cancel_url": reverse("ledger:voucher", args=[book_id, voucher_id]),
    }

    def making(given: Mapping[str, Any]) -> reads.VoucherLine:
        return actions.correct_voucher(actor, voucher_id=voucher_id, reason=given["reason"])

    return _step(request, book, ReasonForm(request.POST or None), making, context)


@sensitive
@require_http_methods(_METHODS)
def ratify(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    actor, book, line = actor_of(request), books.book(book_id), of_book(book_id, voucher_id)
    require(actor, "ledger.ratify", book.owner_id)
    form = RatifyForm(
        request.POST or None, authorities=shapes.authority_choices(book.owner_id, standing=False)
    )
    context = {
        "title": _("登记补办的依据"),
        "submit": _("登记"),
        "known": shapes.payment_facts(line),
        "happened": _("补办的依据已经登记，预警解除。"),
        "cancel_url": reverse("ledger:voucher", args=[book_id, voucher_id]),
    }

    def making(given: Mapping[str, Any]) -> reads.VoucherLine:
        authority = int(given["authority"])
        return ratify_payment(actor, voucher_id=voucher_id, authority_id=authority)

    return _step(request, book, form, making, context)


@require_POST
def discard(request: HttpRequest, book_id: int, voucher_id: int) -> HttpResponse:
    line = of_book(book_id, voucher_id)
    actions.discard_voucher(actor_of(request), voucher_id=line.id)
    say(request, happened=_("草稿已经作废。"))
    return redirect("ledger:vouchers", book_id)
