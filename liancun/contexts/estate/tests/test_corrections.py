"""The register put right with a reason and the old version kept; contracts that end before their day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.estate import api as estate
from liancun.contexts.estate.models import Asset, Contract, Correction
from liancun.contexts.estate.queries.contracts import contract_row, dues_of
from liancun.contexts.estate.queries.corrections import corrections
from liancun.contexts.estate.tests.test_contracts import lease, new, told
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.test_gate import refused
from liancun.contexts.ledger.tests.test_pages import shown
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal
from liancun.kernel.periods import Month

__all__ = ["lease"]


def pump(case: Casebook, **changes: object) -> estate.NewAsset:
    given = {
        "book_id": case.books["a"],
        "number": "GD-1",
        "category": "machine",
        "name": "水泵",
        "acquired_on": date(2026, 1, 5),
        "cost": Decimal("1200.00"),
    }
    return estate.NewAsset(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def asset(case: Casebook) -> int:
    with case.signed_in("baozhang-a") as clerk:
        (made,) = estate.register_assets(clerk, assets=[pump(case)])
    return made


def test_an_asset_is_put_right_and_the_old_version_kept(
    case: Casebook, asset: int, march: clock.FixedClock
) -> None:
    with case.signed_in("baozhang-a") as clerk:
        march.advance(seconds=1)  # a request takes its time
        corrected = pump(case, name="潜水泵", cost=Decimal("1300.00"), place="三组机井")
        estate.correct_asset(clerk, asset_id=asset, corrected=corrected, reason="发票金额看错")
        row = Asset.objects.get(pk=asset)
        [one] = corrections("asset", asset)
    assert (row.name, row.cost, row.place) == ("潜水泵", Decimal("1300.00"), "三组机井")
    assert one.reason == "发票金额看错"
    assert one.changed["name"] == ("水泵", "潜水泵")
    assert one.changed["cost"] == ("1200.0", "1300.0") or one.changed["cost"] == ("1200.00", "1300.00")
    page = shown(signed_in("baozhang-a").get(f"/assets/{asset}/"))
    assert "更正：发票金额看错" in page
    assert "水泵 → 潜水泵" in page


def test_amounts_stay_once_something_was_written_down(case: Casebook, asset: int) -> None:
    with case.signed_in("kuaiji") as accountant:
        estate.propose_wear(accountant, book_id=case.books["a"], month=Month(2026, 2))
    with case.signed_in("baozhang-a") as clerk:
        with pytest.raises(Conflict) as told_why:
            estate.correct_asset(
                clerk, asset_id=asset, corrected=pump(case, cost=Decimal("1300.00")), reason="看错"
            )
        estate.correct_asset(clerk, asset_id=asset, corrected=pump(case, name="潜水泵"), reason="写错")
        row = Asset.objects.get(pk=asset)
    assert told_why.value.code == "estate.worn_already"
    assert (row.name, row.cost) == ("潜水泵", Decimal("1200.00"))


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_put_right_without_a_reason(case: Casebook, asset: int, reason: str) -> None:
    with case.signed_in("baozhang-a") as clerk, pytest.raises(Refusal):
        estate.correct_asset(clerk, asset_id=asset, corrected=pump(case, name="x"), reason=reason)
    with as_system():
        assert Asset.objects.get(pk=asset).name == "水泵"


def test_the_database_takes_no_silent_change(case: Casebook, asset: int, lease: int) -> None:
    with case.signed_in("baozhang-a"), refused("LC001"):
        sql("update estate_asset set name = 'x' where id = %s", asset)
    with case.signed_in("baozhang-a"), refused("LC001"):
        sql("update estate_contract set party = 'x' where id = %s", lease)
    with case.signed_in("baozhang-a") as clerk:
        estate.correct_asset(clerk, asset_id=asset, corrected=pump(case, name="潜水泵"), reason="写错")
    with case.signed_in("baozhang-a"), refused("42501"):
        sql("update estate_correction set reason = 'x'")
    with case.signed_in("baozhang-b"):
        assert not Correction.objects.exists()


def test_a_contract_is_put_right(case: Casebook, lease: int) -> None:
    words = estate.ContractWords("2024-03", "村东 120 亩林地", "张晓明", date(2024, 2, 20))
    with case.signed_in("zhishu-a") as secretary, pytest.raises(NotAllowed):
        estate.correct_contract(secretary, contract_id=lease, corrected=words, reason="名字写错")
    with case.signed_in("baozhang-a") as clerk:
        estate.correct_contract(clerk, contract_id=lease, corrected=words, reason="名字写错")
        assert Contract.objects.get(pk=lease).party == "张晓明"
        assert corrections("contract", lease)[0].changed == {"party": ("张小明", "张晓明")}


def test_a_contract_ended_early_owes_nothing_for_later_periods(case: Casebook, lease: int) -> None:
    owed = told(lease, date(2028, 6, 1)).due
    clerk = signed_in("baozhang-a")
    url = f"/assets/contracts/{lease}/"
    assert "提前终止合同" in shown(clerk.get(url))
    assert (
        clerk.post(f"{url}end/", {"on": "2029-03-01", "reason": "x", "consequence": "on"}).status_code == 422
    )
    sent = {"on": "2026-02-28", "reason": "承租方搬走，双方同意", "consequence": "on"}
    assert clerk.post(f"{url}end/", sent).status_code == 302

    line = told(lease, date(2028, 6, 1))
    assert (owed, line.due) == (Decimal("120000.00"), Decimal("48000.00"))
    assert line.ended_on == date(2026, 2, 28)
    with as_system():
        assert [due.since.year for due in dues_of(contract_row(lease))] == [2024, 2025]
    page = shown(clerk.get(url))
    assert "承租方搬走" in page
    with case.signed_in("baozhang-a") as again, pytest.raises(Conflict):
        estate.end_contract(again, contract_id=lease, on=date(2026, 3, 1), reason="x")


def test_a_contract_not_ended_owes_all_its_periods(case: Casebook, lease: int) -> None:
    with as_system():
        assert len(dues_of(contract_row(lease))) == 5
    assert new(case).number == "2024-03"
