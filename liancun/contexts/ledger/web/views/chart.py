"""The chart of a book: its accounts, sub-accounts added below them, those no longer used closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.ledger.actions import accounts as actions
from liancun.contexts.ledger.queries import accounts, books
from liancun.contexts.ledger.web.forms import AccountForm, CloseAccountForm
from liancun.contexts.ledger.web.views import shapes
from liancun.contexts.ledger.web.views.stepping import step
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Link, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, page

_METHODS = ["GET", "HEAD", "POST"]


def _classes() -> dict[str, str]:
    return {
        "asset": _("资产"),
        "liability": _("负债"),
        "equity": _("所有者权益"),
        "cost": _("成本"),
        "income": _("收入"),
        "expense": _("支出"),
    }


def _sides() -> dict[str, str]:
    return {"debit": _("借"), "credit": _("贷"), "both": _("借或贷")}


@require_safe
def chart(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.read_books", book.owner_id)
    columns = (
        Column("name", _("科目"), "name"),
        Column("code", _("编码"), "text"),
        Column("class", _("类别"), "text"),
        Column("side", _("余额方向"), "text"),
        Column("kept", _("核算"), "text"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(_row(book_id, line) for line in accounts.chart(book_id))
    extends = book.kind == "own" and may(actor, "ledger.prepare_voucher", book.owner_id)
    context = {
        "title": _("科目表"),
        "lead": _("%(owner)s。规定的科目不能改，可以在下面增设明细。") % {"owner": book.owner_name},
        "crumbs": shapes.crumbs(book),
        "register": shapes.searched(
            request, Register(columns=columns, rows=rows, search_hint=_("科目名称、拼音首字母或编码"))
        ),
        "new": Link(_("增设明细科目"), reverse("ledger:new_account", args=[book_id])) if extends else None,
        "others": [Link(_("停用明细科目"), reverse("ledger:close_account", args=[book_id]))]
        if extends and any(line.own and line.closed_on is None for line in accounts.chart(book_id))
        else [],
    }
    return page(request, "ledger/claims.html", context)


def _row(book_id: int, line: accounts.ChartLine) -> Row:
    kept = [
        word for word, is_kept in ((_("往来"), line.counterparties), (_("数量"), line.quantities)) if is_kept
    ]
    return Row(
        (
            "　" * line.level + _(line.name),
            line.code,
            _classes()[line.account_class],
            _sides()[line.side],
            "、".join(kept),
            _state(line),
        ),
        reverse("ledger:account", args=[book_id, line.id]),
    )


def _state(line: accounts.ChartLine) -> State:
    if line.closed_on is not None:
        return State(_("%(day)s 停用") % {"day": line.closed_on}, "closed")
    return State(_("自设明细"), "running") if line.own else State(_("规定科目"), "done")


@require_http_methods(_METHODS)
def new_account(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    form = AccountForm(request.POST or None, parents=_choices(book_id, own=False))
    return step(
        request,
        book,
        form,
        lambda given: actions.add_account(
            actor,
            book_id=book_id,
            parent_id=given["parent"],
            name=given["name"],
            code=given["code"],
            counterparties=given["counterparties"],
            quantities=given["quantities"],
        ),
        onward=reverse("ledger:chart", args=[book_id]),
        title=_("增设明细科目"),
        submit=_("增设"),
        happened=_("明细科目已经增设。"),
        then=_("填制凭证时可以用了；报表仍按上级科目列示。"),
        rules=[
            _("类别、余额方向和上级科目相同，以后不能改名。"),
            _("上级科目已有的余额不会自动转过来，需要时填一张凭证转入明细。"),
        ],
    )


@require_http_methods(_METHODS)
def close_account(request: HttpRequest, book_id: int) -> HttpResponse:
    actor, book = actor_of(request), books.book(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    form = CloseAccountForm(request.POST or None, accounts=_choices(book_id, own=True))
    return step(
        request,
        book,
        form,
        lambda given: actions.close_account(actor, book_id=book_id, account_id=given["account"]),
        onward=reverse("ledger:chart", args=[book_id]),
        title=_("停用明细科目"),
        submit=_("停用"),
        happened=_("明细科目已经停用。"),
        rules=[_("只能停用自己增设的、没有余额的明细科目；已经记的账不变。")],
        consequence=_("停用后不能再用，也不能恢复；需要时另设一个。"),
    )


def _choices(book_id: int, *, own: bool) -> list[tuple[str, str]]:
    """By name with the account above, as two details may bear one name."""
    found = [line for line in accounts.chart(book_id) if line.closed_on is None]
    names: list[str] = []
    made = []
    for line in found:
        names = [*names[: line.level], _(line.name)]
        if line.own or not own:
            made.append((str(line.id), "—".join(names)))
    return made
