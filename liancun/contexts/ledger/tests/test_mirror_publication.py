"""A mirror book is published, drilled into, counted and measured as an own book is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.tests.platform import JANUARY, Mirror
from liancun.demo.small import signed_in
from liancun.framework.testing import as_system

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("NR9")]


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    """January came from the platform and is posted; its one payment belongs to no claim yet."""
    made = platform.opened_mirror(case)
    made.january()
    made.post()
    return made


def matched(mirror: Mirror) -> None:
    """A claim of this payment, checked and approved here, is found again in the platform's list."""
    case = mirror.case
    claim = case.file("c", "800.00", case.authority("c", "5000.00").id)
    case.check("c", claim.id)
    case.approve("c", claim.id)
    with case.signed_in("kuaiji") as accountant:
        ledger.accept_claim(accountant, claim_id=claim.id)
        [proposal] = ledger.match_proposals(claim.id)
        ledger.match_claim(accountant, claim_id=claim.id, voucher_id=proposal.voucher_id)


def sheet(mirror: Mirror) -> tuple[int, str]:
    with as_system():
        (line,) = ledger.publications(mirror.book)
        assert line.plan_id is not None, line.unplanned
        return line.plan_id, str(disclosure.plain(disclosure.plan(line.plan_id).snapshot))


def test_a_payment_stands_under_what_allowed_it(mirror: Mirror) -> None:
    matched(mirror)
    mirror.close()
    _plan, text = sheet(mirror)
    assert "统一采购种子" in text
    assert "待补手续" not in text
    with as_system():
        assert ledger.book(mirror.book).head in text.replace("·", "")


def test_a_payment_nobody_allowed_is_published_as_such(mirror: Mirror) -> None:
    mirror.close()
    assert "待补手续" in sheet(mirror)[1]


def test_what_was_paid_counts_once_it_is_under_authority(mirror: Mirror) -> None:
    with as_system():
        assert ledger.paid_by_month(date(2026, 1, 1)) == {}
    matched(mirror)
    with as_system():
        assert ledger.paid_by_month(date(2026, 1, 1)) == {date(2026, 1, 1): Decimal("800.00")}


def test_its_published_statement_is_counted_and_opens_to_the_platforms_vouchers(mirror: Mirror) -> None:
    mirror.close()
    plan, _text = sheet(mirror)
    with mirror.case.signed_in("jiandu-c") as supervisor:
        disclosure.review_plan(supervisor, plan_id=plan, agrees=True)
    with mirror.case.signed_in("zhishu-c") as secretary:
        notice = disclosure.publish_plan(secretary, plan_id=plan)
    public = signed_in("baozhang-c").get(f"/p/n/{notice.slug}/").content.decode()
    assert "收到承包费" in public

    township = signed_in("xiangzhen")
    bands = township.get(f"/books/bands/?period={JANUARY}").content.decode()
    assert "2,200.00" in bands
    lines = f"/books/{mirror.book}/statements/village-income/lines/?period={JANUARY}&row=income&column=0"
    assert "收到承包费" in township.get(lines).content.decode()
