"""What was paid under an authority is stored, and is what its vouchers say, whatever was posted and by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.db import transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.actions import posting
from liancun.contexts.ledger.models import Voucher
from liancun.contexts.ledger.queries import vouchers
from liancun.contexts.ledger.rules import chaining
from liancun.contexts.ledger.tests import test_linking as linking
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.test_gate import refused
from liancun.contexts.ledger.tests.test_gate_many import POST, attack
from liancun.contexts.ledger.tests.test_repeating import _together, committed
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import connect_owner
from liancun.kernel.errors import Refusal

pytestmark = [pytest.mark.mission("B4"), pytest.mark.mission("TL7")]
pair = linking.pair
__all__ = ["committed"]

KEPT = "select used, ledger_summed_use(authority_id) from ledger_authorityuse where authority_id = %s"
PAYMENT = "513 管理费用 60.00\n102 银行存款 -60.00"


def used(authority_id: int) -> Decimal:
    """Stored and summed, which are one."""
    with as_system():
        [(kept, summed)] = sql(KEPT, authority_id)
        assert kept == summed
        assert [report.reason for report in ledger.verify_books()] == [""] * len(ledger.books())
    return Decimal(kept)


def payments(case: Casebook, authority_id: int, count: int) -> list[int]:
    return [
        case.entry("a", PAYMENT, key=f"pay-{number}", authority_id=authority_id).id for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 3, 12])  # alone, one after another, and by one statement
def test_every_way_of_posting_moves_it(case: Casebook, count: int) -> None:
    authority = case.authority("a", "1000.00").id
    ids = payments(case, authority, count)
    assert used(authority) == 0
    with case.signed_in("fuhe"), transaction.atomic():
        attack(case, ids)
    assert used(authority) == 60 * count


def test_red_letters_give_back(case: Casebook) -> None:
    authority = case.authority("a", "1000.00").id
    first, second = (case.post(one) for one in payments(case, authority, 2))
    with case.signed_in("kuaiji") as accountant:
        taken = ledger.correct_voucher(accountant, voucher_id=first.id, reason="记错了")
    assert used(authority) == 120
    case.post(taken.id)
    assert used(authority) == 60 == second.spent


def test_a_ratified_payment_counts_and_gives_back(case: Casebook) -> None:
    with case.signed_in("kuaiji") as accountant:
        draft = ledger.record_paid_without_authority(
            accountant,
            book_id=case.books["a"],
            day=date(2026, 3, 9),
            amount=Decimal("300.00"),
            template="office",
            payee="某商行",
            summary="修水管急用",
            key="bank-7",
        )
    case.post(draft.id)
    authority = case.authority("a", "1000.00").id
    with case.signed_in("kuaiji") as accountant:
        ledger.ratify(accountant, voucher_id=draft.id, authority_id=authority)
        assert used(authority) == 300
        taken = ledger.correct_voucher(accountant, voucher_id=draft.id, reason="记错了")
    case.post(taken.id)
    assert used(authority) == 0


def test_a_pair_moves_it(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair()
    linking.approve(case, made, "a")
    linking.approve(case, made, "b")
    with as_system():
        [(authority,)] = sql("select id from ledger_authority where key = 'a-k1'")
    assert used(authority) == 100


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_authorityuse set used = 0",
        "delete from ledger_authorityuse",
        "insert into ledger_authorityuse (authority_id, owner_id, used) select id, owner_id, -9 from ledger_authority",
        "truncate ledger_authorityuse",
        "select ledger_rebuild_uses()",
    ],
)
def test_it_lets_nobody_touch_it(case: Casebook, statement: str) -> None:
    authority = case.authority("a", "100.00").id
    case.post(payments(case, authority, 1)[0])
    with case.signed_in("fuhe"), refused("42501"):
        sql(statement)
    assert used(authority) == 60


@pytest.mark.parametrize("count", [1, 2, 12])
def test_it_refuses_more_than_is_left_below_the_forms(case: Casebook, count: int) -> None:
    authority = case.authority("a", "100.00").id
    before = case.authority("a", "1000.00", key="other", subject_id=8).id
    ids = payments(case, before, count - 1) if count > 1 else []
    over = case.entry("a", PAYMENT.replace("60", "99"), key="over", authority_id=authority).id
    case.post(case.entry("a", PAYMENT, key="first", authority_id=authority).id)
    with case.signed_in("fuhe"), refused("LC015"):
        attack(case, [*ids, over], numbers=range(2, count + 2))
    assert used(authority) == 60
    assert used(before) == 0


def test_of_two_payments_at_once_only_what_fits_is_posted(committed: Casebook, clone: str) -> None:
    """From two connections, past the program's own look at the rest; then the stored use is falsified and mended."""
    case = committed
    with clock.fixed(date(2026, 3, 10)):
        authority = case.authority("a", "100.00").id
        ids = payments(case, authority, 2)
        with patch.object(posting, "_check"):
            told = _together(*[lambda pk=pk: case.post(pk) for pk in ids])
        assert sorted(isinstance(one, ledger.VoucherLine) for one in told) == [False, True]
        assert used(authority) == 60

        with connect_owner(clone) as owner:
            owner.execute("update ledger_authorityuse set used = 0 where authority_id = %s", [authority])
        with as_system():
            assert "stored" in [report.reason for report in ledger.verify_books()]
            ledger.rebuild_balances()
        assert used(authority) == 60


def test_it_reserves_no_more_than_is_left(case: Casebook, pair: Callable[..., int]) -> None:
    """What is reserved counts itself: 450 of 500 are paid before the second side is approved."""
    made = pair(two_phase=True)
    with as_system():
        [(authority,)] = sql("select id from ledger_authority where key = 'a-k1'")
    case.post(case.entry("a", PAYMENT.replace("60", "450"), authority_id=authority).id)
    linking.approve(case, made, "a")
    with pytest.raises(Refusal) as told:
        linking.approve(case, made, "b")
    assert told.value.code == "ledger.pair_not_covered"
    with as_system():
        assert ledger.remaining(authority) == 50


def test_it_refuses_a_side_that_nobody_signed(case: Casebook, pair: Callable[..., int]) -> None:
    """By hand, in the name of the one who posts: the other book's side has no signature to compare with."""
    made = pair()
    linking.approve(case, made, "a")
    with as_system():
        sides = sql("select payer_voucher, payee_voucher from ledger_pair where id = %s", made)[0]
    with case.signed_in("fuhe"), refused("LC028"):
        for voucher in sides:
            assert Voucher.objects.get(pk=voucher).state == "draft"
        attack_both(case, sides)
    assert linking.posted(case) == (1, 1)


def attack_both(case: Casebook, ids: tuple[int, ...]) -> None:
    """Both sides by one statement, each with the digest that would be right."""
    by, rows = case.actor("fuhe").person_id, []
    for pk in ids:
        voucher = Voucher.objects.get(pk=pk)
        [(place, head)] = sql("select sequence, head from ledger_book where id = %s", voucher.book_id)
        voucher.number, voucher.sequence, voucher.posted_by_id = 1, place + 1, by
        lines = vouchers.sealed_lines(voucher.book_id)[pk]
        rows.append((pk, 1, place + 1, head, chaining.digest(head, vouchers.sealed(voucher, lines))))
    columns = [list(column) for column in zip(*rows, strict=True)]
    sql(POST, by, *columns)  # type: ignore[arg-type]
