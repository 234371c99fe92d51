"""The papers of a claim: its printed form for signature and seal, the scan that comes back, its invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions.invoices import note_invoice
from liancun.contexts.ledger.actions.scans import SIGNED, file_signed
from liancun.contexts.ledger.queries import authorities, books, invoices
from liancun.contexts.ledger.queries import claims as reads
from liancun.contexts.ledger.rules import claims as rules
from liancun.contexts.ledger.rules import tiers
from liancun.contexts.ledger.web.forms import InvoiceForm, ScanForm
from liancun.contexts.ledger.web.views import shapes
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Link, Register, Row, State, Upload
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.money import capital

_METHODS = ["GET", "HEAD", "POST"]


def part_words() -> dict[str, str]:
    return {
        "number": _("号码"),
        "code": _("代码"),
        "date": _("开票日期"),
        "amount": _("价税合计"),
        "seller": _("销售方"),
    }


def invoice_register(line: reads.ClaimLine, *, completes: bool) -> Register:
    """The invoices of a claim as read; one that is not fully read opens the form that completes it."""
    columns = (
        Column("number", _("发票号码"), "name"),
        Column("date", _("开票日期"), "date"),
        Column("seller", _("销售方"), "text"),
        Column("amount", _("价税合计"), "money", total=True),
        Column("state", _("读取"), "state"),
    )
    rows = tuple(_invoice_row(line, one, completes) for one in invoices.invoices_of(line.id))
    return Register(columns=columns, rows=rows)


def _invoice_row(line: reads.ClaimLine, one: invoices.InvoiceLine, completes: bool) -> Row:
    words = part_words()
    if one.unread:
        missing = "、".join(words[part] for part in one.unread if part in words)
        state = State(_("没有读出：%(parts)s") % {"parts": missing}, "waiting")
    else:
        state = State(_("人工补录"), "done") if one.format == "typed" else State(_("已读出"), "done")
    url = f"{_url('note_invoice', line)}?file={one.file_id or ''}" if one.unread and completes else ""
    number = one.number or _("没有读出号码")
    note = _("代码 %(code)s") % {"code": one.code} if one.code else ""
    return Row((number, one.date, one.seller, one.amount, state), url, note)


def _url(name: str, line: reads.ClaimLine) -> str:
    return reverse(f"ledger:{name}", args=[line.book_id, line.id])


def of_book(book_id: int, claim_id: int) -> reads.ClaimLine:
    line = reads.claim(claim_id)
    if line.book_id != book_id:
        raise reads.unknown_claim()
    return line


def paper_steps(actor: Actor, line: reads.ClaimLine) -> list[Link]:
    """What can be done with the papers of a claim."""
    steps = [Link(_("打印报账单（签字盖章用）"), _url("print_claim", line))]
    if may(actor, "ledger.file_signed", line.owner_id):
        steps.append(Link(_("上传签字盖章后的扫描件"), _url("scan", line)))
    if completes(actor, line):
        steps.append(Link(_("登记纸质发票"), _url("note_invoice", line)))
    return steps


def completes(actor: Actor, line: reads.ClaimLine) -> bool:
    open_still = line.state not in (rules.VOUCHERED, rules.PAID)
    return open_still and may(actor, "ledger.note_invoice", line.owner_id)


def signed_papers(claim_id: int) -> list[Upload]:
    found = evidence.files_of(SIGNED, claim_id)
    return [Upload(f.name, f.size, f.url, f.digest, f.stored_at, f.stored_by_name) for f in found]


@require_safe
def print_claim(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    line, book = of_book(book_id, claim_id), books.book(book_id)
    require(actor_of(request), "ledger.read_books", line.owner_id)
    names = {step.act: step.who for step in reads.steps(claim_id)}
    authority = authorities.authority(line.authority_id) if line.authority_id else None
    tier = tiers.tier_for(line.amount, playbook.section_of(line.playbook_id).tiers)
    context = {
        "title": _("报账单（付款审批单）"),
        "number": _("第 %(number)d 号") % {"number": line.number},
        "book": book,
        "claim": line,
        "business": shapes.template_name(line.template),
        "words": capital(line.amount),
        "authority": authority.label if authority else _("没有"),
        "handled": names.get("handle", ""),
        "witnessed": names.get("witness", ""),
        "filed": names.get("file", ""),
        "invoices": invoices.invoices_of(claim_id),
        "tier": tier.why,
        "seal": True,
        "office": book.owner_name,
        "date": line.filed_on,
        "back_url": reverse("ledger:claim", args=[book_id, claim_id]),
        "signatures": _signatures(above=len(tier.approvers) > 1),
    }
    return page(request, "ledger/print_claim.html", context)


def _signatures(*, above: bool) -> list[str]:
    signs = [_("经手人"), _("证明人"), _("报账员"), _("村务监督委员会"), _("村集体负责人")]
    return [*signs, _("乡镇审批"), _("代理会计")] if above else [*signs, _("代理会计")]


@require_http_methods(_METHODS)
def scan(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    actor, line, book = actor_of(request), of_book(book_id, claim_id), books.book(book_id)
    require(actor, "ledger.file_signed", line.owner_id)
    form = ScanForm(request.POST or None, request.FILES or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and act(request, form, lambda: _scanned(actor, line, form.cleaned_data)):
        say(request, happened=_("扫描件已经存入这张报账单。"), then=_("纸质单据仍是原件，请按清单移交。"))
        return redirect("ledger:claim", book_id, claim_id)
    context = {
        "title": _("上传签字盖章后的扫描件"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("报账单"), reverse("ledger:claims"))),
        "form": form,
        "submit": _("上传"),
        "rules": [_("先打印报账单，由各方签字并盖章，再扫描或拍照。"), _("纸质单据是原件，要保存好。")],
        "cancel_url": reverse("ledger:claim", args=[book_id, claim_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _scanned(actor: Actor, line: reads.ClaimLine, given: Mapping[str, Any]) -> bool:
    kept = [
        evidence.store(actor, body_id=line.owner_id, name=f.name, content=f.file, purpose=SIGNED).id
        for f in given["papers"]
    ]
    file_signed(actor, claim_id=line.id, files=kept)
    return True


@require_http_methods(_METHODS)
def add_invoice(request: HttpRequest, book_id: int, claim_id: int) -> HttpResponse:
    actor, line, book = actor_of(request), of_book(book_id, claim_id), books.book(book_id)
    require(actor, "ledger.note_invoice", line.owner_id)
    known = {str(one.file_id): one for one in invoices.invoices_of(claim_id) if one.file_id}
    read = known.get(request.GET.get("file", ""))
    form = InvoiceForm(request.POST or None, initial=_initial(read))
    sent = request.method == "POST" and form.is_valid()
    if sent and act(request, form, lambda: _noted(actor, line, read, form.cleaned_data)) is not None:
        say(request, happened=_("发票已经登记。"))
        return redirect("ledger:claim", book_id, claim_id)
    context = {
        "title": _("补录发票") if read else _("登记纸质发票"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book, Link(_("报账单"), reverse("ledger:claims"))),
        "form": form,
        "submit": _("登记"),
        "rules": [_("同一张发票在全县只能报一次；登记后系统自动比对。")],
        "cancel_url": reverse("ledger:claim", args=[book_id, claim_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _initial(read: invoices.InvoiceLine | None) -> dict[str, object]:
    if read is None:
        return {}
    return {
        "number": read.number,
        "code": read.code,
        "date": read.date,
        "amount": read.amount,
        "seller": read.seller,
    }


def _noted(
    actor: Actor, line: reads.ClaimLine, read: invoices.InvoiceLine | None, given: Mapping[str, Any]
) -> list[invoices.InvoiceLine]:
    return note_invoice(
        actor,
        claim_id=line.id,
        number=given["number"],
        code=given["code"],
        day=given["date"],
        amount=given["amount"],
        seller=given["seller"],
        file_id=read.file_id if read else None,
    )
