"""Bank and book side by side: proposals, acceptance, the reconciliation and its signing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import api as treasury
from liancun.contexts.treasury.models import MonthReconciled
from liancun.contexts.treasury.queries.todo import waiting_for
from liancun.contexts.treasury.rules.matching import Side, propose
from liancun.contexts.treasury.tests.bank import Bank
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, Refusal
from liancun.kernel.periods import Month

FEB = Month.parse("2026-02")


def side(id: int, day: int, net: str, name: str = "") -> Side:
    return Side(id, date(2026, 2, day), Decimal(net), name)


def told(
    bank: list[Side], book: list[Side]
) -> list[tuple[tuple[int, ...], tuple[int, ...], bool, list[str]]]:
    made = propose(bank, book, window=10)
    return [(one.lines, one.entries, one.sure, [reason.code for reason in one.reasons]) for one in made]


def test_it_proposes_by_amount_day_and_name() -> None:
    found = told([side(1, 3, "12000", "王建国")], [side(9, 4, "12000", "王建国"), side(8, 3, "12000.01")])
    assert found == [((1,), (9,), True, ["amount", "days", "name"])]


def test_it_leaves_a_choice_to_a_person() -> None:
    found = told([side(1, 3, "500")], [side(8, 3, "500"), side(9, 3, "500")])
    assert found == [((1,), (8,), False, ["amount", "same_day", "rivals"])]


def test_a_name_decides_between_equal_amounts() -> None:
    bank = [side(1, 3, "500", "李四"), side(2, 3, "500", "张三")]
    book = [side(8, 3, "500", "张三"), side(9, 3, "500", "李四")]
    assert [(one[0], one[1]) for one in told(bank, book)] == [((1,), (9,)), ((2,), (8,))]


def test_it_finds_several_that_make_one() -> None:
    book = [side(7, 3, "-100"), side(8, 3, "-250"), side(9, 5, "-600")]
    assert told([side(1, 4, "-350")], book) == [((1,), (7, 8), False, ["sum"])]


def test_it_proposes_nothing_out_of_the_window_or_two_ways() -> None:
    assert told([side(1, 1, "500")], [side(9, 20, "500")]) == []
    book = [side(6, 3, "-100"), side(7, 3, "-250"), side(8, 3, "-50"), side(9, 3, "-300")]
    assert told([side(1, 4, "-350")], book) == []


@pytest.fixture
def played(bank: Bank) -> Bank:
    bank.take()
    bank.usual()
    return bank


def open_ids(bank: Bank) -> tuple[list[int], list[int]]:
    with as_system():
        found = treasury.open_sides(bank.account)
    return list(found.lines), list(found.entries)


def test_it_accepts_all_that_leave_no_choice(played: Bank) -> None:
    with played.case.signed_in("kuaiji") as accountant:
        assert treasury.accept_sure(accountant, account_id=played.account) == 2
    lines, entries = open_ids(played)
    assert len(lines) == 1
    assert entries == []


def test_it_refuses_unequal_sums_and_twice(played: Bank) -> None:
    lines, entries = open_ids(played)
    with played.case.signed_in("kuaiji") as accountant:
        with pytest.raises(Refusal) as refusal:
            treasury.accept(accountant, account_id=played.account, lines=lines, entries=entries)
        assert refusal.value.code == "treasury.sums_differ"
        treasury.accept(accountant, account_id=played.account, lines=lines[:1], entries=entries[:1])
        with pytest.raises(Conflict):
            treasury.accept(accountant, account_id=played.account, lines=lines[:1], entries=entries[:1])
    assert open_ids(played) == (lines[1:], entries[1:])


def test_a_match_is_taken_back(played: Bank) -> None:
    lines, entries = open_ids(played)
    with played.case.signed_in("kuaiji") as accountant:
        made = treasury.accept(accountant, account_id=played.account, lines=lines[:1], entries=entries[:1])
        treasury.undo_match(accountant, match_id=made)
        with pytest.raises(Conflict):
            treasury.undo_match(accountant, match_id=made)
    assert open_ids(played) == (lines, entries)


def test_the_sheet_brings_both_sides_to_one_balance(played: Bank) -> None:
    with played.case.signed_in("kuaiji") as accountant:
        treasury.accept_sure(accountant, account_id=played.account)
        sheet = treasury.reconciliation(played.account, FEB.last)
    assert (sheet.bank, sheet.book) == (Decimal("202985.00"), Decimal("203000.00"))
    assert [(item.words, item.net) for item in sheet.only_bank] == [("手续费", Decimal("-15.00"))]
    assert sheet.only_book == ()
    assert sheet.adjusted_bank == sheet.adjusted_book == Decimal("202985.00")
    assert sheet.opening == 0


def test_what_came_later_is_open_on_the_day(played: Bank) -> None:
    """The rent reached the bank on the 3rd and the book on the 4th: on the 3rd only the bank knows it."""
    with played.case.signed_in("kuaiji") as accountant:
        treasury.accept_sure(accountant, account_id=played.account)
        sheet = treasury.reconciliation(played.account, date(2026, 2, 3))
    assert [item.net for item in sheet.only_bank] == [Decimal("12000.00")]
    assert sheet.equal


def closing(played: Bank) -> list[bool]:
    """What the list of February's closing asks of the bank."""
    return [point.done for point in ledger.closing_list(played.book, FEB) if point.key == "not_reconciled"]


def test_a_month_is_signed_once_with_the_banks_own_balance(played: Bank) -> None:
    with as_system():
        assert treasury.not_reconciled(played.book, FEB) == ["铁岭县农村信用社"]
        assert closing(played) == [False]
    with played.case.signed_in("kuaiji") as accountant:
        assert any("对账" in item.what for item in waiting_for(accountant))
        with pytest.raises(Refusal) as refusal:
            treasury.reconcile(
                accountant, account_id=played.account, month=FEB, bank_balance=Decimal("203000.00")
            )
        assert refusal.value.code == "treasury.bank_balance"
        assert not MonthReconciled.objects.exists()
        right = Decimal("202985.00")
        treasury.reconcile(accountant, account_id=played.account, month=FEB, bank_balance=right)
        with pytest.raises(Conflict):
            treasury.reconcile(accountant, account_id=played.account, month=FEB, bank_balance=right)
        assert not any("对账" in item.what for item in waiting_for(accountant))
    with as_system():
        assert treasury.not_reconciled(played.book, FEB) == []
        assert closing(played) == [True]


def test_a_gap_before_the_first_statement_is_told_and_stops_signing(bank: Bank) -> None:
    bank.take("日期,收入,支出,余额\n2026-02-03,12000,,210500\n")
    with bank.case.signed_in("kuaiji") as accountant:
        sheet = treasury.reconciliation(bank.account, FEB.last)
        assert sheet.opening == sheet.difference == Decimal("-500.00")
        with pytest.raises(Refusal) as refusal:
            treasury.reconcile(
                accountant, account_id=bank.account, month=FEB, bank_balance=Decimal("210500.00")
            )
    assert refusal.value.code == "treasury.not_equal"
