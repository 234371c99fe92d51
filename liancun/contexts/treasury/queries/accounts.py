"""The accounts, their statements and lines; how far each is matched and reconciled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, Max, OuterRef

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.models import (
    Account,
    Custody,
    MatchedLine,
    MonthReconciled,
    RememberedShape,
    Statement,
    StatementLine,
)
from liancun.contexts.treasury.rules.shapes import Shape
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.masks import mask_account


@dataclass(frozen=True)
class AccountLine:
    """An account at a bank; `masked` shows the last digits only. `last_day`: of its newest line."""

    id: int
    owner_id: int
    owner_name: str
    book_id: int
    kind: str
    bank: str
    masked: str
    code: str
    opening: Decimal | None
    custody_id: int | None


@dataclass(frozen=True)
class AccountStand:
    """How far an account's lines have come."""

    account: AccountLine
    balance: Decimal | None
    last_day: date | None
    waiting: int
    reconciled: date | None


@dataclass(frozen=True)
class CustodyLine:
    id: int
    body_id: int
    body_name: str
    bank: str
    masked: str


@dataclass(frozen=True)
class BankMove:
    """A line of a statement as a page shows it."""

    id: int
    day: date
    net: Decimal
    balance: Decimal
    payer: str
    summary: str
    matched: bool


@dataclass(frozen=True)
class StatementRow:
    id: int
    file_name: str
    rows: int
    fresh: int
    at: datetime


def unknown() -> Unknown:
    return Unknown("treasury.no_account", mark("没有这个银行账户。"), remedy=mark("请从“银行账户”列表进入。"))


def account_row(account_id: int) -> Account:
    found = Account.objects.select_related("owner").filter(pk=account_id).first()
    if found is None:
        raise unknown()
    return found


def locked(account_id: int) -> Account:
    """The account under the lock that orders its imports, matches and batches. Nothing of it ever changes."""
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        raise unknown()
    lock("treasury.account", account_id)
    return found


def lock(kind: str, id: int) -> None:
    """A lock of this transaction on a thing whose row may not be updated."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s), %s)", [kind, id])


def account(account_id: int) -> AccountLine:
    """Unknown (404) outside the person's scope."""
    return _lines([account_row(account_id)])[0]


def accounts(book_id: int | None = None, custody_id: int | None = None) -> list[AccountLine]:
    found = Account.objects.select_related("owner").order_by("owner__name_pinyin", "id")
    if book_id is not None:
        found = found.filter(book_id=book_id)
    if custody_id is not None:
        found = found.filter(custody_id=custody_id)
    return _lines(found)


def _lines(found: Collection[Account]) -> list[AccountLine]:
    banks = {
        line.id: line
        for book_id in {a.book_id for a in found if a.kind == "own"}
        for line in ledger.bank_accounts(book_id)
    }
    return [
        AccountLine(
            a.pk,
            a.owner_id,
            a.owner.name,
            a.book_id,
            a.kind,
            a.bank,
            banks[a.bank_id].masked if a.bank_id in banks else mask_account(a.number or ""),
            a.code,
            a.opening,
            a.custody_id,
        )
        for a in found
    ]


def stands(lines: Collection[AccountLine]) -> list[AccountStand]:
    """Three statements for any number of accounts."""
    ids = [line.id for line in lines]
    last = {
        line.account_id: line
        for line in StatementLine.objects.filter(account_id__in=ids)
        .order_by("account_id", "-order")
        .distinct("account_id")
        .only("account_id", "balance", "day")
    }
    waiting = dict(
        StatementLine.objects.filter(~_is_matched(), account_id__in=ids)
        .values_list("account_id")
        .annotate(Count("id"))
    )
    months = dict(
        MonthReconciled.objects.filter(account_id__in=ids).values_list("account_id").annotate(Max("month"))
    )
    return [
        AccountStand(
            line,
            last[line.id].balance if line.id in last else line.opening,
            last[line.id].day if line.id in last else None,
            waiting.get(line.id, 0),
            months.get(line.id),
        )
        for line in lines
    ]


def _is_matched() -> Exists:
    return Exists(MatchedLine.objects.filter(line_id=OuterRef("pk")))


def custodies() -> list[CustodyLine]:
    return [_custody(c) for c in Custody.objects.select_related("body").order_by("id")]


def custody(custody_id: int) -> CustodyLine:
    return _custody(custody_row(custody_id))


def custody_row(custody_id: int) -> Custody:
    found = Custody.objects.select_related("body").filter(pk=custody_id).first()
    if found is None:
        raise Unknown("treasury.no_custody", mark("没有这个代管专户。"))
    return found


def _custody(c: Custody) -> CustodyLine:
    return CustodyLine(c.pk, c.body_id, c.body.name, c.bank, mask_account(c.number or ""))


def open_books() -> list[ledger.BookLine]:
    """Books of the scope."""
    return ledger.books()


def shapes_of(*, account_id: int | None = None, custody_id: int | None = None) -> list[Shape]:
    """What was remembered, newest first."""
    found = RememberedShape.objects.order_by("-id")
    if account_id is not None:
        found = found.filter(account_id=account_id)
    else:
        found = found.filter(custody_id=custody_id or 0)
    return [Shape(dict(row.heads)) for row in found[:20]]


def statements(account_id: int) -> list[StatementRow]:
    found = Statement.objects.filter(account_id=account_id).order_by("-id")[:12]
    return [StatementRow(s.pk, s.file_name, s.rows, s.fresh, clock.local(s.imported_at)) for s in found]


def bank_moves(
    account_id: int, *, state: str = "", words: str = "", start: int = 0, size: int = 25
) -> tuple[list[BankMove], int]:
    """A page of the lines, newest first, with the number of all that fit."""
    found = StatementLine.objects.filter(account_id=account_id).annotate(matched=_is_matched())
    if state in ("open", "matched"):
        found = found.filter(matched=state == "matched")
    if words:
        found = found.filter(payer__icontains=words) | found.filter(summary__icontains=words)
    rows = found.order_by("-order")[start : start + size]
    return [
        BankMove(r.pk, r.day, r.income - r.outgo, r.balance, r.payer, r.summary, r.matched) for r in rows
    ], found.count()


def last_line(account_id: int) -> StatementLine | None:
    return StatementLine.objects.filter(account_id=account_id).order_by("-order").first()


def known_keys(account_id: int) -> set[str]:
    return set(StatementLine.objects.filter(account_id=account_id).values_list("key", flat=True))


def statement_of(account_id: int, digest: str) -> Statement | None:
    return Statement.objects.filter(account_id=account_id, digest=digest).first()
