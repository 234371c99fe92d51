"""What is refused with a kind sentence, and that nothing changes when it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook, entries
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month


@contextmanager
def refused(case: Casebook, code: str) -> Iterator[None]:
    """The sentence comes, and both books stay as they were."""
    before = case.posted("a"), case.balances("a"), case.balances("b")
    with pytest.raises(Refusal) as caught, transaction.atomic():
        yield
    assert caught.value.code == code
    assert (case.posted("a"), case.balances("a"), case.balances("b")) == before


def test_it_refuses_an_unbalanced_entry(case: Casebook) -> None:
    with refused(case, "ledger.unbalanced"):
        case.entry("a", "102 银行存款 100.00\n501 经营收入 -99.99")


def test_it_refuses_a_payment_without_authority(case: Casebook) -> None:
    claim = case.file("a", "62000.00", None)
    case.check("a", claim.id)
    with refused(case, "ledger.no_authority"):
        case.approve("a", claim.id)
    with refused(case, "ledger.no_authority"):
        case.entry("a", "121 库存物资 60.00\n102 银行存款 -60.00")


def test_it_refuses_a_payment_of_a_village_not_bound(case: Casebook) -> None:
    """A decided, B did not: B has no authority of its own and may not even know of A's."""
    authority = case.authority("a", "62000.00")
    with refused(case, "ledger.no_such_authority"):
        case.file("b", "53000.00", authority.id)
    with case.signed_in("kuaiji") as accountant, refused(case, "ledger.no_authority"):
        ledger.prepare_entry(
            accountant,
            book_id=case.books["b"],
            day=date(2026, 3, 10),
            summary="购买种子",
            key="borrowed",
            template="goods",
            amount=Decimal("60.00"),
            authority_id=authority.id,
        )


def test_it_refuses_a_payment_before_the_window_closes(case: Casebook, march: clock.FixedClock) -> None:
    authority = case.authority("a", "62000.00", not_before=date(2026, 3, 15))
    claim = case.file("a", "62000.00", authority.id)
    case.check("a", claim.id)
    with refused(case, "ledger.waiting"):
        case.approve("a", claim.id)

    march.advance(days=5)
    assert case.approve("a", claim.id).state == "approved"


