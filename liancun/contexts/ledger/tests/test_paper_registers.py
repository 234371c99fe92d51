"""Receipt books number by number, papers handed over against a list, volumes without gaps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ledger.actions import papers
from liancun.contexts.ledger.actions.papers import NewReceipt
from liancun.contexts.ledger.queries import papers as reads
from liancun.contexts.ledger.rules import papers as rules
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

DAY = date(2026, 3, 9)
MARCH = date(2026, 3, 1)


@given(st.sets(st.integers(1, 60)))
def test_every_number_is_told_or_open_and_none_is_both(told: set[int]) -> None:
    ranges = rules.open_ranges(1, 60, told)
    left = [n for first, last in ranges for n in range(first, last + 1)]
    assert sorted([*left, *told]) == list(range(1, 61))
    assert all(low[1] + 1 < high[0] for low, high in pairwise(ranges))


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2026, 3, 5), date(2026, 3, 5)),
        (date(2026, 3, 6), date(2026, 3, 20)),
        (date(2026, 1, 31), date(2026, 2, 5)),
        (date(2026, 12, 21), date(2027, 1, 5)),
    ],
)
def test_the_next_reporting_day_follows(today: date, found: date) -> None:
    assert rules.next_reporting_day(today, [5, 20]) == found
    assert rules.next_reporting_day(today, []) is None
    assert rules.next_reporting_day(date(2026, 2, 10), [31]) == date(2026, 2, 28)


def book_of_receipts(case: Casebook) -> int:
    with case.signed_in("baozhang-a") as clerk:
        return papers.take_receipt_book(
            clerk,
            book_id=case.books["a"],
            series="2026A",
            first=101,
            last=110,
            keeper_id=case.world.a.staff[1],
            day=DAY,
        )


def note(case: Casebook, receipts_id: int, *receipts: NewReceipt) -> None:
    with case.signed_in("baozhang-a") as clerk, transaction.atomic():
        papers.note_receipts(clerk, receipts_id=receipts_id, receipts=receipts)


def test_receipts_are_told_number_by_number(case: Casebook) -> None:
    held = book_of_receipts(case)
    note(
        case, held, NewReceipt(101, DAY, payer="某户", amount=Decimal("50")), NewReceipt(103, DAY, void=True)
    )

    with case.signed_in("kuaiji"):
        line = reads.receipts(case.books["a"], held)
    assert (line.used, line.void, line.amount) == (1, 1, Decimal("50.00"))
    assert (line.open, line.passed) == (((102, 102), (104, 110)), (102,))


@pytest.mark.parametrize(
    ("receipt", "code"),
    [
        (NewReceipt(111, DAY, amount=Decimal(1)), "ledger.receipt_number"),
        (NewReceipt(101, DAY, amount=Decimal(1)), "ledger.receipt_told"),
        (NewReceipt(102, DAY), "ledger.receipt_amount"),
    ],
)
def test_a_wrong_receipt_is_refused(case: Casebook, receipt: NewReceipt, code: str) -> None:
    held = book_of_receipts(case)
    note(case, held, NewReceipt(101, DAY, void=True))
    with pytest.raises(Refusal) as refused:
        note(case, held, NewReceipt(105, DAY, void=True), receipt)
    assert refused.value.code == code
    with case.signed_in("kuaiji"):
        assert [line.number for line in reads.receipt_lines(held)] == [101]


def test_a_book_with_a_number_missing_is_not_given_back(case: Casebook) -> None:
    held = book_of_receipts(case)
    note(case, held, NewReceipt(102, DAY, void=True))
    with case.signed_in("baozhang-a") as clerk:
        with pytest.raises(Conflict) as refused:
            papers.return_receipt_book(clerk, receipts_id=held)
        assert refused.value.code == "ledger.receipts_missing"
    note(case, held, NewReceipt(101, DAY, void=True))
    with case.signed_in("baozhang-a") as clerk:
        papers.return_receipt_book(clerk, receipts_id=held)
    with pytest.raises(Conflict):
        note(case, held, NewReceipt(103, DAY, void=True))


def test_overlapping_receipt_books_are_refused_also_to_raw_sql(case: Casebook) -> None:
    book_of_receipts(case)
    with pytest.raises(Conflict):
        book_of_receipts(case)
    with case.signed_in("baozhang-a"), pytest.raises(DatabaseError), transaction.atomic():
        sql(
            "insert into ledger_receiptbook (book_id, series, first, last, taken_on, keeper_id)"
            " values (%s, '2026A', 110, 120, '2026-03-09', %s)",
            case.books["a"],
            case.world.a.staff[1],
        )


def test_papers_are_taken_against_the_list_by_another_person(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    claim = case.file("a", "500.00", authority.id)
    with case.signed_in("baozhang-a") as clerk, pytest.raises(Refusal):
        papers.hand_over_papers(
            clerk, book_id=case.books["a"], claim_ids=[claim.id]
        )  # nobody approved it yet
    case.check("a", claim.id)
    case.approve("a", claim.id)
    with case.signed_in("baozhang-a") as clerk:
        made = papers.hand_over_papers(clerk, book_id=case.books["a"], claim_ids=[claim.id], note="三月")
        with pytest.raises(Refusal):
            papers.hand_over_papers(clerk, book_id=case.books["a"], claim_ids=[claim.id])
        with pytest.raises(NotAllowed):
            papers.take_papers(clerk, handover_id=made)
    with case.signed_in("kuaiji") as accountant:
        papers.take_papers(accountant, handover_id=made)
        with pytest.raises(Conflict):
            papers.take_papers(accountant, handover_id=made)
        line = reads.handover(case.books["a"], made)
    assert (line.claims, line.sheets, line.taken_name) == (1, 2, case.actor("kuaiji").name)


def test_a_volume_holds_posted_vouchers_without_gaps_once(case: Casebook) -> None:
    for n in (100, 200, 300):
        case.post(case.entry("a", f"102 银行存款 {n}.00\n501 经营收入 -{n}.00", attachments=2).id)
    book = case.books["a"]
    with case.signed_in("kuaiji") as accountant:
        assert reads.unbound(book, MARCH) == (1, 3, 6)
        with pytest.raises(Refusal) as refused:
            papers.bind_volume(accountant, book_id=book, month=MARCH, first=1, last=4, sheets=6, box="1")
        assert refused.value.code == "ledger.volume_range"
        papers.bind_volume(accountant, book_id=book, month=MARCH, first=1, last=2, sheets=4, box="1")
        with pytest.raises(Conflict):
            papers.bind_volume(accountant, book_id=book, month=MARCH, first=2, last=3, sheets=4, box="1")
        assert reads.unbound(book, MARCH) == (3, 3, 2)
        assert [(v.number, v.first, v.last) for v in reads.volumes(book)] == [(1, 1, 2)]
