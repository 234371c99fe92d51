"""The accounts, one account, custody accounts, payees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.actions import accounts as acts
from liancun.contexts.treasury.queries import accounts as reads
from liancun.contexts.treasury.web.forms import AccountForm
from liancun.contexts.treasury.web.views import shapes, steps
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
    Pager,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size
from liancun.kernel.periods import Month

PAGE = 25


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "treasury.read", None)
    search = request.GET.get("q", "")[:60]
    found = [line for line in reads.accounts() if search in line.owner_name or search in line.bank]
    rows = tuple(_row(one) for one in reads.stands(found))
    columns = (
        Column("owner", _("账套"), "name"),
        Column("bank", _("开户行和账号")),
        Column("last", _("流水到"), "date"),
        Column("balance", _("余额"), "money", total=True),
        Column("waiting", _("待勾对"), "number"),
        Column("month", _("已对账到")),
    )
    context = {
        "title": _("银行账户"),
        "lead": _("导入银行流水，和账上逐笔勾对，月末调节相符。程序不付款。"),
        "register": Register(
            columns=columns,
            rows=rows,
            search=search,
            search_hint=_("账套或开户行"),
            empty=_("没有符合条件的账户。") if search else _("还没有登记银行账户。"),
        ),
        "links": [*_custody_links(actor), *_book_links(actor, search)],
    }
    return page(request, "treasury/accounts.html", context)


def _row(one: reads.AccountStand) -> Row:
    line = one.account
    month = Month.of(one.reconciled).label(_) if one.reconciled else _("还没有")
    cells = (line.owner_name, shapes.name_of(line), one.last_day, one.balance, one.waiting, month)
    return Row(cells, reverse("treasury:account", args=[line.id]), note=shapes.kind_word(line))


def _custody_links(actor: Actor) -> list[Link]:
    if not may(actor, "treasury.open_custody", None):
        return []
    return [Link(_("代管专户"), reverse("treasury:custodies"))]


def _book_links(actor: Actor, search: str) -> list[Link]:
    """Books that keep no account here yet; after a search those found, so that the list stays short."""
    if not may(actor, "treasury.open_account", None):
        return []
    kept = {line.book_id for line in reads.accounts()}
    books = [b for b in ledger.books() if b.id not in kept and search in b.owner_name]
    allowed = (b for b in books[:200] if may(actor, "treasury.open_account", b.owner_id))
    return [
        Link(
            _("登记%(owner)s的账户") % {"owner": b.owner_name}, reverse("treasury:open_account", args=[b.id])
        )
        for b, _at in zip(allowed, range(8), strict=False)
    ]


@require_safe
def account(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    actor, line = actor_of(request), reads.account(bank_account_id)
    require(actor, "treasury.read", line.owner_id)
    stand = reads.stands([line])[0]
    context = {
        "title": shapes.name_of(line),
        "lead": line.owner_name,
        "crumbs": shapes.crumbs(),
        "facts": _facts(stand),
        "next": _next(actor, stand),
        "timeline": [
            Entry(
                _("导入流水"),
                row.at,
                note=_("%(name)s：%(rows)d 笔，新增 %(fresh)d 笔")
                % {"name": row.file_name, "rows": row.rows, "fresh": row.fresh},
            )
            for row in reads.statements(line.id)
        ],
        "related": [Related(_("在这个账户里办理"), tuple(_links(actor, line)))],
    }
    return page(request, "pages/record.html", context)


def _facts(stand: reads.AccountStand) -> list[Fact]:
    line = stand.account
    facts = [
        Fact(_("账套"), line.owner_name, reverse("ledger:book", args=[line.book_id])),
        Fact(_("性质"), shapes.kind_word(line)),
        Fact(_("科目"), line.code),
    ]
    if stand.balance is not None:
        facts.append(Fact(_("银行余额"), shapes.yuan(stand.balance)))
    if stand.last_day is not None:
        facts.append(Fact(_("流水到"), chinese_date(stand.last_day)))
    facts.append(Fact(_("待勾对"), _("%(count)d 笔") % {"count": stand.waiting}))
    if stand.reconciled is not None:
        facts.append(Fact(_("已对账到"), Month.of(stand.reconciled).label(_)))
    return facts


def _next(actor: Actor, stand: reads.AccountStand) -> NextStep | None:
    line = stand.account
    if stand.waiting and may(actor, "treasury.match", line.owner_id):
        url = reverse("treasury:match", args=[line.id])
        return NextStep(_("有 %(count)d 笔流水还没有勾对。") % {"count": stand.waiting}, _("去勾对"), url)
    if may(actor, "treasury.import_statement", line.owner_id):
        url = reverse("treasury:import", args=[line.id])
        return NextStep(_("把网银下载的流水文件导入进来。"), _("导入流水"), url)
    if stand.waiting:
        return NextStep(_("等待代理会计勾对银行流水。"))
    return None


def _links(actor: Actor, line: reads.AccountLine) -> list[Link]:
    offers = (
        ("treasury.read", _("银行流水"), reverse("treasury:lines", args=[line.id])),
        ("treasury.import_statement", _("导入流水"), reverse("treasury:import", args=[line.id])),
        ("treasury.match", _("勾对"), reverse("treasury:match", args=[line.id])),
        ("treasury.read", _("银行存款余额调节表"), reverse("treasury:reconciliation", args=[line.id])),
        ("treasury.read", _("付款文件"), reverse("treasury:batches", args=[line.id])),
        ("treasury.read", _("收款人"), reverse("treasury:payees", args=[line.book_id])),
    )
    return [Link(label, url) for verb, label, url in offers if may(actor, verb, line.owner_id)]


@require_safe
def lines(request: HttpRequest, bank_account_id: int) -> HttpResponse:
    line = reads.account(bank_account_id)
    require(actor_of(request), "treasury.read", line.owner_id)
    size, number = page_size(request, PAGE), page_number(request)
    state, search = request.GET.get("state", ""), request.GET.get("q", "")[:60]
    found, total = reads.bank_moves(line.id, state=state, words=search, start=(number - 1) * size, size=size)
    rows = tuple(
        Row(
            (
                m.day,
                m.payer,
                m.summary,
                m.net if m.net > 0 else None,
                -m.net if m.net < 0 else None,
                m.balance,
                State(_("已勾对"), "done") if m.matched else State(_("未勾对"), "waiting"),
            )
        )
        for m in found
    )
    columns = (
        Column("day", _("日期"), "date"),
        Column("payer", _("对方户名"), "name"),
        Column("summary", _("摘要")),
        Column("income", _("收入"), "money", total=True),
        Column("outgo", _("支出"), "money", total=True),
        Column("balance", _("余额"), "money"),
        Column("state", _("状态"), "state"),
    )
    choices = (Choice("", _("全部")), Choice("open", _("未勾对")), Choice("matched", _("已勾对")))
    context = {
        "title": _("银行流水"),
        "lead": f"{line.owner_name} {shapes.name_of(line)}",
        "crumbs": shapes.crumbs(line),
        "register": Register(
            columns=columns,
            rows=rows,
            filters=(Filter("state", _("状态"), choices, state),),
            search=search,
            search_hint=_("对方户名或摘要"),
            empty=_("还没有导入流水。"),
        ),
        "pager": Pager(number, max(1, -(-total // size)), total, size),
    }
    return page(request, "pages/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), ledger.book(book_id)
    require(actor, "treasury.open_account", book.owner_id)
    banks = [
        *((f"bank:{b.id}", f"{b.bank} {b.masked}") for b in ledger.bank_accounts(book_id)),
        *(
            (
                f"custody:{c.id}",
                _("%(bank)s代管专户 %(masked)s 的子账户") % {"bank": c.bank, "masked": c.masked},
            )
            for c in reads.custodies()
        ),
    ]
    codes = [
        (line.code, f"{line.code} {line.name}")
        for line in ledger.trial_balance(book_id).lines
        if line.code.startswith("102")
    ]
    form = AccountForm(steps.posted(request), banks=banks, codes=codes)

    def done() -> str:
        kind, _colon, id = form.cleaned_data["which"].partition(":")
        made = acts.open_account(
            actor,
            book_id=book_id,
            number="".join(form.cleaned_data["number"].split()),
            code=form.cleaned_data["code"],
            opening=form.cleaned_data["opening"],
            bank_id=int(id) if kind == "bank" else None,
            custody_id=int(id) if kind == "custody" else None,
        )
        say(request, happened=_("账户已经登记。"), then=_("下一步：导入银行流水。"))
        return reverse("treasury:account", args=[made])

    words: dict[str, object] = {
        "title": _("登记银行账户"),
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(),
        "submit": _("登记"),
        "cancel_url": reverse("treasury:accounts"),
        "unkept": True,
        "rules": [
            _("一个集体开立一个基本存款账户，或者在代管专户里有一个自己的子账户。"),
            _("每笔流水只属于一个账户、一个账套。"),
        ],
    }
    return steps.step(request, form, done, words)
