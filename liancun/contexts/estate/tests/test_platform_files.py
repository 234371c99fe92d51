"""The platform's registers under headings of its own: explained once, and a row that differs is taken or kept."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from liancun.contexts.estate.models import Asset, Contract, Correction
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.demo.small import signed_in
from liancun.framework.models import SheetShape, SheetUpload
from liancun.framework.sheets import find, uploads
from liancun.framework.testing import as_system

HEADS = "村社全称,卡片号,资产大类,资产全名,所在位置,数目,购入时间,入账价值"
ROW = "{owner},GD-9,农业机械,拖拉机,村部,1,2024-05-30,80000.00"
MAPPED = {
    "owner": "村社全称",
    "number": "卡片号",
    "category": "资产大类",
    "name": "资产全名",
    "place": "所在位置",
    "quantity": "数目",
    "acquired_on": "购入时间",
    "cost": "入账价值",
}
OURS = "所有者,编号,类别,名称,坐落或存放地点,数量,取得日期,原值"


@pytest.fixture
def owner(case: Casebook) -> str:
    with as_system():
        return ledger.book(case.books["a"]).owner_name


def handed_in(case: Casebook, text: str, key: str = "estate.assets", user: str = "baozhang-a") -> int:
    layout = find(key)
    assert layout is not None
    with case.signed_in(user) as clerk:
        return uploads.receive(clerk, layout, "平台资产台账.csv", io.BytesIO(text.encode())).pk


def upload(id: int) -> SheetUpload:
    with as_system():
        return SheetUpload.objects.get(pk=id)


def assets() -> list[tuple[str, str]]:
    with as_system():
        return list(Asset.objects.order_by("number").values_list("number", "name"))


def test_unknown_headings_are_explained_once_and_remembered(case: Casebook, owner: str) -> None:
    file = f"2026年资产台账\n{HEADS}\n{ROW.format(owner=owner)}\n"
    first = handed_in(case, file)
    assert upload(first).state == "refused"
    clerk, at = signed_in("baozhang-a"), f"/imports/files/{first}/columns/"
    page = clerk.get(at).content.decode()
    assert "入账价值（80000.00）" in page
    assert clerk.post(at, {**MAPPED, "worn": ""}).status_code == 302
    assert upload(first).state == "ready"
    clerk.post(f"/imports/files/{first}/commit/")
    assert assets() == [("GD-9", "拖拉机")]
    again = handed_in(case, file.replace("GD-9", "GD-10"))
    assert upload(again).state == "ready"
    # Another office reads its files by its own mapping.
    assert upload(handed_in(case, file, user="kuaiji")).state == "refused"


def test_a_column_named_twice_or_not_at_all_is_refused(case: Casebook, owner: str) -> None:
    first = handed_in(case, f"{HEADS}\n{ROW.format(owner=owner)}\n")
    clerk, at = signed_in("baozhang-a"), f"/imports/files/{first}/columns/"
    twice = clerk.post(at, {**MAPPED, "place": "资产全名"})
    assert "同一列不能指明两次" in twice.content.decode()
    assert clerk.post(at, {**MAPPED, "cost": ""}).status_code == 422
    with as_system():
        assert not SheetShape.objects.exists()
    assert upload(first).state == "refused"
    assert assets() == []


def _differing(case: Casebook, owner: str) -> int:
    row = ROW.format(owner=owner)
    begun = handed_in(case, f"{OURS}\n{row}\n{row.replace('GD-9', 'GD-8')}\n")
    signed_in("baozhang-a").post(f"/imports/files/{begun}/commit/")
    changed = row.replace("拖拉机", "收割机").replace("80000.00", "82000.00")
    return handed_in(case, f"{OURS}\n{changed}\n{row.replace('GD-9', 'GD-8').replace('村部', '库房')}\n")


def test_a_differing_row_is_taken_over_with_its_reason_or_kept(case: Casebook, owner: str) -> None:
    second, clerk = _differing(case, owner), signed_in("baozhang-a")
    page = clerk.get(f"/imports/files/{second}/").content.decode()
    assert "和登记簿不同的行" in page
    assert "拖拉机" in page
    assert "按平台导出的“平台资产台账”更正" in page
    told = {"row-2": "take", "row-3": "keep", "reason": "按平台导出的“平台资产台账”更正"}
    assert clerk.post(f"/imports/files/{second}/settle/", told).status_code == 302
    assert (upload(second).state, upload(second).fresh, upload(second).known) == ("ready", 1, 1)
    assert assets() == [("GD-8", "拖拉机"), ("GD-9", "拖拉机")]
    clerk.post(f"/imports/files/{second}/commit/")
    assert upload(second).state == "done"
    with as_system():
        taken, kept = Asset.objects.get(number="GD-9"), Asset.objects.get(number="GD-8")
        (correction,) = Correction.objects.all()
    assert (taken.name, taken.cost, kept.place) == ("收割机", Decimal("82000.00"), "村部")
    assert correction.reason == told["reason"]


def test_taking_over_without_a_reason_is_refused(case: Casebook, owner: str) -> None:
    second, clerk = _differing(case, owner), signed_in("baozhang-a")
    answer = clerk.post(f"/imports/files/{second}/settle/", {"row-2": "take", "reason": " "}, follow=True)
    assert "请写明原因" in answer.content.decode()
    assert upload(second).state == "faulty"
    assert signed_in("baozhang-b").post(f"/imports/files/{second}/settle/", {}).status_code == 404


def test_what_two_parties_agreed_on_is_never_taken_from_a_file(case: Casebook, owner: str) -> None:
    heads = "所有者,合同编号,标的,承包方或承租方,签订日期,起始日,终止日,交租,每期租金"
    row = f"{owner},2025-9,东坡地,张小明,2025-01-05,2025-02-01,2027-01-31,每年,1000.00"
    clerk = signed_in("baozhang-a")
    begun = handed_in(case, f"{heads}\n{row}\n", "estate.contracts")
    clerk.post(f"/imports/files/{begun}/commit/")
    for now, state in ((row.replace("2027", "2029"), "faulty"), (row.replace("东坡地", "西坡地"), "ready")):
        changed = handed_in(case, f"{heads}\n{now}\n", "estate.contracts")
        clerk.post(f"/imports/files/{changed}/settle/", {"row-2": "take", "reason": "平台已更正"})
        assert upload(changed).state == state
    clerk.post(f"/imports/files/{changed}/commit/")
    with as_system():
        stands = Contract.objects.get(number="2025-9")
    assert (stands.matter, stands.until.year) == ("西坡地", 2027)
