"""The chart of one book: prescribed accounts and the owner's own below them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Account, Line
from liancun.kernel.errors import Conflict, Unknown, mark


@dataclass(frozen=True)
class ChartLine:
    """An account as the chart shows it. `own`: the owner added it; `level`: 0 for a first-level account."""

    id: int
    code: str
    name: str
    account_class: str
    side: str
    level: int
    own: bool
    counterparties: bool
    quantities: bool
    closed_on: date | None


def account(book_id: int, account_id: int) -> Account:
    found = Account.objects.filter(book_id=book_id, pk=account_id).first()
    if found is None:
        raise Unknown("ledger.no_account", mark("本账套没有这个科目。"))
    return found


def open_account(book_id: int, account_id: int) -> Account:
    found = account(book_id, account_id)
    if found.closed_on is not None:
        raise Conflict("ledger.account_closed", mark("这个科目已经停用，下面不能再增设明细。"))
    return found


def chart_line(found: Account, *, level: int = 1, own: bool = True) -> ChartLine:
    return ChartLine(
        found.pk,
        found.code,
        found.name,
        found.account_class,
        found.side,
        level,
        own,
        found.counterparties,
        found.quantities,
        found.closed_on,
    )


def chart(book_id: int) -> list[ChartLine]:
    """Every account by its code, those below an account right after it."""
    found = list(Account.objects.filter(book_id=book_id).select_related("book").order_by("code"))
    above = {a.pk: a.parent_id for a in found}
    prescribed = _prescribed(found[0].book.chart) if found else frozenset()
    return [chart_line(a, level=_level(a.pk, above), own=a.code not in prescribed) for a in found]


def _level(account_id: int, above: dict[int, int | None]) -> int:
    parent = above[account_id]
    return 0 if parent is None else 1 + _level(parent, above)


def _prescribed(key: str) -> frozenset[str]:
    known = playbook.section_of().chart.get(key)
    return frozenset(a.code for a in known.account) if known else frozenset()


def is_own(chart_key: str, found: Account) -> bool:
    """Whether the owner added it; a first-level account never counts as its own."""
    return found.parent_id is not None and found.code not in _prescribed(chart_key)


def holds(account_id: int) -> Decimal:
    """What is posted on the account itself: debit less credit."""
    posted = Line.objects.filter(account_id=account_id, voucher__state="posted")
    return posted.aggregate(net=Sum(F("debit") - F("credit")))["net"] or Decimal(0)
