"""The pages of bank accounts, as the two accountants of the agency use them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liancun.contexts.treasury.tests.bank import FEBRUARY, NUMBER, Bank
from liancun.demo.small import signed_in


def file(text: str, name: str = "流水.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("gb18030"), "text/csv")


def test_a_month_is_played_from_the_file_to_the_signed_sheet(bank: Bank) -> None:
    bank.usual()
    accountant, home = signed_in("kuaiji"), f"/bank/{bank.account}/"
    done = accountant.post(f"{home}import/", {"file": file(FEBRUARY)})
    assert done.headers["Location"] == f"{home}match/"
    page = accountant.get(f"{home}match/").content.decode()
    assert "全部接受没有疑问的 2 笔" in page
    assert "对方户名一致" in page
    assert accountant.post(f"{home}match/sure/").status_code == 302
    sheet = accountant.get(f"{home}reconciliation/?period=2026-02").content.decode()
    assert sheet.count("202,985.00") == 3
    assert "手续费" in sheet
    assert accountant.get(f"{home}reconciliation/print/?period=2026-02").status_code == 200
    url = f"{home}reconcile/?period=2026-02"
    assert accountant.post(url, {"bank_balance": "1"}).status_code == 422
    assert accountant.post(url, {"bank_balance": "202,985.00"}).status_code == 302
    assert "已确认" in signed_in("jiandu-a").get(f"{home}reconciliation/?period=2026-02").content.decode()
    taken = accountant.post("/exports/", {"of": f"{home}reconciliation/?period=2026-02", "as": "xlsx"})
    assert b"".join(taken).startswith(b"PK")
    for path in ("", "lines/", "batches/"):
        assert NUMBER not in accountant.get(home + path).content.decode()


def test_columns_are_named_once_with_the_file_kept(bank: Bank) -> None:
    accountant, url = signed_in("kuaiji"), f"/bank/{bank.account}/import/"
    strange = "什么时候,进,出,剩\n2026-02-03,12000,,211000\n"
    asked = accountant.post(url, {"file": file(strange)})
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "指明各列是什么" in page
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("packed", "name")}
    sent = {name: found[1] for name, found in hidden.items() if found}
    sent |= {
        "heads": "什么时候\n进\n出\n剩",
        "day": "什么时候",
        "income": "进",
        "outgo": "出",
        "balance": "剩",
    }
    assert accountant.post(url, sent).headers["Location"] == f"/bank/{bank.account}/match/"
    assert accountant.post(url, {"file": file(strange + "2026-02-10,,15,210985\n")}).status_code == 302


def test_a_payment_file_goes_through_two_hands(bank: Bank) -> None:
    authority = bank.case.authority("a", "62000.00")
    claim = bank.case.file("a", "500.00", authority.id)
    bank.case.check("a", claim.id)
    bank.case.approve("a", claim.id)
    clerk, accountant, reviewer = (signed_in(name) for name in ("baozhang-a", "kuaiji", "fuhe"))
    payee = {"name": "铁岭种业有限公司", "bank": "铁岭银行", "number": "6228 4804 0256 4890 018"}
    assert clerk.post(f"/bank/payees/{bank.book}/new/", payee).status_code == 302
    new = f"/bank/{bank.account}/batches/new/"
    assert "购买玉米种子" in accountant.get(new).content.decode()
    batch = accountant.post(new, {"pay": f"c{claim.id}", "key": "k"}).headers["Location"]
    assert "复核并导出文件" not in accountant.get(batch).content.decode()
    assert "复核并导出文件" in reviewer.get(batch).content.decode()
    assert accountant.post(f"{batch}file/").status_code == 403
    out = reviewer.post(f"{batch}file/")
    text = out.content.decode("gb18030")
    assert "6228480402564890018" in text
    key = text.splitlines()[1].split(",")[1]
    result = file(f"业务编号,处理结果\n{key},成功\n", "结果.csv")
    assert accountant.post(f"{batch}results/", {"file": result}).status_code == 302
    assert "全部付成" in accountant.get(batch).content.decode()


@pytest.mark.parametrize("name", ["baozhang-b", "zhishu-c"])
def test_nobody_else_knows_of_the_account(bank: Bank, name: str) -> None:
    client = signed_in(name)
    for path in ("", "lines/", "import/", "match/", "reconciliation/", "batches/"):
        assert client.get(f"/bank/{bank.account}/{path}").status_code == 404, path
