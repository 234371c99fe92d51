"""The ledger's section of a playbook: what is shipped holds, what cannot work is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liancun.contexts.ledger import playbook as section_of_ledger
from liancun.framework import playbook

COUNTY = Path(__file__).parents[4] / "playbooks" / "tieling"


def _section() -> section_of_ledger.LedgerSection:
    section: section_of_ledger.LedgerSection = playbook.read(COUNTY).section("ledger")
    return section


def test_its_chart_has_the_42_accounts_of_2023() -> None:
    accounts = {a.code: a for a in _section().chart["village-2023"].account}
    assert len(accounts) == 42
    assert {code for code, a in accounts.items() if a.account_class == "asset" and a.side == "credit"} == {
        "133",
        "152",
        "162",
    }
    assert {code for code, a in accounts.items() if a.side == "both"} == {"113", "154", "181"}
    assert {code for code, a in accounts.items() if a.money} == {"101", "102"}


def _tiers(section: dict[str, Any]) -> None:
    section["ledger"]["tier"] = [{"up_to": "10.00", "approvers": ["village_approver"]}]


def _account(section: dict[str, Any]) -> None:
    section["ledger"]["template"]["goods"]["debit"] = "999"


def _direction(section: dict[str, Any]) -> None:
    section["ledger"]["template"]["goods"]["money"] = "in"


def _chart(section: dict[str, Any]) -> None:
    section["ledger"]["book"]["chart"] = "none"


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (_tiers, "ledger.tier"),
        (_account, "ledger.template.goods.debit"),
        (_direction, "ledger.template.goods.money"),
        (_chart, "ledger.book.chart"),
    ],
)
def test_it_names_the_key_at_fault(spoil: Callable[[dict[str, Any]], None], key: str) -> None:
    whole = playbook.read(COUNTY)
    table = whole.section("ledger").model_dump(by_alias=True)
    spoil(table)
    spoilt = section_of_ledger.LedgerSection.model_validate(table)

    faults = section_of_ledger.check(spoilt, whole)

    assert key in [fault.place.key for fault in faults if fault.place is not None]
