"""One event on several vouchers under one number, and claims taken back by whoever filed them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.actions.events import prepare_event
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.tests.test_pages import hidden_key, shown
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import as_system

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("B4")]


def test_one_event_on_several_vouchers_shares_a_number(case: Casebook) -> None:
    accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
    url = f"/books/{case.books['a']}/vouchers/"
    lines = (
        ("102", "900.00", "", "1"),
        ("501", "", "900.00", ""),
        ("111", "5.00", "", "2"),
        ("102", "", "5.00", "2"),
    )
    authority = case.authority("a", "500.00")
    sent = {
        "key": hidden_key(shown(accountant.get(f"{url}new/"))),
        "summary": "租金和手续费",
        "date": "2026-03-10",
        "authority": str(authority.id),
        "line-TOTAL_FORMS": "4",
        "line-INITIAL_FORMS": "0",
    }
    for row, (code, debit, credit, part) in enumerate(lines):
        for name, value in (("account", code), ("debit", debit), ("credit", credit), ("part", part)):
            sent[f"line-{row}-{name}"] = value
    first = accountant.post(f"{url}new/", sent).headers["Location"]
    assert accountant.post(f"{url}new/", sent).headers["Location"] == first
    with as_system():
        drafts, total = ledger.vouchers(book_id=case.books["a"], state="draft")
    assert total == 2
    answer = reviewer.post(f"{url}review/", {"voucher": [str(v.id) for v in drafts], "key": "k" * 32})
    assert answer.status_code == 302

    assert case.posted("a") == 3
    with as_system():
        labels = sorted(ledger.voucher(v.id).label for v in drafts)
        assert all(report.whole for report in ledger.verify_books())
    assert labels == ["2026年3月记字第001 1/2号", "2026年3月记字第001 2/2号"]
    assert "第001 1/2号" in shown(reviewer.get(f"{first}print/"))


def test_parts_of_an_event_are_discarded_together(case: Casebook) -> None:
    one = (ledger.Entry("102", debit=Decimal(9)), ledger.Entry("501", credit=Decimal(9)))
    with case.signed_in("kuaiji") as accountant:
        parts = prepare_event(
            accountant, book_id=case.books["a"], day=clock.today(), summary="x", key="e", sheets=(one, one)
        )
        ledger.discard_voucher(accountant, voucher_id=parts[1].id)
    with as_system():
        assert {ledger.voucher(part.id).state for part in parts} == {"discarded"}


def test_a_claim_is_taken_back_by_its_filer_before_acceptance(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    claim = case.file("a", "300.00", authority.id)
    case.check("a", claim.id)
    case.approve("a", claim.id)
    url = f"/books/{case.books['a']}/claims/{claim.id}/"
    assert signed_in("zhishu-a").post(f"{url}withdraw/").status_code == 403
    clerk = signed_in("baozhang-a")
    assert "撤回报账单" in shown(clerk.get(url))
    assert clerk.post(f"{url}withdraw/").status_code == 302
    with as_system():
        assert ledger.claim(claim.id).state == "returned"
        assert ledger.authority(authority.id).remaining == Decimal("62000.00")
    page = shown(clerk.get(url))
    assert "报送人撤回" in page
    assert "withdraw/" not in page
    assert clerk.post(f"{url}withdraw/").status_code == 409
