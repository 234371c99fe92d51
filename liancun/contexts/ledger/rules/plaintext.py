"""A book as plain text that hledger and beancount read: anyone can check it outside this program.

The text ends with what each account must hold (balance assertions): a reader that adds differently complains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CURRENCY = "CNY"
ZERO = Decimal("0.00")
_ROOTS = {
    "asset": ("资产", "A", "Assets"),
    "cost": ("成本", "A", "Assets"),
    "liability": ("负债", "L", "Liabilities"),
    "equity": ("所有者权益", "E", "Equity"),
    "income": ("收入", "R", "Income"),
    "expense": ("支出", "X", "Expenses"),
}
_NOT_BEANCOUNT = re.compile(r"[^\w-]|_")


@dataclass(frozen=True)
class PlainAccount:
    """`above`: the codes of the accounts it stands under, first level first."""

    code: str
    name: str
    account_class: str
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainLine:
    """`amount`: debit less credit, in yuan. `party`: the number of a counterparty, never its name."""

    code: str
    amount: Decimal
    party: int | None = None


@dataclass(frozen=True)
class PlainVoucher:
    """`closing`: "" or which step of closing a year it is; left out of what was earned and spent."""

    date: date
    label: str
    summary: str
    digest: str
    lines: tuple[PlainLine, ...]
    closing: str = ""


@dataclass(frozen=True)
class PlainBook:
    """A book up to a day, its vouchers in the order they were posted."""

    owner: str
    opened_on: date
    until: date
    head: str
    accounts: tuple[PlainAccount, ...]
    vouchers: Sequence[PlainVoucher]


def hledger(book: PlainBook) -> Iterator[str]:
    """Lines of a journal for hledger."""
    names = {a.code: _hledger_name(a, book) for a in book.accounts}
    yield f"; {_plain(book.owner)} {book.opened_on} - {book.until}"
    yield f"; {book.head}"
    yield f"commodity 1000.00 {CURRENCY}"
    yield from (f"account {root}  ; type:{letter}" for root, letter, _ in dict.fromkeys(_ROOTS.values()))
    yield from (f"account {name}" for name in names.values())
    for voucher in _dated(book.vouchers):
        yield ""
        yield f"{voucher.date} ({voucher.label}) {_plain(voucher.summary)}  ; {_tags(voucher)}"
        for line in voucher.lines:
            party = f"  ; party:{line.party}" if line.party is not None else ""
            yield f"    {names[line.code]}  {line.amount} {CURRENCY}{party}"
    yield ""
    yield f"{book.until} 余额核对"
    sums = _sums(book)
    yield from (
        f"    {name}  0.00 {CURRENCY} = {sums.get(code, ZERO)} {CURRENCY}" for code, name in names.items()
    )


def beancount(book: PlainBook) -> Iterator[str]:
    """Lines of a ledger for beancount."""
    names = {a.code: _beancount_name(a, book) for a in book.accounts}
    yield f'option "title" "{_quoted(book.owner)}"'
    yield f'option "operating_currency" "{CURRENCY}"'
    yield f"; {book.head}"
    yield from (f"{book.opened_on} open {name} {CURRENCY}" for name in names.values())
    for voucher in _dated(book.vouchers):
        yield ""
        yield f'{voucher.date} * "{_quoted(voucher.summary)}"'
        yield f'  number: "{_quoted(voucher.label)}"'
        yield f'  digest: "{voucher.digest}"'
        if voucher.closing:
            yield f'  closing: "{voucher.closing}"'
        for line in voucher.lines:
            yield f"  {names[line.code]}  {line.amount} {CURRENCY}"
            if line.party is not None:
                yield f'    party: "{line.party}"'
    yield ""
    for code, amount in _sums_with_details(book).items():
        yield f"{book.until + timedelta(days=1)} balance {names[code]}  {amount} {CURRENCY}"


def _tags(voucher: PlainVoucher) -> str:
    closing = f", closing:{voucher.closing}" if voucher.closing else ""
    return f"digest:{voucher.digest}{closing}"


def _dated(vouchers: Iterable[PlainVoucher]) -> list[PlainVoucher]:
    return sorted(vouchers, key=lambda v: v.date)


def _sums(book: PlainBook) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for voucher in book.vouchers:
        for line in voucher.lines:
            sums[line.code] = sums.get(line.code, ZERO) + line.amount
    return sums


def _sums_with_details(book: PlainBook) -> dict[str, Decimal]:
    """beancount asks of an account what it and all below it hold."""
    own = _sums(book)
    totals = {a.code: ZERO for a in book.accounts}
    for account in book.accounts:
        for code in (account.code, *account.above):
            totals[code] += own.get(account.code, ZERO)
    return totals


def _named(book: PlainBook, account: PlainAccount) -> list[tuple[str, str]]:
    names = {a.code: a.name for a in book.accounts}
    return [(code, names[code]) for code in (*account.above, account.code)]


def _hledger_name(account: PlainAccount, book: PlainBook) -> str:
    steps = [f"{code} {_plain(name).replace(':', '')}" for code, name in _named(book, account)]
    return ":".join((_ROOTS[account.account_class][0], *steps))


def _beancount_name(account: PlainAccount, book: PlainBook) -> str:
    steps = [f"{code}-{_NOT_BEANCOUNT.sub('', name)}" for code, name in _named(book, account)]
    return ":".join((_ROOTS[account.account_class][2], *steps))


def _plain(text: str) -> str:
    """On one line, without what begins a comment or ends a name."""
    return re.sub(r"[\s;|]+", " ", text).strip()


def _quoted(text: str) -> str:
    return _plain(text).replace("\\", "＼").replace('"', "”")
