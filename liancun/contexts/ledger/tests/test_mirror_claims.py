"""报账单 of a mirror village: approved here, paid on the platform, matched with the imported voucher."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.platform import Mirror
from liancun.contexts.ledger.tests.test_gate import refused
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("JX2")]
MARCH = Month(2026, 3)
PAID = (
    "记-1",
    "2026-03-09",
    "购买玉米种子 铁岭种业有限公司",
    (("51301", "管理费用-办公费", "借", "5000.00"), ("102", "银行存款", "贷", "5000.00")),
)


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    return platform.opened_mirror(case)


def accepted(mirror: Mirror, amount: str = "5000.00") -> ledger.ClaimLine:
    case = mirror.case
    authority = case.authority("c", "8000.00", subject_id=9)
    claim = case.file("c", amount, authority.id)
    case.check("c", claim.id)
    case.approve("c", claim.id)
    with case.signed_in("kuaiji") as accountant:
        return ledger.accept_claim(accountant, claim_id=claim.id)


def brought(mirror: Mirror) -> int:
    mirror.bring(MARCH, PAID)
    mirror.post(MARCH)
    return mirror.vouchers("posted")[0].id


def test_the_thread_holds_from_decision_to_voucher(mirror: Mirror) -> None:
    claim, voucher = accepted(mirror), brought(mirror)
    with mirror.case.signed_in("kuaiji") as accountant:
        [proposal] = ledger.match_proposals(claim.id)
        assert proposal.voucher_id == voucher
        assert "收款人相同" in proposal.reasons
        matched = ledger.match_claim(accountant, claim_id=claim.id, voucher_id=voucher)
        again = ledger.match_claim(accountant, claim_id=claim.id, voucher_id=voucher)

    assert (matched.warned, again.id) == (False, voucher)
    with as_system():
        assert ledger.claim(claim.id).state == "paid"
        assert claim.authority_id is not None
        left = ledger.authority(claim.authority_id)
        assert (left.used, left.remaining) == (Decimal("5000.00"), Decimal("3000.00"))


def test_money_without_a_claim_waits_for_its_authority(mirror: Mirror) -> None:
    voucher = brought(mirror)
    with mirror.case.signed_in("kuaiji") as accountant:
        assert ledger.voucher(voucher).warned
    authority = mirror.case.authority("c", "8000.00", subject_id=9)
    with mirror.case.signed_in("kuaiji") as accountant:
        assert not ledger.ratify(accountant, voucher_id=voucher, authority_id=authority.id).warned


def test_another_amount_is_not_matched(mirror: Mirror) -> None:
    claim, voucher = accepted(mirror, "4999.00"), brought(mirror)
    with mirror.case.signed_in("kuaiji") as accountant, pytest.raises(Conflict) as told:
        ledger.match_claim(accountant, claim_id=claim.id, voucher_id=voucher)
    assert told.value.code == "ledger.no_such_match"
    with as_system():
        assert ledger.claim(claim.id).state == "accepted"


def test_a_claim_is_not_vouchered_in_a_mirror(mirror: Mirror) -> None:
    claim = accepted(mirror)
    with mirror.case.signed_in("kuaiji") as accountant, pytest.raises(Conflict) as told:
        ledger.prepare_voucher(accountant, claim_id=claim.id)
    assert told.value.code == "ledger.kept_in_platform"
    assert mirror.vouchers() == []


def test_a_matched_voucher_is_not_replaced(mirror: Mirror) -> None:
    claim, voucher = accepted(mirror), brought(mirror)
    with mirror.case.signed_in("kuaiji") as accountant:
        ledger.match_claim(accountant, claim_id=claim.id, voucher_id=voucher)
    with pytest.raises(Conflict) as told:
        mirror.bring(MARCH, (PAID[0], PAID[1], "别的事", PAID[3]))
    assert told.value.code == "ledger.mirror_matched"


def test_the_database_matches_only_what_agrees(mirror: Mirror) -> None:
    claim, voucher = accepted(mirror, "4999.00"), brought(mirror)
    with mirror.case.signed_in("kuaiji") as accountant:
        with refused("LC021"):
            sql(
                """insert into ledger_claimmatch (book_id, claim_id, voucher_id, matched_by_id, name, matched_at)
                   values (%s, %s, %s, %s, '', now())""",
                mirror.book,
                claim.id,
                voucher,
                accountant.person_id,
            )
        with refused("LC022"):
            sql("update ledger_claim set state = 'paid' where id = %s", claim.id)
