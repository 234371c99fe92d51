"""What a month's closing asks of the bank side."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from liancun.contexts.treasury.models import Account, MonthReconciled, StatementLine
from liancun.kernel.periods import Month


def not_reconciled(book_id: int, month: Month) -> list[str]:
    """The accounts of a book, by bank, whose month has not been signed; accounts without statements do not count."""
    done = Exists(MonthReconciled.objects.filter(account_id=OuterRef("pk"), month=month.first))
    begun = Exists(StatementLine.objects.filter(account_id=OuterRef("pk"), day__lte=month.last))
    found = Account.objects.filter(~done, begun, book_id=book_id).order_by("id")
    return [account.bank for account in found]
