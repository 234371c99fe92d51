"""The end of a year as pages show it: what is still to be closed, and the vouchers that close it."""

from __future__ import annotations

from datetime import date

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Account, Voucher
from liancun.contexts.ledger.queries import balances, books, vouchers
from liancun.contexts.ledger.rules import year_end
from liancun.framework import clock


def past_years(book_id: int) -> list[int]:
    """The years of a book that are over, newest first."""
    return list(range(clock.today().year - 1, books.book(book_id).opened_on.year - 1, -1))


def still_to_close(book_id: int, year: int) -> tuple[year_end.Stage, ...]:
    """The closing vouchers as they would be made now, out of what is posted. Empty without closing accounts."""
    chart = playbook.section_of().chart.get(books.book(book_id).chart)
    if chart is None or chart.closing is None:
        return ()
    classes = dict(Account.objects.filter(book_id=book_id).values_list("pk", "account_class"))
    lines = balances.trial_balance(book_id, date(year, 12, 31)).lines
    held = [
        year_end.Held(x.code, x.name, classes[x.account_id], x.closing_debit - x.closing_credit)
        for x in lines
        if x.account_id
    ]
    about = chart.closing
    return year_end.stages(
        held, result=about.result, undistributed=about.undistributed, distribution=about.distribution
    )


def closing_vouchers(book_id: int, year: int) -> list[vouchers.VoucherLine]:
    """Those of a year, drafts and posted, in the order they were made."""
    found = Voucher.objects.filter(book_id=book_id, date=date(year, 12, 31)).exclude(closing="")
    return vouchers.lines(list(found.exclude(state="discarded").order_by("pk")))


def waiting_drafts(book_id: int, year: int) -> int:
    """Ordinary drafts of the year, which stand against its closing."""
    found = Voucher.objects.filter(book_id=book_id, date__year=year, state="draft", closing="")
    return found.count()
