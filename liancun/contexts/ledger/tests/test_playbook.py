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


def _first_level(key: str) -> dict[str, section_of_ledger.ChartAccount]:
    return {a.code: a for a in _section().chart[key].first_level}


@pytest.mark.parametrize(
    ("key", "count", "credit_assets", "both", "money"),
    [
        ("village-2023", 42, {"133", "152", "162"}, {"113", "154", "181"}, {"101", "102"}),
        ("group-2023", 42, {"133", "152", "162"}, {"113", "154", "181"}, {"101", "102"}),
        ("cooperative-2021", 48, {"143", "152", "162"}, {"114", "154", "181"}, {"101", "102"}),
    ],
)
def test_a_chart_has_the_accounts_of_its_system_with_their_normal_sides(
    key: str, count: int, credit_assets: set[str], both: set[str], money: set[str]
) -> None:
    accounts = _first_level(key)
    assert len(accounts) == count
    assets = {code: a for code, a in accounts.items() if a.account_class == "asset"}
    assert {code for code, a in assets.items() if a.side == "credit"} == credit_assets
    assert {code for code, a in assets.items() if a.side == "both"} == both
    assert {code for code, a in accounts.items() if a.money} == money


def test_the_small_business_chart_has_66_accounts_and_the_one_of_2004_is_there_for_old_balances() -> None:
    assert len(_first_level("company-2011")) == 66
    assert _first_level("village-2004")["511"].name == "发包及上交收入"


def test_the_prescribed_details_of_the_distribution_stand_below_322() -> None:
    accounts = {a.code: a.name for a in _section().chart["village-2023"].account}
    assert accounts["322001"] == "未分配收益"
    assert accounts["322002"] == "各项分配"


@pytest.mark.parametrize("county", ["tieling", "nierong", "xiqing", "songtao", "jiaxian"])
def test_each_owner_of_each_county_gets_the_chart_of_its_kind(county: str) -> None:
    section: section_of_ledger.LedgerSection = playbook.read(COUNTY.parent / county).section("ledger")
    assert section.chart_of("collective", "village") == "village-2023"
    assert section.chart_of("collective", "group") == "group-2023"
    assert section.chart_of("cooperative", "township") == "cooperative-2021"
    assert section.chart_of("coop_union", "county") == "cooperative-2021"
    assert section.chart_of("company", "county") == "company-2011"


def _tiers(section: dict[str, Any]) -> None:
    section["ledger"]["tier"] = [{"up_to": "10.00", "approvers": ["village_approver"]}]


def _account(section: dict[str, Any]) -> None:
    section["ledger"]["template"]["goods"]["debit"] = "999"


def _direction(section: dict[str, Any]) -> None:
    section["ledger"]["template"]["goods"]["money"] = "in"


def _chart(section: dict[str, Any]) -> None:
    section["ledger"]["book"]["chart"] = "none"


def _double(section: dict[str, Any]) -> None:
    accounts = section["chart"]["cooperative-2021"]["account"]
    accounts.append(accounts[0])


def _closing(section: dict[str, Any]) -> None:
    section["chart"]["company-2011"]["closing"]["result"] = "1001"


def _like(section: dict[str, Any]) -> None:
    section["chart"]["group-2023"]["like"] = "village-1996"


def _stranger(section: dict[str, Any]) -> None:
    section["ledger"]["book"]["charts"][0]["owner"] = "joint_committee"


def _detail(section: dict[str, Any]) -> None:
    section["chart"]["village-2023"]["account"].append(
        {"code": "501001", "name": "租金", "class": "expense", "side": "debit"}
    )


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (_double, "chart.cooperative-2021.account"),
        (_closing, "chart.company-2011.closing"),
        (_like, "chart.group-2023.like"),
        (_stranger, "ledger.book.charts.0.owner"),
        (_detail, "chart.village-2023.account.48.code"),
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


@pytest.mark.parametrize(
    ("chart", "wages", "left_out"),
    [
        ("village-2023", ("212", "102"), set()),
        ("group-2023", ("212", "102"), set()),
        ("cooperative-2021", ("212", "102"), {"welfare"}),
        ("company-2011", ("2211", "1002"), {"welfare", "labour", "owed"}),
    ],
)
def test_a_usual_business_moves_the_accounts_of_its_own_chart(
    chart: str, wages: tuple[str, str], left_out: set[str]
) -> None:
    section = _section()
    offered = section.templates_for(chart)
    assert (offered["wages"].debit, offered["wages"].credit) == wages
    assert set(section.templates) - set(offered) == left_out
    known = {account.code for account in section.chart[chart].account}
    assert {code for one in offered.values() for code in (one.debit, one.credit)} <= known
