"""Books, accounts and months; the trial balance and the lines behind each of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger.models import Account, BankAccount, Book, Period
from liancun.contexts.ledger.rules import numbers
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.masks import mask_account


@dataclass(frozen=True)
class BookLine:
    """A book as a neighbour sees it. `sequence`: vouchers posted; `head`: the fingerprint of the last one."""

    id: int
    owner_id: int
    owner_name: str
    chart: str
    opened_on: date
    sequence: int
    head: str
    kind: str = "own"


@dataclass(frozen=True)
class BankLine:
    id: int
    kind: str
    bank: str
    masked: str


def unknown_book() -> Unknown:
    return Unknown("ledger.no_book", mark("没有找到这个账套。"), remedy=mark("请从“账套”进入您管理的账套。"))


def line_of(book: Book) -> BookLine:
    return BookLine(
        book.pk,
        book.owner_id,
        book.owner.name,
        book.chart,
        book.opened_on,
        book.sequence,
        book.head,
        book.kind,
    )


# Written out: every page of a book asks these, and composing them anew costs more than running them.
_BOOK = """
select b.id, b.owner_id, o.name, b.chart, b.opened_on, b.sequence, b.head, b.kind
from ledger_book b join bodies_body o on o.id = b.owner_id where b.id = %s
"""
_NAMES = """
select b.id, o.name from ledger_book b join bodies_body o on o.id = b.owner_id order by o.name_pinyin, b.id limit %s
"""
_BANKS = "select id, kind, bank, number from ledger_bankaccount where book_id = %s order by id"
_NUMBER = BankAccount._meta.get_field("number")
_MONTHS = "select month, closed_at is not null from ledger_period where book_id = %s order by month desc"


def _asked(statement: str, value: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def book(book_id: int) -> BookLine:
    """Unknown where there is none, or the person may not know of it."""
    for row in _asked(_BOOK, book_id):
        return BookLine(*row)
    raise unknown_book()


def books() -> list[BookLine]:
    """All books in the person's scope, by name."""
    return [line_of(b) for b in Book.objects.select_related("owner").order_by("owner__name_pinyin", "id")]


def names(most: int) -> list[tuple[int, str]]:
    """Number and owner's name of the books in the person's scope, by name, no more than so many."""
    return [(pk, name) for pk, name in _asked(_NAMES, most)]


def owner_of(body_id: int) -> bodies.BodyLine:
    """The body that owns the book: a village stands for its collective."""
    body = bodies.get(body_id)
    return bodies.part_of(body.id, "collective") if body.is_village else body


def agency_of(owner_id: int) -> bodies.BodyLine | None:
    """The agency centre that keeps the owner's book today: by its own agreement, or by its village's."""
    today, village = clock.today(), bodies.village_of(owner_id)
    own = bodies.agency_of(owner_id, today)
    return own if own is not None or village is None else bodies.agency_of(village.id, today)


def book_of(body_id: int) -> BookLine | None:
    """The book of an owner (or of a village's collective); None without one or outside the scope."""
    found = (
        Book.objects.select_related("owner")
        .filter(owner_id=owner_of(body_id).id)
        .order_by("-kind")  # own before mirror
        .first()
    )
    return None if found is None else line_of(found)


def locked(book_id: int) -> Book:
    """The book under the lock that orders all postings, approvals and closings in it.

    A row that only names the book does not wait for it: waiting for two books in the wrong order would be a deadlock.
    """
    found = Book.objects.select_for_update(of=("self",), no_key=True).filter(pk=book_id).first()
    if found is None:
        raise unknown_book()
    return found


def codes(book_id: int) -> dict[str, int]:
    """Account code → id."""
    return dict(Account.objects.filter(book_id=book_id).values_list("code", "id"))


@dataclass(frozen=True)
class Accounts:
    """Of one book: code → id, and which codes name a counterparty on every line or hold money."""

    ids: Mapping[str, int]
    parties: frozenset[str]
    money: frozenset[str]


def accounts(book_id: int, on: date) -> Accounts:
    """Those that take lines on a day: what was closed before it does not."""
    found = Account.objects.filter(Q(closed_on=None) | Q(closed_on__gte=on), book_id=book_id)
    rows = list(found.values_list("code", "id", "counterparties", "money"))
    return Accounts(
        {code: pk for code, pk, _, _ in rows},
        frozenset(code for code, _, party, _ in rows if party),
        frozenset(code for code, _, _, money in rows if money),
    )


def party_codes(book_id: int) -> frozenset[str]:
    """Accounts whose every line names a counterparty."""
    found = Account.objects.filter(book_id=book_id, counterparties=True)
    return frozenset(found.values_list("code", flat=True))


def money_codes(book_id: int) -> frozenset[str]:
    return frozenset(Account.objects.filter(book_id=book_id, money=True).values_list("code", flat=True))


@dataclass(frozen=True)
class AccountLine:
    id: int
    code: str
    name: str
    side: str


def account(book_id: int, account_id: int) -> AccountLine:
    found = Account.objects.filter(book_id=book_id, pk=account_id).first()
    if found is None:
        raise Unknown("ledger.no_account", mark("本账套没有这个科目。"))
    return AccountLine(found.pk, found.code, found.name, found.side)


def account_choices(book_id: int) -> list[AccountLine]:
    """Those that are still open."""
    found = Account.objects.filter(book_id=book_id, closed_on=None).order_by("code")
    return [AccountLine(a.pk, a.code, a.name, a.side) for a in found]


def money_accounts(book_id: int) -> list[AccountLine]:
    """Cash and bank: the accounts that have a day book."""
    found = Account.objects.filter(book_id=book_id, money=True).order_by("code")
    return [AccountLine(a.pk, a.code, a.name, a.side) for a in found]


def bank_accounts(book_id: int) -> list[BankLine]:
    """Numbers come masked: only the last four digits."""
    return [
        BankLine(pk, kind, bank, mask_account(_NUMBER.from_db_value(number, None, None) or ""))
        for pk, kind, bank, number in _asked(_BANKS, book_id)
    ]


def is_closed(book_id: int, day: date) -> bool:
    month = numbers.month_of(day)
    return Period.objects.filter(book_id=book_id, month=month, closed_at__isnull=False).exists()


@dataclass(frozen=True)
class MonthLine:
    month: date
    closed: bool


def months(book_id: int) -> list[MonthLine]:
    """The months that were begun, newest first."""
    return [MonthLine(*row) for row in _asked(_MONTHS, book_id)]
