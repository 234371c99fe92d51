"""What was published of books: the sheet of a month, its publications, and what published statements add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import (
    Authority,
    ClaimStep,
    Counterparty,
    Pair,
    Publication,
    Ratification,
    Voucher,
    VoucherStep,
    VoucherWords,
)
from liancun.contexts.ledger.rules import bands, masking, numbers, statements
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month

_YEAR_TO_DATE = {"flow": 1, "balance": 0, "change": 3}


@dataclass(frozen=True)
class Item:
    """One receipt or payment as the board shows it: masked. `amount` in yuan, above zero."""

    date: date
    what: str
    on: str
    amount: Decimal


def _under(moved: Collection[Voucher]) -> dict[int, int]:
    """Voucher → the authority it drew on, also one that was named afterwards, as it is in every mirror book."""
    named = Ratification.objects.filter(voucher__in=[v.pk for v in moved])
    later = dict(named.values_list("voucher_id", "authority_id"))
    return {v.pk: v.authority_id for v in moved if v.authority_id is not None} | later


def items(book_id: int, month: Month) -> tuple[list[Item], list[Item]]:
    """Receipts and payments of a month, item by item; what a book opened with is neither.

    A red letter stands where it takes back, below zero.
    """
    moved = list(
        Voucher.objects.filter(book_id=book_id, state="posted", month=month.first)
        .exclude(spent=0)
        .exclude(word=numbers.OPENING)
        .order_by("date", "sequence")
    )
    ids = [v.pk for v in moved]
    words = {w.voucher_id: w for w in VoucherWords.objects.filter(voucher_id__in=ids)}
    under = _under(moved)
    labels = dict(Authority.objects.filter(pk__in=set(under.values())).values_list("id", "label"))
    names = _names(book_id, moved, words.values())
    red = dict(
        Voucher.objects.filter(pk__in=[v.corrects_id for v in moved if v.corrects_id]).values_list(
            "id", "spent"
        )
    )
    receipts: list[Item] = []
    payments: list[Item] = []
    for v in moved:
        pays = (red.get(v.corrects_id, v.spent) if v.corrects_id else v.spent) > 0
        what = masking.masked(words[v.pk].summary, names)
        label = labels.get(under.get(v.pk, 0), "")
        on = "待补手续" if v.outstanding and not label else masking.masked(label, names)
        (payments if pays else receipts).append(Item(v.date, what, on, v.spent if pays else -v.spent))
    return receipts, payments


def _names(book_id: int, moved: Sequence[Voucher], words: Iterable[VoucherWords]) -> set[str]:
    """Every natural person these vouchers may name: payees, those who signed, members and households."""
    ids = [v.pk for v in moved]
    names = {name for w in words for name in masking.persons_in(w.payee)}
    names |= set(VoucherStep.objects.filter(voucher_id__in=ids).values_list("name", flat=True))
    claims = [v.claim_id for v in moved if v.claim_id]
    names |= set(ClaimStep.objects.filter(claim_id__in=claims).values_list("name", flat=True))
    natural = Counterparty.objects.filter(book_id=book_id, kind__in=("member", "household"))
    return {name for name in (*names, *natural.values_list("name", flat=True)) if name}


@dataclass(frozen=True)
class PublicationLine:
    """`notice_id`: the published notice; None while it is only prepared or reviewed."""

    id: int
    book_id: int
    month: date
    sequence: int
    head: str
    plan_id: int | None
    unplanned: str
    notice_id: int | None
    statements: Mapping[str, Mapping[str, list[str]]]


# Owners that the county's catalogue does not ask to publish: the statements are frozen all the same.
NOT_LISTED = mark("这类组织不在公开目录里，只保存结账时的报表。")
# What was kept of them before that had a sentence of its own; rows of closed months never change.
_ONCE_SAID = "公开目录里没有这一类，或者这个组织不公开这一类。"


def publications(book_id: int) -> list[PublicationLine]:
    """Of one book, newest first."""
    return _lines(Publication.objects.filter(book_id=book_id).order_by("-id"))


def published(book_ids: Collection[int], month: date) -> list[PublicationLine]:
    """The newest published statements of a month, one for each book that has published."""
    found = _lines(Publication.objects.filter(book_id__in=book_ids, month=month).order_by("-id"))
    newest: dict[int, PublicationLine] = {}
    for line in found:
        if line.notice_id is not None:
            newest.setdefault(line.book_id, line)
    return list(newest.values())


def _lines(rows: Iterable[Publication]) -> list[PublicationLine]:
    found = list(rows)
    notices = disclosure.notices_of_plans([p.plan_id for p in found if p.plan_id is not None])
    return [
        PublicationLine(
            p.pk,
            p.book_id,
            p.month,
            p.sequence,
            p.head,
            p.plan_id,
            NOT_LISTED if p.unplanned.startswith(_ONCE_SAID) else p.unplanned,
            notices.get(p.plan_id or 0),
            p.statements,
        )
        for p in found
    ]


@dataclass(frozen=True)
class RolledRow:
    """A row of the added statements, with the part of each book that published."""

    key: str
    name: str
    amounts: tuple[Decimal, ...]
    level: int
    total: bool
    part: str
    number: str


@dataclass(frozen=True)
class PairLine:
    """A linked pair between two books of the roll-up: counted in both, named here."""

    id: int
    purpose: str
    amount: Decimal


def rolled(key: str, found: Sequence[PublicationLine]) -> list[RolledRow]:
    """Published statements added row by row. Rows are those of the playbook in force."""
    table = playbook.statements_section().statement[key]
    width = 2
    columns = [
        statements.added([_amounts(p.statements.get(key, {}), at) for p in found]) for at in range(width)
    ]
    return [
        RolledRow(
            row.key,
            row.name,
            tuple(column.get(row.key, statements.ZERO) for column in columns),
            row.level,
            row.total,
            row.part,
            row.number,
        )
        for row in table.rule(key).rows
        if row.take
    ]


def _amounts(rows: Mapping[str, list[str]], at: int) -> dict[str, Decimal]:
    return {key: Decimal(amounts[at]) for key, amounts in rows.items() if len(amounts) > at and amounts[at]}


def pairs_between(book_ids: Collection[int], month: Month) -> list[PairLine]:
    """Linked pairs posted in a year up to a month, both sides of which stand in the roll-up."""
    found = Pair.objects.filter(
        state="posted",
        payer_id__in=book_ids,
        payee_id__in=book_ids,
        settled_at__date__range=(date(month.year, 1, 1), month.last),
    ).order_by("id")
    return [PairLine(p.pk, p.purpose, p.amount) for p in found]


@dataclass(frozen=True)
class BandLine:
    """One band of the return and the books that stand in it, each with its amount."""

    name: str
    books: tuple[tuple[int, Decimal], ...]


def banded(key: str, found: Sequence[PublicationLine]) -> list[BandLine]:
    """Books by the band of their published figure, from the first of January to the month."""
    table = playbook.statements_section().statistic[key]
    held: dict[int, list[tuple[int, Decimal]]] = {}
    for line in found:
        for statement, row in table.row.items():
            amounts = line.statements.get(statement, {}).get(row)
            if amounts is not None:
                amount = Decimal(amounts[1])
                held.setdefault(bands.band_of(amount, table.bands), []).append((line.book_id, amount))
    return [BandLine(band.name, tuple(held.get(at, ()))) for at, band in enumerate(table.bands)]
