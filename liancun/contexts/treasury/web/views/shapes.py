"""From records of bank accounts to the shapes that pages draw."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.treasury.queries.accounts import AccountLine
from liancun.contexts.treasury.queries.paying import BatchRow
from liancun.framework.web.parts import Link, State
from liancun.kernel.money import plain


def yuan(amount: Decimal) -> str:
    return _("%(amount)s 元") % {"amount": plain(amount)}


def kind_word(line: AccountLine) -> str:
    return _("代管专户的子账户") if line.kind == "sub" else _("本账套的账户")


def name_of(line: AccountLine) -> str:
    return f"{line.bank} {line.masked}"


def crumbs(line: AccountLine | None = None) -> list[Link]:
    first = [Link(_("银行账户"), reverse("treasury:accounts"))]
    if line is None:
        return first
    label = f"{line.owner_name} {name_of(line)}"
    return [*first, Link(label, reverse("treasury:account", args=[line.id]))]


def reasons(codes: Iterable[tuple[str, int]]) -> str:
    """Why two sides belong together, in words."""
    return _("；").join(_reason(code, number) for code, number in codes)


def _reason(code: str, number: int) -> str:
    words = {
        "amount": _("金额相同"),
        "same_day": _("同一天"),
        "days": _("相差 %(number)d 天"),
        "name": _("对方户名一致"),
        "rivals": _("另有 %(number)d 种可能"),
        "sum": _("%(number)d 笔合计相等"),
        "by_hand": _("人工勾对"),
    }
    return words[code] % {"number": number} if "%(" in words[code] else words[code]


def batch_state(row: BatchRow) -> State:
    if row.state == "made":
        return State(_("等待复核导出"), "waiting")
    if row.state == "released":
        return State(_("等待银行结果"), "running")
    if row.state == "dropped":
        return State(_("已作废"), "closed")
    return State(_("有付款失败"), "refused") if row.failed else State(_("全部付成"), "done")


def order_state(state: str) -> State:
    return {
        "waiting": State(_("等待结果"), "waiting"),
        "paid": State(_("付成"), "done"),
        "failed": State(_("失败"), "refused"),
        "dropped": State(_("已作废"), "closed"),
    }[state]
