"""A book as plain records, for the text that other programs read."""

from __future__ import annotations

from datetime import date

from liancun.contexts.ledger.models import Account, Line, Voucher, VoucherWords
from liancun.contexts.ledger.playbook import parent_code
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.rules import numbers
from liancun.contexts.ledger.rules.plaintext import PlainAccount, PlainBook, PlainLine, PlainVoucher


def plain_book(book_id: int, until: date) -> PlainBook:
    """All posted vouchers up to a day. Five statements."""
    book = books.book(book_id)
    known = {a.code: a for a in Account.objects.filter(book_id=book_id).order_by("code")}
    accounts = tuple(
        PlainAccount(code, a.name, a.account_class, _above(code, tuple(known))) for code, a in known.items()
    )
    return PlainBook(
        book.owner_name, book.opened_on, until, book.head, accounts, tuple(_vouchers(book_id, until))
    )


def _above(code: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    above = parent_code(code, codes)
    return () if above is None else (*_above(above, codes), above)


def _vouchers(book_id: int, until: date) -> list[PlainVoucher]:
    found = list(
        Voucher.objects.filter(book_id=book_id, state="posted", date__lte=until).order_by("sequence")
    )
    words = dict(VoucherWords.objects.filter(book_id=book_id).values_list("voucher_id", "summary"))
    lines: dict[int, list[PlainLine]] = {}
    rows = Line.objects.filter(book_id=book_id).order_by("voucher_id", "order")
    for voucher_id, code, debit, credit, party in rows.values_list(
        "voucher_id", "account__code", "debit", "credit", "counterparty_id"
    ).iterator():
        lines.setdefault(voucher_id, []).append(PlainLine(code, debit - credit, party))
    return [
        PlainVoucher(
            v.date,
            numbers.label(v.word, v.month, v.number, v.part, v.parts),
            words.get(v.pk, ""),
            v.digest or "",
            tuple(lines[v.pk]),
            v.closing,
        )
        for v in found
    ]
