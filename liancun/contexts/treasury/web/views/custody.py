"""Custody accounts of agencies with their sub-accounts, and who may be paid."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.actions import accounts as acts
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.queries import paying
from liancun.contexts.treasury.web.forms import CustodyForm, PayeeForm
from liancun.contexts.treasury.web.views import shapes, steps
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, NextStep, Register, Related, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page

_LOOKED_AT = 40


@require_safe
def custodies(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "treasury.open_custody", None)
    found = reads.custodies()
    rows = tuple(
        Row((c.body_name, c.bank, c.masked), reverse("treasury:custody", args=[c.id])) for c in found
    )
    columns = (
        Column("body", _("代理机构"), "name"),
        Column("bank", _("开户行")),
        Column("number", _("账号")),
    )
    context = {
        "title": _("代管专户"),
        "lead": _("一个专户里每个账套各有一个子账户，钱不混在一起。"),
        "crumbs": shapes.crumbs(),
        "register": Register(
            columns=columns,
            rows=rows,
            empty=_("还没有代管专户。"),
            empty_step=Link(_("登记代管专户"), reverse("treasury:open_custody")),
        ),
        "new": Link(_("登记代管专户"), reverse("treasury:open_custody")),
    }
    return page(request, "treasury/listed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_custody(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "treasury.open_custody", None)
    form = CustodyForm(steps.posted(request), bodies=_agencies(actor))

    def done() -> str:
        told = form.cleaned_data
        made = acts.open_custody(
            actor, body_id=told["body"], bank=told["bank"], number="".join(told["number"].split())
        )
        say(request, happened=_("代管专户已经登记。"), then=_("下一步：为每个账套登记子账户。"))
        return reverse("treasury:custody", args=[made])

    words: dict[str, object] = {
        "title": _("登记代管专户"),
        "crumbs": [*shapes.crumbs(), Link(_("代管专户"), reverse("treasury:custodies"))],
        "submit": _("登记"),
        "cancel_url": reverse("treasury:custodies"),
        "unkept": True,
    }
    return steps.step(request, form, done, words)


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    """The agencies whose custody accounts the actor may keep: the own one, or those that keep the books in reach."""
    ids = {actor.body_id}
    for book in ledger.books()[:_LOOKED_AT]:
        agency = bodies.agency_of(bodies.get(book.owner_id).parent_id or 0, clock.today())
        ids.add(agency.id if agency is not None else None)
    allowed = sorted(id for id in ids if id is not None and may(actor, "treasury.open_custody", id))
    return [(str(id), bodies.get(id).name) for id in allowed]


@require_safe
def custody(request: HttpRequest, custody_id: int) -> HttpResponse:
    line = reads.custody(custody_id)
    require(actor_of(request), "treasury.open_custody", line.body_id)
    subs = reads.stands(reads.accounts(custody_id=custody_id))
    total = sum((one.balance for one in subs if one.balance is not None), start=Decimal("0.00"))
    facts = [
        Fact(_("代理机构"), line.body_name),
        Fact(_("子账户"), _("%(count)d 个") % {"count": len(subs)}),
        Fact(_("子账户余额合计"), shapes.yuan(total)),
    ]
    links = tuple(
        Link(one.account.owner_name, reverse("treasury:account", args=[one.account.id]), one.account.masked)
        for one in subs
    )
    context = {
        "title": _("%(bank)s代管专户 %(masked)s") % {"bank": line.bank, "masked": line.masked},
        "crumbs": [*shapes.crumbs(), Link(_("代管专户"), reverse("treasury:custodies"))],
        "facts": facts,
        "next": NextStep(
            _("导入专户流水，程序按子账号分到各账套。"),
            _("导入专户流水"),
            reverse("treasury:import_custody", args=[custody_id]),
        ),
        "timeline": [],
        "related": [Related(_("子账户"), links, _("还没有子账户：请从“银行账户”为各账套登记。"))],
    }
    return page(request, "pages/record.html", context)


@require_safe
def payees(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "treasury.read", book.owner_id)
    search = request.GET.get("q", "")[:60]
    rows = tuple(Row((p.name, p.bank, p.masked)) for p in paying.payees(book_id, search))
    columns = (Column("name", _("户名"), "name"), Column("bank", _("开户行")), Column("number", _("账号")))
    new = Link(_("登记收款人"), reverse("treasury:keep_payee", args=[book_id]))
    allowed = may(actor, "treasury.keep_payee", book.owner_id)
    context = {
        "title": _("收款人"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(),
        "register": Register(
            columns=columns,
            rows=rows,
            search=search,
            search_hint=_("户名"),
            empty=_("没有登记的收款人。"),
            empty_step=new if allowed else None,
        ),
        "new": new if allowed else None,
    }
    return page(request, "treasury/listed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_payee(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "treasury.keep_payee", book.owner_id)
    form = PayeeForm(steps.posted(request))

    def done() -> str:
        acts.keep_payee(actor, book_id=book_id, **form.cleaned_data)
        say(request, happened=_("收款人已经登记。"))
        return reverse("treasury:payees", args=[book_id])

    words: dict[str, object] = {
        "title": _("登记收款人"),
        "lead": book.owner_name,
        "crumbs": [*shapes.crumbs(), Link(_("收款人"), reverse("treasury:payees", args=[book_id]))],
        "submit": _("登记"),
        "cancel_url": reverse("treasury:payees", args=[book_id]),
        "unkept": True,
    }
    return steps.step(request, form, done, words)
