"""Linked vouchers as each of the two books may see them: the amount and the state, nothing of the other's book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Account, Book, Mandate, Pair
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PairLine:
    """Yuan. `state`: prepared, reserved, posted or released; `payer_ready`, `payee_ready`: that side approved."""

    id: int
    key: str
    purpose: str
    amount: Decimal
    state: str
    payer_book_id: int
    payee_book_id: int
    payer_ready: bool
    payee_ready: bool
    two_phase: bool = False
    made_at: datetime | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True)
class SideLine:
    """A pair from one of its books: its own voucher, and of the other only whether it agreed. `pays`: money leaves.

    `other_book_id` is its number and nothing more.
    """

    pair: PairLine
    pays: bool
    voucher_id: int | None
    ready: bool
    other_ready: bool
    other_book_id: int
    other_name: str


@dataclass(frozen=True)
class MandateLine:
    """A standing word between two books. `given`: this book gave it; accounts are named to the giver alone."""

    id: int
    given: bool
    purpose: str
    each: Decimal
    debit: str
    credit: str
    other_book_id: int
    other_name: str
    since: date
    revoked_on: date | None


def unknown_pair() -> Unknown:
    return Unknown("ledger.no_pair", mark("没有找到这对联动凭证。"))


def side(pair: Pair, book_id: int) -> str:
    return "payer" if pair.payer_id == book_id else "payee"


def pair(pair_id: int) -> PairLine:
    found = Pair.objects.filter(pk=pair_id).first()
    if found is None:
        raise unknown_pair()
    return _line(found)


def pairs_of(book_id: int) -> list[PairLine]:
    """Those of one book, the newest first."""
    return [_line(one) for one in _of_book(book_id)]


def sides_of(book_id: int) -> list[SideLine]:
    """The same, seen from this book."""
    found = _of_book(book_id)
    names = _names({number for one in found for number in (one.payer_id, one.payee_id)})
    return [_side(one, book_id, names) for one in found]


def side_of(pair_id: int, book_id: int) -> SideLine:
    found = Pair.objects.filter(pk=pair_id).first()
    if found is None or book_id not in (found.payer_id, found.payee_id):
        raise unknown_pair()
    return _side(found, book_id, _names({found.payer_id, found.payee_id}))


def _of_book(book_id: int) -> list[Pair]:
    found = Pair.objects.filter(payer_id=book_id) | Pair.objects.filter(payee_id=book_id)
    return list(found.order_by("-id")[:200])


def _names(book_ids: set[int]) -> dict[int, str]:
    """Book → name of its owner. Whose book a number is may be known of any book, and nothing else of it."""
    known = dict(Book.objects.filter(pk__in=book_ids).values_list("pk", "owner__name"))
    missing = book_ids - set(known)
    return known | _numbered(missing) if missing else known


def _numbered(book_ids: set[int]) -> dict[int, str]:
    owners = _owners()
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, o from unnest(%s::bigint[]) o, ledger_book_number(o) n where n = any(%s)",
            [list(owners), list(book_ids)],
        )
        return {number: owners[owner].name for number, owner in cursor.fetchall()}


def _owners() -> dict[int, bodies.BodyLine]:
    kinds = playbook.section_of().ledger.book.owners
    return {body.id: body for kind in kinds for body in bodies.of_kind(kind)}


def _side(one: Pair, book_id: int, names: dict[int, str]) -> SideLine:
    pays = one.payer_id == book_id
    other = one.payee_id if pays else one.payer_id
    payer, payee = one.payer_by_id is not None, one.payee_by_id is not None
    return SideLine(
        _line(one),
        pays,
        one.payer_voucher if pays else one.payee_voucher,
        payer if pays else payee,
        payee if pays else payer,
        other,
        names.get(other, ""),
    )


def _line(one: Pair) -> PairLine:
    return PairLine(
        one.pk,
        one.key,
        one.purpose,
        one.amount,
        one.state,
        one.payer_id,
        one.payee_id,
        one.payer_by_id is not None,
        one.payee_by_id is not None,
        one.two_phase,
        clock.local(one.made_at),
        clock.local(one.settled_at) if one.settled_at else None,
    )


def mandates(book_id: int) -> list[MandateLine]:
    """Those this book gave and those it holds, the newest first."""
    found = Mandate.objects.filter(book_id=book_id) | Mandate.objects.filter(holder_id=book_id)
    made = list(found.order_by("-id"))
    names = _names({number for one in made for number in (one.book_id, one.holder_id)})
    accounts = dict(
        Account.objects.filter(pk__in={a for m in made for a in (m.debit_id, m.credit_id)}).values_list(
            "pk", "name"
        )
    )
    return [_mandate(one, book_id, names, accounts) for one in made]


def _mandate(one: Mandate, book_id: int, names: dict[int, str], accounts: dict[int, str]) -> MandateLine:
    given = one.book_id == book_id
    other = one.holder_id if given else one.book_id
    return MandateLine(
        one.pk,
        given,
        one.purpose,
        one.each,
        accounts.get(one.debit_id, "") if given else "",
        accounts.get(one.credit_id, "") if given else "",
        other,
        names.get(other, ""),
        clock.local(one.given_at).date(),
        clock.local(one.revoked_at).date() if one.revoked_at else None,
    )


def mandates_for(line: SideLine, book_id: int) -> list[MandateLine]:
    """Those under which this book may act for the other side of a pair."""
    return [
        m
        for m in mandates(book_id)
        if not m.given
        and m.revoked_on is None
        and m.other_book_id == line.other_book_id
        and m.each >= line.pair.amount
    ]


def partners(book_id: int) -> Sequence[bodies.BodyLine]:
    """Owners of other books: of a book nothing is told but that it is kept."""
    owners = _owners()
    with connection.cursor() as cursor:
        cursor.execute(
            "select o from unnest(%s::bigint[]) o where ledger_book_number(o) <> %s", [list(owners), book_id]
        )
        return sorted((owners[one] for (one,) in cursor.fetchall()), key=lambda body: body.name)
