"""Sub-accounts: added below an account of the chart, closed when they hold nothing."""

from __future__ import annotations

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.actions.drafting import keep_here
from liancun.contexts.ledger.models import Account, Book, Line
from liancun.contexts.ledger.queries import accounts, books
from liancun.contexts.ledger.rules import accounts as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require


@action("ledger.add_account")
def add_account(
    actor: Actor,
    *,
    book_id: int,
    parent_id: int,
    name: str,
    code: str = "",
    counterparties: bool = False,
    quantities: bool = False,
) -> accounts.ChartLine:
    """A sub-account below `parent_id`: class, side and kind of money are those of the account above.

    Without `code` the next free one is given. Refusals: ledger.account_closed and those of the rules.
    """
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    keep_here(book)
    above = accounts.open_account(book_id, parent_id)
    known = books.codes(book_id)
    name = " ".join(name.split())
    code = code.strip() or rules.next_code(above.code, known)
    beside = Account.objects.filter(parent_id=parent_id, closed_on=None).values_list("name", flat=True)
    rules.check_new(code, name, above.code, known, frozenset(beside))
    made = Account.objects.create(
        book=book,
        code=code,
        name=name,
        account_class=above.account_class,
        side=above.side,
        money=above.money,
        counterparties=above.counterparties or counterparties,
        quantities=above.quantities or quantities,
        parent_id=above.pk,
    )
    _record(actor, "ledger.add_account", book, made)
    return accounts.chart_line(made)


@action("ledger.close_account")
def close_account(actor: Actor, *, book_id: int, account_id: int) -> None:
    """No line is taken after today; what was posted stays. Closing again changes nothing."""
    book = books.locked(book_id)
    require(actor, "ledger.prepare_voucher", book.owner_id)
    keep_here(book)
    account = accounts.account(book_id, account_id)
    if account.closed_on is not None:
        return
    rules.check_closing(
        own=accounts.is_own(book.chart, account),
        empty=not accounts.holds(account_id),
        waiting=Line.objects.filter(account_id=account_id, voucher__state="draft").exists(),
        below=Account.objects.filter(parent_id=account_id, closed_on=None).exists(),
    )
    Account.objects.filter(pk=account_id).update(closed_on=clock.today())
    _record(actor, "ledger.close_account", book, account)


def _record(actor: Actor, verb: str, book: Book, account: Account) -> None:
    audit.record(
        actor,
        verb,
        subject="ledger.book",
        subject_id=book.pk,
        body_id=book.owner_id,
        detail={"account": account.code},
    )
