"""Statements of a book, as the playbook writes them, and the lines behind each of their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Account, Line, VoucherWords
from liancun.contexts.ledger.playbook import StatementTable
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.queries.figures import figures
from liancun.contexts.ledger.rules import numbers, spans, statements
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class Shown:
    """A statement with what its columns are made of."""

    table: StatementTable
    statement: statements.Statement
    columns: tuple[spans.ColumnRule, ...]


def tables(book: books.BookLine) -> Mapping[str, StatementTable]:
    """The statements of the book's chart; a chart the playbook no longer has gives none."""
    return playbook.statements_section().of_chart(book.chart)


def statement(book: books.BookLine, key: str, period: spans.Period) -> Shown:
    """Refusal: ledger.no_statement."""
    return several(book, (key,), period)[key]


def several(book: books.BookLine, keys: Collection[str], period: spans.Period) -> dict[str, Shown]:
    """Statements of one period from one reading of the figures."""
    known = tables(book)
    for key in keys:
        if key not in known:
            raise Unknown("ledger.no_statement", mark("这个账套没有这张报表。"))
    columns = {key: spans.columns(known[key].shape, period) for key in keys}
    wanted = [column.span for found in columns.values() for column in found]
    read = figures(book.id, book.opened_on, wanted) if wanted else {}
    return {key: _shown(known[key], key, columns[key], read) for key in keys}


def _shown(
    table: StatementTable,
    key: str,
    columns: tuple[spans.ColumnRule, ...],
    read: Mapping[spans.Span, tuple[statements.Figures, ...]],
) -> Shown:
    filled = [statements.Column(c.label, c.measure, read[c.span]) for c in columns]
    return Shown(table, statements.evaluate(table.rule(key), filled), columns)


@dataclass(frozen=True)
class Behind:
    """One posted line behind a figure, in yuan."""

    voucher_id: int
    label: str
    date: date
    summary: str
    account: str
    debit: Decimal
    credit: Decimal


def lines_of(
    book: books.BookLine, shown: Shown, row: statements.Row, column: int, *, start: int, size: int
) -> tuple[list[Behind], int]:
    """What a figure is made of: rows of rows are followed down to accounts and classes."""
    codes, classes = _drawn(shown.statement.rule, row)
    rule = shown.columns[column]
    flows = rule.measure in ("movement", "debits", "credits")
    if flows:
        days = Q(voucher__date__range=(rule.span.since, rule.span.until)) & ~Q(voucher__word=numbers.OPENING)
    else:
        end = rule.span.since - timedelta(days=1) if rule.measure == "opening" else rule.span.until
        opening = Q(voucher__word=numbers.OPENING, voucher__date__lte=rule.span.until)
        days = Q(voucher__date__lte=end) | opening
    return _behind_accounts(book.id, codes, classes, days, start=start, size=size)


def _drawn(rule: statements.StatementRule, row: statements.Row) -> tuple[set[str], set[str]]:
    rows = {one.key: one for one in rule.rows}
    codes, classes, ahead = set(row.codes), set(), [row.key]
    while ahead:
        one = rows.get(ahead.pop())
        for term in one.take if one is not None else ():
            if term.kind == "row":
                ahead.append(term.ref)
            elif term.kind == "class":
                classes.add(term.ref)
            else:
                codes.add(term.ref)
    return codes, classes


def _behind_accounts(
    book_id: int, codes: Collection[str], classes: Collection[str], days: Q, *, start: int, size: int
) -> tuple[list[Behind], int]:
    """The posted lines of these accounts and all below them, oldest first, with their number."""
    wanted = [
        a.pk
        for a in Account.objects.filter(book_id=book_id)
        if a.account_class in classes or any(a.code.startswith(code) for code in codes)
    ]
    lines = Line.objects.filter(account_id__in=wanted, voucher__state="posted")
    lines = lines.filter(days)
    rows = list(
        lines.order_by("voucher__date", "voucher__sequence", "order").values_list(*_COLUMNS)[
            start : start + size
        ]
    )
    ids = {r[0] for r in rows}
    words = dict(VoucherWords.objects.filter(voucher_id__in=ids).values_list("voucher_id", "summary"))
    return [_behind(r, words) for r in rows], lines.count()


_COLUMNS = (
    "voucher_id",
    "voucher__word",
    "voucher__month",
    "voucher__number",
    "voucher__part",
    "voucher__parts",
    "voucher__date",
    "account__code",
    "account__name",
    "debit",
    "credit",
)


def _behind(row: tuple[Any, ...], words: Mapping[int, str]) -> Behind:
    voucher_id, word, month, number, part, parts, day, code, name, debit, credit = row
    label = numbers.label(word, month, number, part, parts)
    return Behind(voucher_id, label, day, words.get(voucher_id, ""), f"{code} {name}", debit, credit)


def income_and_expense(book: books.BookLine, months: Sequence[Month]) -> tuple[list[Decimal], list[Decimal]]:
    """Income and expense of each month, without the vouchers that close a year."""
    wanted = [spans.span_of(month) for month in months]
    read = figures(book.id, book.opened_on, wanted) if wanted else {}
    return (
        [_moved(read[span], "income") * -1 for span in wanted],
        [_moved(read[span], "expense") for span in wanted],
    )


def _moved(found: Iterable[statements.Figures], account_class: str) -> Decimal:
    return sum((f.debit - f.credit for f in found if f.account_class == account_class), statements.ZERO)
