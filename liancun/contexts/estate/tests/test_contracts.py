"""Contracts: dues, receipts, warnings in three colours, sheets, pages."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.estate import api as estate
from liancun.contexts.estate.models import Contract, RentReceipt
from liancun.contexts.estate.queries.contracts import contract_row, line
from liancun.contexts.estate.queries.todo import waiting_for
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.demo.small import signed_in
from liancun.framework import sheets
from liancun.framework.sheets import uploads
from liancun.framework.testing import as_system
from liancun.kernel.errors import NotAllowed, Refusal

TODAY = date(2026, 3, 10)


def new(case: Casebook, **changes: object) -> estate.NewContract:
    told = {
        "book_id": case.books["a"],
        "number": "2024-03",
        "matter": "村东 120 亩林地",
        "party": "张小明",
        "signed_on": date(2024, 2, 20),
        "since": date(2024, 3, 1),
        "until": date(2029, 2, 28),
        "rent": Decimal("24000.00"),
    }
    return estate.NewContract(**{**told, **changes})  # type: ignore[arg-type]


@pytest.fixture
def lease(case: Casebook) -> int:
    with case.signed_in("baozhang-a") as clerk:
        (made,) = estate.register_contracts(clerk, contracts=[new(case)])
    return made


def pay(case: Casebook, contract: int, amount: str, key: str = "k1") -> int:
    with case.signed_in("baozhang-a") as clerk:
        return estate.record_receipt(
            clerk, contract_id=contract, on=TODAY, amount=Decimal(amount), key=key, note="现金缴存"
        )


def told(contract: int, on: date = TODAY) -> Any:
    with as_system():
        return line(contract_row(contract), on)


def test_arrears_are_told_with_their_colour(case: Casebook, lease: int) -> None:
    one = told(lease)
    assert (one.due, one.arrears, one.late) == (Decimal("72000.00"), Decimal("72000.00"), "red")
    pay(case, lease, "48000.00")
    one = told(lease)
    assert (one.received, one.arrears, one.days_late, one.late) == (
        Decimal("48000.00"),
        Decimal("24000.00"),
        9,
        "yellow",
    )
    assert told(lease, date(2026, 3, 9)).received == 0


def test_a_receipt_counts_once_and_not_above_the_contract(case: Casebook, lease: int) -> None:
    assert pay(case, lease, "1000.00") == pay(case, lease, "1000.00")
    with pytest.raises(Refusal) as refusal:
        pay(case, lease, "120000.00", "k2")
    assert refusal.value.code == "estate.too_much"
    with as_system():
        assert RentReceipt.objects.count() == 1


def test_warnings_wait_for_the_clerk_of_the_village(case: Casebook, lease: int) -> None:
    def waiting(name: str) -> list[str]:
        with case.signed_in(name) as actor:
            return [item.what for item in waiting_for(actor)]

    assert waiting("baozhang-a") == ["红色预警：村东 120 亩林地欠租 72,000.00 元，已逾期 739 天"]
    assert waiting("baozhang-b") == waiting("jiandu-a") == []


def test_a_contract_that_ends_soon_is_warned(case: Casebook) -> None:
    with case.signed_in("baozhang-a") as clerk:
        changes = {"since": date(2025, 4, 1), "until": date(2026, 3, 31), "rent": Decimal("0.00")}
        (made,) = estate.register_contracts(clerk, contracts=[new(case, **changes)])
    assert (told(made).ending, told(made).late) == ("orange", "")


def test_only_the_village_and_its_accountant_make_contracts(case: Casebook) -> None:
    with case.signed_in("jiandu-a") as supervisor, pytest.raises(NotAllowed):
        estate.register_contracts(supervisor, contracts=[new(case)])
    with as_system():
        assert not Contract.objects.exists()


def hand_in(case: Casebook, key: str, text: str) -> Any:
    layout = sheets.find(key)
    assert layout is not None
    with case.signed_in("baozhang-a") as clerk:
        return uploads.at_once(clerk, layout, "a.csv", io.BytesIO(text.encode()))


def test_registers_come_in_by_sheets_once(case: Casebook) -> None:
    with as_system():
        owner = estate_owner(case)
    asset = (
        "所有者,编号,类别,名称,坐落或存放地点,数量,单位,取得日期,原值,到上月末已提折旧\n"
        f"{owner},GD-0002,农业机械,玉米收割机,村部大院,1,台,2023-05-30,186000.00,35340.00\n"
    )
    contract = (
        "所有者,合同编号,标的,承包方或承租方,签订日期,起始日,终止日,交租,每期租金,资产编号,资源编号\n"
        f"{owner},2025-1,出租收割机,王建国,2025-04-01,2025-04-01,2027-03-31,每年,12000.00,GD-0002,\n"
    )
    for key, text in (("estate.assets", asset), ("estate.contracts", contract)):
        assert (hand_in(case, key, text).state, hand_in(case, key, text + "\n").state) == ("done", "done")
    with as_system():
        assert (estate.assets(on=TODAY)[1], estate.contracts(on=TODAY)[1]) == (1, 1)
        assert estate.assets(on=TODAY)[0][0].category == "machine"
        assert estate.contracts(on=TODAY)[0][0].asset_id is not None


def test_registers_come_in_under_the_headings_of_a_platform(case: Casebook) -> None:
    with as_system():
        owner = estate_owner(case)
    asset = (
        "序号,单位名称,资产编号,资产类别,资产名称,计量单位,购建日期,原值(元),累计折旧\n"
        f"1,{owner},GD-0003,农业机械,播种机,台,2023-05-30,8600.00,340.00\n"
    )
    contract = (
        "单位名称,合同号,合同名称,乙方,签约日期,开始日期,到期日期,收款周期,年租金,资产编号\n"
        f"{owner},2025-2,出租播种机,王建国,2025-04-01,2025-04-01,2027-03-31,每年,1200.00,GD-0003\n"
    )
    for key, text in (("estate.assets", asset), ("estate.contracts", contract)):
        assert hand_in(case, key, text).state == "done"
    with as_system():
        assert [x.number for x in estate.assets(on=TODAY)[0]] == ["GD-0003"]
        assert estate.contracts(on=TODAY)[0][0].asset_id is not None


def estate_owner(case: Casebook) -> str:
    from liancun.contexts.ledger import api as ledger

    return ledger.book(case.books["a"]).owner_name


def test_it_is_played_in_the_browser(case: Casebook, lease: int) -> None:
    clerk, book = signed_in("baozhang-a"), case.books["a"]
    sent = {
        "number": "GD-9",
        "category": "machine",
        "name": "拖拉机",
        "quantity": "1",
        "acquired_on": "2024-05-01",
        "cost": "80,000",
    }
    made = clerk.post(f"/assets/books/{book}/asset/", sent).headers["Location"]
    page = clerk.get(made).content.decode()
    assert "拖拉机" in page
    assert "80,000.00" in page
    label = clerk.get(f"{made}label/").content.decode()
    assert "资产卡" in label
    for path in ("", "resources/", "contracts/", f"books/{book}/", f"contracts/{lease}/", "new/"):
        assert clerk.get(f"/assets/{path}").status_code == 200, path
    receipt = clerk.get(f"/assets/contracts/{lease}/receipt/")
    assert receipt.status_code == 200
    assert signed_in("baozhang-b").get(made).status_code == 404
    accountant = signed_in("kuaiji")
    draft = accountant.post(f"/assets/books/{book}/wear/?period=2026-03", {})
    assert "/vouchers/" in draft.headers["Location"]


@pytest.mark.parametrize(
    ("key", "heads", "row", "other"),
    [
        (
            "estate.assets",
            "所有者,编号,类别,名称,数量,取得日期,原值,到上月末已提折旧",
            "{owner},GD-9,农业机械,拖拉机,1,2024-05-30,80000.00,{worn}",
            ("拖拉机", "收割机"),
        ),
        (
            "estate.contracts",
            "所有者,合同编号,标的,承包方或承租方,签订日期,起始日,终止日,交租,每期租金",
            "{owner},2025-9,东坡地,张小明,2025-01-05,2025-02-01,2027-01-31,每年,1000.00",
            ("张小明", "李小红"),
        ),
    ],
)
def test_a_row_that_differs_from_the_register_is_told(
    case: Casebook, key: str, heads: str, row: str, other: tuple[str, str]
) -> None:
    with as_system():
        owner = estate_owner(case)
    first = f"{heads}\n{row.format(owner=owner, worn='1000.00')}\n"
    assert hand_in(case, key, first).state == "done"
    worn_since = first.replace("1000.00\n", "1200.00\n") if key == "estate.assets" else first + "\n"
    assert hand_in(case, key, worn_since).state == "done"
    changed = hand_in(case, key, first.replace(*other))
    assert (changed.state, changed.faulty) == ("faulty", 1)
