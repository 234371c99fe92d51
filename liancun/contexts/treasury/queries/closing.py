"""What a month's closing asks of the bank side."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.models import Account, MonthReconciled, StatementLine
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month


def not_reconciled(book_id: int, month: Month) -> list[str]:
    """The accounts of a book, by bank, whose month has not been signed; accounts without statements do not count."""
    return [bank for _account, bank, reconciled in _kept(book_id, month) if not reconciled]


def closing_points(book_id: int, month: Month) -> Iterator[ledger.ClosingPoint]:
    """One point for each account with statements up to that month (会计基础工作规范: the bank is reconciled monthly)."""
    for account, bank, reconciled in _kept(book_id, month):
        yield ledger.ClosingPoint(
            "not_reconciled",
            mark("银行账户已经对账"),
            reconciled,
            mark("{bank}：{month}还没有签对账。"),
            {"bank": bank, "month": month.label()},
            mark("请先对账，编好余额调节表并签字。"),
            reverse("treasury:reconciliation", args=[account]) + f"?period={month}",
        )


def _kept(book_id: int, month: Month) -> list[tuple[int, str, bool]]:
    """Accounts with statements up to the month: id, bank, whether the month is signed."""
    done = Exists(MonthReconciled.objects.filter(account_id=OuterRef("pk"), month=month.first))
    begun = Exists(StatementLine.objects.filter(account_id=OuterRef("pk"), day__lte=month.last))
    found = Account.objects.filter(begun, book_id=book_id).annotate(signed=done).order_by("id")
    return list(found.values_list("pk", "bank", "signed"))