def test_it_counts_what_is_approved_but_not_yet_paid(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    first, second = case.file("a", "40000.00", authority.id), case.file("a", "30000.00", authority.id)
    for claim in (first, second):
        case.check("a", claim.id)
    case.approve("a", first.id)

    with refused(case, "ledger.authority_exceeded"):
        case.approve("a", second.id)
    with as_system():
        assert ledger.remaining(authority.id) == Decimal("22000.00")
        assert ledger.claim(second.id).state == "checked"


def test_it_asks_the_township_above_the_tier(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    claim = case.file("a", "10000.01", authority.id)
    case.check("a", claim.id)
    with case.signed_in("zhishu-a") as chair:
        assert ledger.approve_claim(chair, claim_id=claim.id).state == "above"
        with refused(case, "access.not_allowed"):
            ledger.approve_claim(chair, claim_id=claim.id)


def test_it_is_approved_by_the_village_alone_within_the_tier(case: Casebook) -> None:
    claim = case.file("a", "10000.00", case.authority("a", "62000.00").id)
    case.check("a", claim.id)
    with case.signed_in("zhishu-a") as chair:
        assert ledger.approve_claim(chair, claim_id=claim.id).state == "approved"


def test_it_refuses_one_person_for_two_duties(case: Casebook) -> None:
    """The chair handled the purchase: another must approve it."""
    authority = case.authority("a", "62000.00")
    seat = case.world.a
    claim = case.file("a", "500.00", authority.id, handler_id=seat.staff[0])
    case.check("a", claim.id)
    with refused(case, "ledger.duties_apart"):
        case.approve("a", claim.id)


def test_it_refuses_to_review_ones_own_voucher(case: Casebook) -> None:
    draft = case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00")
    with case.signed_in("kuaiji") as accountant, refused(case, "access.not_allowed"):
        ledger.post_voucher(accountant, voucher_id=draft.id, key="own")


def test_it_refuses_a_closed_month(case: Casebook, march: clock.FixedClock) -> None:
    with case.signed_in("fuhe") as reviewer:
        ledger.close_month(reviewer, book_id=case.books["a"], month=Month(2026, 1))
    with refused(case, "ledger.month_closed"):
        case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00", day=date(2026, 1, 20))


def test_it_names_the_closed_month(case: Casebook) -> None:
    with case.signed_in("fuhe") as reviewer:
        ledger.close_month(reviewer, book_id=case.books["a"], month=Month(2026, 1))
    with pytest.raises(Refusal, match="2026年1月已经结账"), transaction.atomic():
        case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00", day=date(2026, 1, 20))


def test_it_refuses_to_close_over_a_waiting_draft(case: Casebook) -> None:
    case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00", day=date(2026, 1, 20))
    with case.signed_in("fuhe") as reviewer, refused(case, "ledger.drafts_wait"):
        ledger.close_month(reviewer, book_id=case.books["a"], month=Month(2026, 1))


def test_it_refuses_opening_balances_that_do_not_balance(case: Casebook) -> None:
    with as_system():
        book = ledger.open_book(SYSTEM, owner_id=case.owner("c"), opening_date=date(2026, 1, 1), kind="own")
    with case.signed_in("kuaiji") as accountant, refused(case, "ledger.opening_unbalanced"):
        ledger.load_opening(
            accountant, book_id=book.id, lines=entries("102 银行存款 100.00\n301 资本 -90.00")
        )
    with as_system():
        assert ledger.vouchers(book_id=book.id) == ([], 0)


def test_it_refuses_a_book_to_a_joint_committee(case: Casebook) -> None:
    with as_system(), refused(case, "ledger.cannot_own"):
        ledger.open_book(SYSTEM, owner_id=case.world.joint, opening_date=date(2026, 1, 1), kind="own")


def test_it_hides_the_book_of_another_village(case: Casebook) -> None:
    with case.signed_in("baozhang-a"):
        assert [book.id for book in ledger.books()] == [case.books["a"]]
        with refused_unknown():
            ledger.book(case.books["b"])


@contextmanager
def refused_unknown() -> Iterator[None]:
    with pytest.raises(Refusal) as caught, transaction.atomic():
        yield
    assert caught.value.status == 404


def test_it_limits_small_powers(case: Casebook) -> None:
    """小微权力清单: 500 yuan at once, 2,000 a month."""
    claim = case.file("a", "500.01", None, standing="routine", template="petty")
    case.check("a", claim.id)
    with refused(case, "ledger.above_each"):
        case.approve("a", claim.id)
    for _ in range(4):
        small = case.file("a", "500.00", None, standing="routine", template="petty")
        case.check("a", small.id)
        assert case.approve("a", small.id).state == "approved"
    fifth = case.file("a", "0.01", None, standing="routine", template="petty")
    case.check("a", fifth.id)
    with refused(case, "ledger.authority_exceeded"):
        case.approve("a", fifth.id)


def test_it_gives_a_claim_back_with_a_reason(case: Casebook) -> None:
    claim = case.file("a", "500.00", case.authority("a", "62000.00").id)
    with case.signed_in("jiandu-a") as supervisor:
        with refused(case, "ledger.no_reason"):
            ledger.return_claim(supervisor, claim_id=claim.id, reason=" ")
        assert ledger.return_claim(supervisor, claim_id=claim.id, reason="发票抬头不对").state == "returned"
    with case.signed_in("baozhang-a") as clerk:
        again = ledger.refile_claim(
            clerk,
            claim_id=claim.id,
            amount=Decimal("480.00"),
            purpose="购买玉米种子",
            payee="铁岭种业有限公司",
            authority_id=claim.authority_id,
        )
    assert (again.state, again.amount, again.signed.checked) == ("filed", Decimal("480.00"), None)
