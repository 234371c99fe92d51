"""The accountant's desk: entering vouchers one after another by keyboard, checking and posting several at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.ledger.actions import events
from liancun.contexts.ledger.actions import vouchers as actions
from liancun.contexts.ledger.actions.posting import post_voucher
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries import vouchers as reads
from liancun.contexts.ledger.rules.lines import Entry
from liancun.contexts.ledger.web.forms import DeskForm, LineForms
from liancun.contexts.ledger.web.views import shapes
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web.parts import Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.errors import Refusal, Refusals

_METHODS = ["GET", "HEAD", "POST"]
_ZERO = Decimal("0.00")


@require_http_methods(_METHODS)
def new_entry(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    shapes.keep_here(book)
    form, lines = _forms(request, book)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        made = act(request, form, lambda: _entry(actor, book, form.cleaned_data, lines.cleaned_data))
        if made is not None:
            say(request, happened=_("凭证已经制好。"), then=_("等待另一位会计复核记账。"))
            return _onward(request, book, made)
    bound = request.method == "POST"
    context = {
        "title": _("填制凭证"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("凭证登记簿"), reverse("ledger:vouchers", args=[book_id]))),
        "form": form,
        "lines": lines,
        "switch": shapes.switch(request, book_id, "new_entry"),
        "lines_open": any(row.errors or row.has_changed() for row in lines.forms) if bound else False,
        "codes": shapes.shows_codes(request),
        "cancel_url": reverse("ledger:book", args=[book_id]),
    }
    wrong = bool(form.errors) or (bound and not lines.is_valid())
    return page(request, "ledger/desk.html", context, status=422 if wrong else 200)


def _forms(request: HttpRequest, book: books.BookLine) -> tuple[DeskForm, Any]:
    given: QueryDict | None = request.POST or None
    initial = {"key": uuid4().hex, "date": _day(request.GET.get("date", ""))}
    form = DeskForm(
        given,
        initial=initial,
        templates=[("", ""), *shapes.template_choices(book.chart, "in", "none", "out")[1:]],
        authorities=[("", ""), *shapes.authority_choices(book.owner_id, standing=False)[1:]],
    )
    lines = LineForms(
        _whole(given),
        prefix="line",
        form_kwargs={
            "accounts": shapes.account_choices(book.id, codes=shapes.shows_codes(request)),
            "counterparties": shapes.counterparty_choices(book.id),
        },
    )
    return form, lines


def _whole(given: QueryDict | None) -> QueryDict | None:
    """A form without its lines is a form with none: the business alone makes the voucher."""
    if given is None or "line-TOTAL_FORMS" in given:
        return given
    whole = given.copy()
    whole.update({"line-TOTAL_FORMS": "0", "line-INITIAL_FORMS": "0"})
    return whole


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _entry(
    actor: Actor, book: books.BookLine, given: Mapping[str, Any], rows: list[Mapping[str, Any]]
) -> reads.VoucherLine:
    business = shapes.template_name(given["template"]) if given["template"] else ""
    told = {
        "book_id": book.id,
        "day": given["date"],
        "summary": given["summary"] or business,
        "key": given["key"],
        "payee": given["payee"],
        "authority_id": shapes.chosen_authority(given["authority"]),
        "attachments": given["attachments"] or 0,
    }
    sheets = _sheets(rows)
    if len(sheets) > 1:
        return events.prepare_event(actor, sheets=sheets, **told)[0]
    return actions.prepare_entry(
        actor,
        template=given["template"],
        amount=given["amount"],
        lines=sheets[0] if sheets else (),
        **told,
    )


def _sheets(rows: list[Mapping[str, Any]]) -> list[list[Entry]]:
    """The lines by the voucher they stand on: one event may take several (分数编号)."""
    made: dict[int, list[Entry]] = {}
    for row in rows:
        if row.get("account") or row.get("debit") or row.get("credit"):
            made.setdefault(row.get("part") or 1, []).append(_line(row))
    return [made[part] for part in sorted(made)]


def _line(row: Mapping[str, Any]) -> Entry:
    return Entry(
        row.get("account") or "",
        row.get("debit") or _ZERO,
        row.get("credit") or _ZERO,
        counterparty=int(row["counterparty"]) if row.get("counterparty") else None,
        quantity=row.get("quantity"),
        unit=row.get("unit") or "",
    )


def _onward(request: HttpRequest, book: books.BookLine, made: reads.VoucherLine) -> HttpResponse:
    """After "save and next" the same page again, with the same day."""
    if "next" not in request.POST:
        return redirect("ledger:voucher", book.id, made.id)
    kept = {"date": made.date.isoformat(), **({"codes": "1"} if shapes.shows_codes(request) else {})}
    return redirect(f"{reverse('ledger:new_entry', args=[book.id])}?{urlencode(kept)}")


@dataclass(frozen=True)
class Waiting:
    """A draft with its lines, as the reviewer reads it; `refused`: why it was not posted just now."""

    line: reads.VoucherLine
    entries: list[reads.EntryLine]
    mine: bool
    refused: str = ""


@sensitive
@require_http_methods(_METHODS)
def review(request: HttpRequest, book_id: int) -> HttpResponse:
    """The drafts of a book with their lines: those ticked are posted, each for itself."""
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.post_voucher", book.owner_id)
    if book.kind == "mirror":
        return redirect("ledger:mirror", book_id)  # a month that came in is posted as a whole
    refused: dict[int, str] = {}
    if request.method == "POST":
        ids = [int(id) for id in request.POST.getlist("voucher") if id.isdigit()]
        refused = _post(actor, book_id, ids, request.POST.get("key", "")[:40] or uuid4().hex)
        _tell(request, len(ids) - len(refused), len(refused))
        if not refused:
            return redirect("ledger:review", book_id)
    found, total = reads.vouchers(book_id=book_id, state="draft", size=50, alone=True)
    context = {
        "title": _("复核记账"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("凭证登记簿"), reverse("ledger:vouchers", args=[book_id]))),
        "waiting": [_waiting(actor, v, refused.get(v.id, "")) for v in sorted(found, key=lambda v: v.id)],
        "total": total,
        "switch": shapes.switch(request, book_id, "review"),
        "key": uuid4().hex,
        "codes": shapes.shows_codes(request),
    }
    return page(request, "ledger/review.html", context, status=422 if refused else 200)


def _waiting(actor: Actor, line: reads.VoucherLine, refused: str) -> Waiting:
    return Waiting(line, reads.entry_lines(line.id), line.prepared_by == actor.person_id, refused)


def _post(actor: Actor, book_id: int, ids: list[int], key: str) -> dict[int, str]:
    """voucher id → why it was not posted. What can be posted is posted, in the order of the list."""
    refused: dict[int, str] = {}
    drafts = {v.id for v in reads.vouchers(book_id=book_id, state="draft", size=200, alone=True)[0]}
    for id in sorted(set(ids) & drafts):
        if reads.voucher(id).state == "posted":
            continue  # came with an earlier part of its event
        try:
            with transaction.atomic():
                post_voucher(actor, voucher_id=id, key=f"{key}:{id}")
        except Refusal as error:
            refused[id] = error.text(_)
        except Refusals as several:
            refused[id] = " ".join(one.text(_) for one in several.refusals)
    return refused


def _tell(request: HttpRequest, posted: int, refused: int) -> None:
    if posted or not refused:
        say(request, happened=_("已记账 %(count)d 张凭证。") % {"count": posted})
    if refused:
        say(request, happened=_("%(count)d 张没有记账，原因写在下面。") % {"count": refused}, tone="refused")
