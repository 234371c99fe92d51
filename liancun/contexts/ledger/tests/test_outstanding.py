"""Money that left the bank without authority: the books never lie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries.todo import waiting_for
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.framework.testing import as_system
from liancun.kernel.errors import Refusal


def recorded(case: Casebook) -> ledger.VoucherLine:
    with case.signed_in("kuaiji") as accountant:
        draft = ledger.record_paid_without_authority(
            accountant,
            book_id=case.books["a"],
            day=date(2026, 3, 9),
            amount=Decimal("3000.00"),
            template="office",
            payee="某商行",
            summary="修水管急用",
            key="bank-20260309-7",
        )
    return case.post(draft.id)


def warned(case: Casebook, name: str) -> list[str]:
    with case.signed_in(name) as actor:
        return [item.what for item in waiting_for(actor) if "待补手续" in item.what]


def test_it_is_recorded_and_warned(case: Casebook) -> None:
    voucher = recorded(case)

    assert voucher.warned
    assert case.balances("a")["513"] == Decimal("3000.00")
    for name in ("jiandu-a", "xiangzhen", "fenguan"):
        assert len(warned(case, name)) == 1, name
    assert warned(case, "jiandu-b") == []


def test_it_is_ratified_by_naming_an_authority(case: Casebook) -> None:
    voucher = recorded(case)
    authority = case.authority("a", "5000.00", subject_id=8)

    with case.signed_in("kuaiji") as accountant:
        after = ledger.ratify(accountant, voucher_id=voucher.id, authority_id=authority.id)

    assert not after.warned
    assert after.outstanding
    assert warned(case, "jiandu-a") == []
    with as_system():
        assert ledger.remaining(authority.id) == Decimal("2000.00")
        assert [p.voucher_id for p in ledger.payments_for("affairs.matter", 8)] == [voucher.id]


def test_it_is_not_ratified_beyond_the_authority(case: Casebook) -> None:
    voucher = recorded(case)
    authority = case.authority("a", "2999.99", subject_id=8)

    with case.signed_in("kuaiji") as accountant, pytest.raises(Refusal) as caught, transaction.atomic():
        ledger.ratify(accountant, voucher_id=voucher.id, authority_id=authority.id)

    assert caught.value.code == "ledger.authority_exceeded"
    assert len(warned(case, "jiandu-a")) == 1
