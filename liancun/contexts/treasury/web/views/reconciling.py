"""银行存款余额调节表: on the screen, on paper, as a file; signing that a month agrees."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.treasury.actions import matching as acts
from liancun.contexts.treasury.models import MonthReconciled
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.queries import matching
from liancun.contexts.treasury.rules import reconciling as rules
from liancun.contexts.treasury.web.forms import ReconcileForm
from liancun.contexts.treasury.web.views import shapes, steps
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Amount, Choice, Fact, Line, Link, Sheet
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, sensitive
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month


def _month(request: HttpRequest) -> Month:
    """The month asked for; without one the last that is over."""
    given = request.GET.get("period", "")
    try:
        if given:
            return Month.parse(given)
    except Refusal:
        pass
    return Month.of(clock.today().replace(day=1) - timedelta(days=1))


def _signed(line: reads.AccountLine, month: Month) -> MonthReconciled | None:
    return MonthReconciled.objects.filter(account_id=line.id, month=month.first).first()


@require_safe
def reconciliation(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.read", line.owner_id)
    month = _month(request)
    told = matching.reconciliation(line.id, min(month.last, clock.today()))
    context = {
        "title": _("银行存款余额调节表"),
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "sheet": _sheet(line, month, told),
        "periods": _periods(line, month),
        "period": str(month),
        "unit": request.GET.get("unit", "yuan"),
        "facts": _facts(told, _signed(line, month)),
        "links": _links(actor, line, month),
    }
    return page(request, "treasury/reconciliation.html", context)


def _periods(line: reads.AccountLine, chosen: Month) -> list[Choice]:
    """Months from the first statement to today, the newest first; at most two years."""
    begun = Month.of(matching.begun_on(line.id) or clock.today())
    months: list[Month] = []
    month = Month.of(clock.today())
    while len(months) < 24 and month >= begun:
        months.append(month)
        month = Month.of(month.first - timedelta(days=1))
    if chosen not in months:
        months.append(chosen)
    return [Choice(str(one), one.label(_)) for one in months]


def _facts(told: rules.Reconciliation, signed: MonthReconciled | None) -> list[Fact]:
    facts = [
        Fact(_("截至"), str(told.on)),
        Fact(
            _("调节后"),
            _("两边相符") if told.equal else _("相差 %(gap)s 元") % {"gap": f"{told.difference:,}"},
        ),
    ]
    if signed is not None:
        at = f"{clock.local(signed.made_at):%Y-%m-%d}"
        facts.append(Fact(_("已确认"), _("%(who)s，%(day)s") % {"who": signed.by_name, "day": at}))
    return facts


def _links(actor: Actor, line: reads.AccountLine, month: Month) -> list[Link]:
    query = f"?period={month}"
    links = [Link(_("打印"), reverse("treasury:print_reconciliation", args=[line.id]) + query)]
    if may(actor, "treasury.reconcile", line.owner_id) and _signed(line, month) is None:
        links.insert(0, Link(_("确认对账相符"), reverse("treasury:reconcile", args=[line.id]) + query))
    if may(actor, "treasury.match", line.owner_id):
        links.append(Link(_("勾对"), reverse("treasury:match", args=[line.id])))
    return links


def _sheet(line: reads.AccountLine, month: Month, told: rules.Reconciliation) -> Sheet:
    return Sheet(
        title=_("银行存款余额调节表"),
        body=f"{line.owner_name}　{shapes.name_of(line)}",
        period=month.label(_),
        columns=(_("金额（元）"),),
        lines=_lines(line, told),
        signatures=(_("会计主管"), _("复核"), _("编制")),
        note=_("两边相符") if told.equal else _("两边不符，请查清差额。"),
    )


def _lines(line: reads.AccountLine, told: rules.Reconciliation) -> tuple[Line, ...]:
    bank_in, bank_out = rules.parts(told.only_bank)
    book_in, book_out = rules.parts(told.only_book)
    lines = [
        _sum(_("银行对账单余额"), told.bank, heading=True),
        *_items(line, _("加：账上已收、银行未收"), book_in, book=True),
        *_items(line, _("减：账上已付、银行未付"), book_out, book=True),
        _sum(_("调节后的银行余额"), told.adjusted_bank, total=True),
        _sum(_("账面余额"), told.book, heading=True),
        *_items(line, _("加：银行已收、账上未收"), bank_in, book=False),
        *_items(line, _("减：银行已付、账上未付"), bank_out, book=False),
        _sum(_("调节后的账面余额"), told.adjusted_book, total=True),
    ]
    if told.opening:
        lines.append(_sum(_("其中：第一份流水开始前两边的差额"), told.opening))
    if not told.equal:
        lines.append(_sum(_("差额"), told.difference, total=True))
    return tuple(lines)


def _sum(label: str, value: Decimal, *, heading: bool = False, total: bool = False) -> Line:
    return Line(label, (Amount(value),), total=total or heading)


def _items(line: reads.AccountLine, label: str, items: tuple[rules.Item, ...], *, book: bool) -> list[Line]:
    whole = abs(sum((item.net for item in items), rules.ZERO))
    made = [Line(label, (Amount(whole or None),), level=1)]
    for item in items:
        url = reverse("ledger:voucher", args=[line.book_id, item.ref]) if book else ""
        made.append(Line(f"{item.day} {item.words}", (Amount(abs(item.net), url),), level=2))
    return made


@require_safe
def print_reconciliation(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    line = reads.account(bank_account_id)
    require(actor_of(request), "treasury.read", line.owner_id)
    month = _month(request)
    told = matching.reconciliation(line.id, min(month.last, clock.today()))
    sheet = _sheet(line, month, told)
    context = {
        "title": sheet.title,
        "number": f"{sheet.body}　{sheet.period}",
        "sheet": sheet,
        "office": line.owner_name,
        "date": told.on,
        "signatures": list(sheet.signatures),
        "back_url": reverse("treasury:reconciliation", args=[line.id]) + f"?period={month}",
    }
    return page(request, "treasury/print_reconciliation.html", context)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.reconcile", line.owner_id)
    month = _month(request)
    told = matching.reconciliation(line.id, min(month.last, clock.today()))
    back = reverse("treasury:reconciliation", args=[line.id]) + f"?period={month}"
    form = ReconcileForm(steps.posted(request))

    def done() -> str:
        acts.reconcile(actor, account_id=line.id, month=month, bank_balance=form.cleaned_data["bank_balance"])
        say(request, happened=_("%(month)s银行对账已确认。") % {"month": month.label(_)})
        return back

    words: dict[str, object] = {
        "title": _("确认%(month)s对账") % {"month": month.label(_)},
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "known": [
            Fact(_("调节后的银行余额"), shapes.yuan(told.adjusted_bank)),
            Fact(_("调节后的账面余额"), shapes.yuan(told.adjusted_book)),
            Fact(_("未达账项"), _("%(count)d 项") % {"count": len(told.only_bank) + len(told.only_book)}),
        ],
        "rules": [_("两边调节后相等才能确认；确认后不能修改。")],
        "submit": _("确认相符"),
        "cancel_url": back,
    }
    return steps.step(request, form, done, words)
