"""The books, their trial balance, the lines behind a number, closing a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ledger.actions.closing import close_month
from liancun.contexts.ledger.queries import balances, vouchers
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.queries.closing import closing_list
from liancun.contexts.ledger.rules import numbers, spans, trial
from liancun.contexts.ledger.web.forms import MonthForm
from liancun.contexts.ledger.web.views import shapes, sheets, warned
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Amount, Column, Fact, Filter, Line, Link, Register, Row, Sheet
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.errors import fill
from liancun.kernel.periods import Month


@require_safe
def books(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "ledger.read_books", None)
    found = reads.books()
    rows = tuple(
        Row((b.owner_name, shapes.book_kind(b), b.opened_on, b.sequence), reverse("ledger:book", args=[b.id]))
        for b in found
    )
    columns = (
        Column("owner", _("账套"), "name"),
        Column("kind", _("记账方式")),
        Column("opened", _("启用"), "date"),
    )
    opens = may(actor, "ledger.open_book", None)
    new = Link(_("建账"), reverse("ledger:where_to_open")) if opens else None
    context = {
        "title": _("账套"),
        "lead": _("每个账套只属于一个集体。一次只在一个账套里办理。"),
        "register": shapes.searched(
            request,
            Register(
                columns=(*columns, Column("count", _("已记账凭证"), "number")),
                rows=rows,
                empty=_("您管的地方还没有账套。") if opens else _("您现在的职务没有可以查看的账套。"),
                empty_step=new,
            ),
        ),
        "new": new,
    }
    return page(request, "ledger/claims.html", context)


@require_safe
def book(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.book(book_id)
    require(actor, "ledger.read_books", line.owner_id)
    months = reads.months(book_id)
    period = sheets.period_of(request, months)
    balance = balances.trial_balance(book_id, min(period.last, clock.today()), period.first)
    context = {
        "title": line.owner_name,
        "lead": _("科目余额表，每个数字都可以打开看明细。"),
        "crumbs": shapes.crumbs(line)[:1],
        "sheet": _sheet(line, period, balance, codes=shapes.shows_codes(request)),
        "codes": shapes.shows_codes(request),
        "periods": sheets.periods(months),
        "period": sheets.written(period),
        "unit": request.GET.get("unit", "yuan"),
        "book_id": book_id,
        "links": _links(request, line),
        "facts": _facts(line, balance),
        "switch": shapes.switch(request, book_id),
        "warned": warned.of_book(actor, line, clock.today().year),
    }
    return page(request, "ledger/book.html", context)


def _sheet(line: reads.BookLine, period: spans.Period, balance: trial.TrialBalance, *, codes: bool) -> Sheet:
    accounts = reverse("ledger:account", args=[line.id, 0])
    query = f"?period={sheets.written(period)}"
    shown = (x for x in balance.lines if any((x.opening_debit, x.opening_credit, x.debit, x.credit)))
    return Sheet(
        title=_("科目余额表"),
        body=line.owner_name,
        period=period.label(_),
        columns=(
            _("期初借方"),
            _("期初贷方"),
            _("本期借方"),
            _("本期贷方"),
            _("期末借方"),
            _("期末贷方"),
        ),
        lines=(
            *(_row(x, codes, accounts.replace("/0/", f"/{x.account_id}/") + query) for x in shown),
            _row(balance.total, codes),
        ),
        note=_("借贷平衡") if balance.balances else _("借贷不平衡，请立即报告系统管理员。"),
    )


def _row(x: trial.TrialLine, codes: bool, url: str = "") -> Line:
    values = (x.opening_debit, x.opening_credit, x.debit, x.credit, x.closing_debit, x.closing_credit)
    amounts = tuple(Amount(value or None, url if value else "") for value in values)
    if not x.account_id:
        return Line(label=_("合计"), amounts=amounts, total=True)
    label = f"{x.code} {_(x.name)}" if codes else _(x.name)
    return Line(label=label, amounts=amounts)


def _facts(line: reads.BookLine, balance: trial.TrialBalance) -> list[Fact]:
    bank = [Fact(_("开户行"), f"{b.bank} {b.masked}") for b in reads.bank_accounts(line.id)]
    return [
        Fact(_("记账方式"), shapes.book_kind(line)),
        Fact(_("货币资金"), shapes.yuan(balance.money)),
        *bank,
        Fact(_("已记账凭证"), str(line.sequence)),
        Fact(_("账套指纹"), line.head[:16]),
    ]


def _links(request: HttpRequest, line: reads.BookLine) -> list[Link]:
    """What this person may do in this book, the usual first."""
    actor = actor_of(request)
    offers = (
        ("ledger.read_books", _("凭证登记簿"), "ledger:vouchers"),
        ("ledger.read_books", _("报表"), "ledger:statements"),
        ("ledger.read_books", _("预算和项目执行"), "ledger:budget"),
        ("ledger.file_claim", _("填报账单"), "ledger:new_claim"),
        ("ledger.prepare_voucher", _("填制凭证"), "ledger:new_entry"),
        ("ledger.record_without_authority", _("登记待补手续"), "ledger:new_outstanding"),
        ("ledger.post_voucher", _("复核记账"), "ledger:review"),
        ("ledger.read_books", _("联动凭证"), "ledger:pairs"),
        ("ledger.read_books", _("导入的凭证"), "ledger:imported"),
        ("ledger.read_books", _("科目表"), "ledger:chart"),
        ("ledger.read_books", _("经常业务"), "ledger:recurring"),
        ("ledger.read_books", _("往来对象"), "ledger:counterparties"),
        ("ledger.read_books", _("备用金"), "ledger:petty"),
        ("ledger.read_books", _("收据簿"), "ledger:receipt_books"),
        ("ledger.read_books", _("单据移交"), "ledger:handovers"),
        ("ledger.read_books", _("凭证装订"), "ledger:volumes"),
        ("ledger.assign_keeper", _("委托代理协议"), "ledger:agency"),
        ("ledger.assign_keeper", _("指定代理会计"), "ledger:keeper"),
        ("ledger.close_month", _("结账"), "ledger:close"),
        ("ledger.read_books", _("各月结账情况"), "ledger:months"),
        ("ledger.read_books", _("年末结转"), "ledger:year"),
    )
    start = Link(_("导入期初余额"), reverse("import", args=["ledger.opening"]))
    begins = not line.sequence and line.kind == "own" and may(actor, "ledger.load_opening", line.owner_id)
    mirror = [("ledger.read_books", _("平台镜像"), "ledger:mirror")] if line.kind == "mirror" else []
    return [
        *([start] if begins else []),
        *_offered(actor, line, (*mirror, *offers)),
    ]


def _offered(actor: Actor, line: reads.BookLine, offers: Sequence[tuple[str, str, str]]) -> list[Link]:
    allowed = {action: may(actor, action, line.owner_id) for action in {action for action, *_rest in offers}}
    return [
        Link(label, reverse(name, args=[line.id]))
        for action, label, name in offers
        if allowed[action] and not (line.kind == "mirror" and name in _KEPT_HERE)
    ]


# What is done in the province's platform where the book is kept there.
_KEPT_HERE = frozenset(
    f"ledger:{name}"
    for name in (
        *("new_entry", "new_outstanding", "review", "recurring", "petty"),
        *("pairs", "imported", "year"),
    )
)


@require_safe
def account(request: HttpRequest, book_id: int, account_id: int) -> HttpResponse:
    """明细账, or the day book of a money account: what was brought forward, each line, the totals."""
    line = reads.book(book_id)
    require(actor_of(request), "ledger.read_books", line.owner_id)
    about = reads.account(book_id, account_id)
    months = reads.months(book_id)
    period = sheets.period_of(request, months)
    columns = (
        Column("voucher", _("凭证"), "text"),
        Column("date", _("日期"), "date"),
        Column("summary", _("摘要"), "text"),
        Column("debit", _("借方"), "money", group=_("发生额")),
        Column("credit", _("贷方"), "money", group=_("发生额")),
        Column("balance", _("余额（借－贷）"), "money"),
    )
    choices = tuple(sheets.periods(months))
    context = {
        "title": f"{about.code} {_(about.name)}" if shapes.shows_codes(request) else _(about.name),
        "lead": _("%(owner)s，%(period)s") % {"owner": line.owner_name, "period": period.label(_)},
        "crumbs": shapes.crumbs(line),
        "register": Register(
            columns=columns,
            rows=tuple(_moves(book_id, account_id, period)),
            filters=(Filter("period", _("期间"), choices, sheets.written(period)),),
            empty=_("这个科目还没有发生额。"),
        ),
    }
    return page(request, "pages/register.html", context)


def _moves(book_id: int, account_id: int, period: spans.Period) -> Iterator[Row]:
    moves = vouchers.moves(account_id, None, period.last)
    year = [m for m in moves if m.date >= spans.to_date(period).since and m.word != numbers.OPENING]
    shown = [m for m in year if m.date >= period.first]
    before = [m for m in moves if m not in shown]
    yield Row(
        (_("期初余额"), period.first, "", None, None, before[-1].balance if before else Decimal("0.00"))
    )
    for m in shown:
        url = reverse("ledger:voucher", args=[book_id, m.voucher_id])
        yield Row((m.label, m.date, m.summary, m.debit or None, m.credit or None, m.balance), url)
    last = moves[-1].balance if moves else Decimal("0.00")
    yield _totals(_("本期合计"), shown, last)
    yield _totals(_("本年累计"), year, last)


def _totals(label: str, moves: Sequence[vouchers.AccountMove], balance: Decimal) -> Row:
    debit = sum((m.debit for m in moves), Decimal("0.00"))
    credit = sum((m.credit for m in moves), Decimal("0.00"))
    return Row((label, None, "", debit, credit, balance))


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.book(book_id)
    require(actor, "ledger.close_month", line.owner_id)
    still_open = sorted(m.month for m in reads.months(book_id) if not m.closed)
    form = MonthForm(request.POST or None, months=shapes.month_choices(still_open))
    if request.method == "POST" and form.is_valid():
        month = Month.parse(form.cleaned_data["month"])
        if act(request, form, lambda: _closed(actor, book_id, month)):
            say(request, happened=_("%(month)s已经结账。") % {"month": month.label(_)})
            return redirect("ledger:book", book_id)
    context = {
        "title": _("结账"),
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(line),
        "form": form,
        "submit": _("结账"),
        "known": _closing_facts(book_id, Month.of(still_open[0])) if still_open else [],
        "rules": [_("从最早的月份开始逐月结账，清单上每一项都要办完。")],
        "warned": warned.of_book(actor, line, clock.today().year),
        "consequence": _("结账后不能再记入这个月；要重新打开，须有写明原因的决定。"),
        "cancel_url": reverse("ledger:book", args=[book_id]),
    }
    return page(request, "ledger/warned_step.html", context, status=422 if form.errors else 200)


def _closing_facts(book_id: int, month: Month) -> list[Fact]:
    """The list of the month that is closed next: what is done, and what stands against it with the way there."""
    return [
        Fact(_("要结的月份"), month.label(_)),
        *(
            Fact(
                _(point.label), _("已办") if point.done else fill(_(point.sentence), point.params), point.url
            )
            for point in closing_list(book_id, month)
        ),
    ]


def _closed(actor: Actor, book_id: int, month: Month) -> bool:
    close_month(actor, book_id=book_id, month=month)
    return True
