"""Accounts that a platform uses and the book does not have yet: opened below the right one, or the row is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger.models import Account, Book
from liancun.contexts.ledger.rules import placing, platforms
from liancun.framework.actors import Actor
from liancun.kernel.errors import mark

Key = tuple[str, str]


@dataclass(frozen=True)
class Codes:
    """The platform's (code, name) → the book's code; the accounts of the book by code."""

    of: dict[Key, str]
    accounts: dict[str, Account]


def open_accounts(
    actor: Actor, book: Book, vouchers: platforms.Sheet | None, balances: platforms.Sheet | None
) -> Codes:
    """Places every account of both sheets; refusals name file, row and column."""
    accounts = {a.code: a for a in Account.objects.filter(book=book)}
    known = {code: a.name for code, a in accounts.items()}
    told = list(_told(vouchers, balances))
    others = _others(told, known)
    found: dict[Key, str] = {}
    for sheet, row, code, name in told:
        if (code, name) in found:
            continue
        placed = placing.place(code, name, known, others)
        if placed is None:
            raise sheet.fault(
                row,
                "code" if code else "name",
                mark("“{file}”第 {row} 行“{column}”：看不出科目“{account}”属于哪个一级科目。"),
                account=f"{code} {name}".strip(),
            )
        if placed.below is not None:
            accounts[placed.code] = _opened(actor, book, accounts[placed.below], placed)
            known[placed.code] = placed.name
        found[(code, name)] = placed.code
    return Codes(found, accounts)


def _told(
    vouchers: platforms.Sheet | None, balances: platforms.Sheet | None
) -> Iterator[tuple[platforms.Sheet, int, str, str]]:
    """The balance table first: it names the accounts above. Shorter codes before longer ones."""
    if balances is not None:
        rows = sorted(platforms.balance_rows(balances), key=lambda r: (len(r.code), r.row))
        yield from ((balances, r.row, r.code, r.name) for r in rows)
    if vouchers is not None:
        lines = sorted(platforms.voucher_rows(vouchers), key=lambda r: (len(r.code), r.row))
        yield from ((vouchers, r.row, r.code, r.name) for r in lines)


def _others(told: Iterable[tuple[platforms.Sheet, int, str, str]], known: dict[str, str]) -> dict[str, str]:
    """First-level accounts that the platform numbers otherwise, known by their names."""
    made = {}
    for _sheet, _row, code, name in told:
        placed = placing.place(code, name, known) if code else None
        if placed is not None and placed.below is None and placed.code != code and "." not in placed.code:
            made[code] = placed.code
    return made


def _opened(actor: Actor, book: Book, above: Account, placed: placing.Placed) -> Account:
    made = Account.objects.create(
        book=book,
        code=placed.code,
        name=placed.name,
        account_class=above.account_class,
        side=above.side,
        money=above.money,
        parent=above,
        counterparties=above.counterparties,
        quantities=above.quantities,
    )
    audit.record(
        actor,
        "ledger.open_account",
        subject="ledger.book",
        subject_id=book.pk,
        body_id=book.owner_id,
        detail={"code": placed.code, "below": above.code},
    )
    return made
