"""Contracts: the register with its warnings, one with its dues, making one, recording what came."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.estate.actions import contracts as acts
from liancun.contexts.estate.queries import contracts as reads
from liancun.contexts.estate.rules import rent
from liancun.contexts.estate.web.forms import ContractForm, ReceiptForm
from liancun.contexts.estate.web.views import corrections, shapes
from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, as_of, page


@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    actor, on = actor_of(request), as_of(request)
    require(actor, "estate.read", None)
    search, state = request.GET.get("q", "")[:60], request.GET.get("state", "")
    number, size, first = shapes.paging(request)
    found, total = reads.contracts(on=on, words=search, state=state, start=first, size=size)
    columns = (
        Column("matter", _("标的"), "name"),
        Column("number", _("合同编号")),
        Column("owner", _("发包方"), "name"),
        Column("party", _("承包方或承租方"), "name"),
        Column("until", _("终止日"), "date"),
        Column("due", _("到期应收"), "money", total=True),
        Column("received", _("已收"), "money", total=True),
        Column("arrears", _("欠租"), "money", total=True),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                *(c.matter, c.number, c.owner_name, c.party, c.until),
                *(c.due, c.received, c.arrears or None, shapes.contract_state(c)),
            ),
            reverse("estate:contract", args=[c.id]),
        )
        for c in found
    )
    choices = (
        Choice("", _("全部")),
        Choice("running", _("履行中")),
        Choice("late", _("欠租")),
        Choice("ending", _("将到期")),
    )
    allowed = may(actor, "estate.make_contract", None)
    context = {
        "title": _("合同"),
        "lead": _("发包、出租的合同；欠租和将到期的按三种颜色预警。"),
        "register": Register(
            columns=columns,
            rows=rows,
            filters=(Filter("state", _("状态"), choices, state),),
            search=search,
            search_hint=_("标的、对方或编号"),
            empty=_("没有符合条件的合同。"),
            on=on,
        ),
        "pager": shapes.pager(number, size, total),
        "new": Link(_("登记和办理"), reverse("estate:choose_book")) if allowed else None,
    }
    return page(request, "estate/listed.html", context)


@require_safe
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor, row, on = actor_of(request), reads.contract_row(contract_id), as_of(request)
    require(actor, "estate.read", row.owner_id)
    line = reads.line(row, on)
    context = {
        "title": line.matter,
        "lead": line.number,
        "crumbs": shapes.crumbs(_("合同"), "estate:contracts"),
        "facts": _facts(line),
        "state": shapes.contract_state(line),
        "timeline": [
            *_ending(line),
            *(
                Entry(
                    _("收到 %(amount)s") % {"amount": shapes.yuan(r.amount)},
                    r.on,
                    note=r.note,
                    url=_voucher(line, r),
                )
                for r in reads.receipts(contract_id)
            ),
            *corrections.told("contract", contract_id),
            Entry(_("签订合同"), line.signed_on),
        ],
        "register": _dues(reads.dues_of(row), line),
        "years": [(year, amount) for year, amount in rent.by_year(reads.dues_of(row)).items()],
        "related": [
            Related(_("登记簿"), tuple(_things(line))),
            *_other_steps(actor, line),
        ],
    }
    ahead = any(due.on > on for due in reads.dues_of(row))
    if (line.arrears or ahead) and may(actor, "estate.record_receipt", row.owner_id):
        owed = _("欠租 %(amount)s。") % {"amount": shapes.yuan(line.arrears)}
        sentence = owed if line.arrears else _("收到租金后登记。")
        url = reverse("estate:record_receipt", args=[contract_id])
        context["next"] = NextStep(sentence, _("登记收款"), url, late=bool(line.late))
    return page(request, "estate/contract.html", context)


def _ending(line: reads.ContractLine) -> list[Entry]:
    if line.ended_on is None:
        return []
    return [Entry(_("提前终止"), line.ended_on, note=line.end_reason, tone="closed")]


def _other_steps(actor: Actor, line: reads.ContractLine) -> list[Related]:
    if not may(actor, "estate.make_contract", line.owner_id):
        return []
    steps = [Link(_("更正合同"), reverse("estate:correct_contract", args=[line.id]))]
    if line.ended_on is None:
        steps.append(Link(_("提前终止合同"), reverse("estate:end_contract", args=[line.id])))
    return [Related(_("其他办理"), tuple(steps))]


def _voucher(line: reads.ContractLine, receipt: reads.ReceiptLine) -> str:
    if receipt.voucher_id is None:
        return ""
    return reverse("ledger:voucher", args=[line.book_id, receipt.voucher_id])


def _facts(line: reads.ContractLine) -> list[Fact]:
    return [
        Fact(_("发包方"), line.owner_name, reverse("estate:book", args=[line.book_id])),
        Fact(_("承包方或承租方"), line.party),
        Fact(_("合同期限"), f"{chinese_date(line.since)} — {chinese_date(line.until)}"),
        Fact(_("到期应收"), shapes.yuan(line.due)),
        Fact(_("已收"), shapes.yuan(line.received)),
        Fact(_("欠租"), shapes.yuan(line.arrears)),
    ]


def _things(line: reads.ContractLine) -> list[Link]:
    if line.asset_id is not None:
        return [Link(_("资产卡片"), reverse("estate:asset", args=[line.asset_id]))]
    return [Link(_("资源"), reverse("estate:resources"))] if line.resource_id is not None else []


def _dues(dues: list[rent.Due], line: reads.ContractLine) -> Register:
    columns = (
        Column("on", _("应交日"), "date"),
        Column("period", _("所属期间")),
        Column("amount", _("应收"), "money", total=True),
        Column("paid", _("已收"), "money", total=True),
        Column("state", _("状态"), "state"),
    )
    today = clock.today()
    rows = tuple(
        Row(
            (
                one.due.on,
                f"{chinese_date(one.due.since)} — {chinese_date(one.due.until)}",
                one.due.amount,
                one.paid,
                _standing(one, today < one.due.on),
            )
        )
        for one in rent.standings(dues, line.received, today)
    )
    return Register(columns=columns, rows=rows)


def _standing(one: rent.Standing, ahead: bool) -> State:
    if one.left <= 0:
        return State(_("已收清"), "done")
    if ahead:
        return State(_("未到期"), "draft")
    return State(_("逾期 %(days)d 天") % {"days": one.days_late}, "refused")


@require_http_methods(["GET", "HEAD", "POST"])
def make_contract(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "estate.make_contract", book.owner_id)
    form = ContractForm(shapes.posted(request), things=corrections.things_of(book_id))

    def done() -> str:
        told = dict(form.cleaned_data)
        kind, _colon, number = told.pop("thing").partition(":")
        named = {"asset": "asset_number", "land": "resource_number"}
        told |= {named[kind]: number} if kind in named else {}
        (made,) = acts.register_contracts(actor, contracts=[acts.NewContract(book_id=book_id, **told)])
        say(request, happened=_("合同已经登记，各期应收租金已经列好。"))
        return reverse("estate:contract", args=[made])

    words: dict[str, object] = {
        "title": _("登记合同"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(_("合同"), "estate:contracts", shapes.book_link(book)),
        "submit": _("登记"),
        "cancel_url": reverse("estate:book", args=[book_id]),
        "rules": [_("每期租金在这一期的第一天应交。")],
    }
    return shapes.step(request, form, done, words)


@require_http_methods(["GET", "HEAD", "POST"])
def record_receipt(request: HttpRequest, contract_id: int) -> HttpResponse:
    actor, row = actor_of(request), reads.contract_row(contract_id)
    require(actor, "estate.record_receipt", row.owner_id)
    found, _total = ledger.vouchers(book_id=row.book_id, state="posted", size=40)
    vouchers = [(str(v.id), f"{v.label} {v.summary} {v.amount:,}") for v in found if v.spent < 0]
    given = {"key": uuid4().hex, "on": clock.today()}
    form = ReceiptForm(shapes.posted(request), vouchers=vouchers, initial=given)

    def done() -> str:
        told = form.cleaned_data
        acts.record_receipt(
            actor,
            contract_id=contract_id,
            on=told["on"],
            amount=told["amount"],
            key=told["key"],
            note=told["note"],
            voucher_id=told["voucher"],
        )
        say(request, happened=_("收款已经登记。"))
        return reverse("estate:contract", args=[contract_id])

    words: dict[str, object] = {
        "title": _("登记收款"),
        "lead": row.matter,
        "crumbs": shapes.crumbs(
            _("合同"), "estate:contracts", Link(row.matter, reverse("estate:contract", args=[contract_id]))
        ),
        "known": _facts(reads.line(row, clock.today())),
        "submit": _("登记"),
        "cancel_url": reverse("estate:contract", args=[contract_id]),
        "rules": [_("收到的钱先抵最早欠的一期。"), _("一次收到几年的租金，收入要分到各年。")],
    }
    return shapes.step(request, form, done, words)
