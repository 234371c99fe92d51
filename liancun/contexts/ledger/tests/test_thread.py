"""One payment from the 报账单 to the book, and back up to what allowed it."""

from datetime import date
from decimal import Decimal

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.framework.testing import as_system


def test_it_pays_what_was_decided(case: Casebook) -> None:
    before = case.balances("a")
    authority = case.authority("a", "62000.00")

    voucher = case.paid("a", "62000.00", authority.id)

    assert voucher.label == "2026年3月记字第001号"
    assert voucher.state == "posted"
    assert voucher.attachments == 1
    after = case.balances("a")
    changed = {code: after.get(code, Decimal(0)) - before.get(code, Decimal(0)) for code in {*before, *after}}
    assert {code: amount for code, amount in changed.items() if amount} == {
        "121": Decimal("62000.00"),
        "102": Decimal("-62000.00"),
    }
    with as_system():
        assert ledger.trial_balance(case.books["a"]).balances
        assert ledger.remaining(authority.id) == 0
        assert ledger.paid_by_month(date(2026, 1, 1)) == {date(2026, 3, 1): Decimal("62000.00")}
        assert [p.voucher_id for p in ledger.payments_for("affairs.matter", 7)] == [voucher.id]
        assert ledger.voucher(voucher.id).authority_id == authority.id


def test_it_leaves_the_other_book_alone(case: Casebook) -> None:
    before = case.balances("b")

    case.paid("a", "500.00", case.authority("a", "62000.00").id)

    assert case.balances("b") == before
    assert case.posted("b") == 1


def test_it_takes_back_in_red_letters(case: Casebook) -> None:
    before = case.balances("a")
    authority = case.authority("a", "62000.00")
    voucher = case.paid("a", "62000.00", authority.id)

    with case.signed_in("kuaiji") as accountant:
        draft = ledger.correct_voucher(accountant, voucher_id=voucher.id, reason="数量有误")
    red = case.post(draft.id)

    with as_system():
        assert ledger.paid_by_month(date(2026, 1, 1)) == {date(2026, 3, 1): Decimal("0.00")}
        assert red.corrects_id == voucher.id
        assert ledger.voucher(voucher.id).corrected_by_id == red.id
        assert ledger.remaining(authority.id) == Decimal("62000.00")
    assert case.balances("a") == before


def test_it_verifies_whole_books(case: Casebook) -> None:
    case.paid("a", "500.00", case.authority("a", "62000.00").id)

    with as_system():
        reports = ledger.verify_books()

    assert {report.vouchers for report in reports} == {1, 2}
    assert all(report.whole for report in reports)
