"""The pages of the books, as the people of two villages use them in the browser."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from liancun.contexts.ledger.tests.casebook import Casebook, paper
from liancun.demo.small import signed_in


def shown(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    text: str = response.content.decode()
    return text


def hidden_key(text: str) -> str:
    found = re.search(r'name="key"[^>]*value="([0-9a-f]+)"|value="([0-9a-f]{32})"[^>]*name="key"', text)
    assert found is not None
    return found[1] or found[2]


def test_it_is_played_from_the_claim_to_the_printed_voucher(case: Casebook) -> None:
    authority = case.authority("a", "62000.00")
    book, seat = case.books["a"], case.world.a
    clerk = signed_in("baozhang-a")
    url = clerk.get("/books/claims/new/").headers["Location"]
    form = shown(clerk.get(url))
    assert "还可使用 62,000.00 元" in form
    sent = {
        "key": hidden_key(form),
        "template": "goods",
        "amount": "62,000.00",
        "payee": "铁岭种业有限公司",
        "summary": "购买玉米种子",
        "authority": str(authority.id),
        "handler": str(seat.staff[1]),
        "witness": str(seat.staff[2]),
        "papers": SimpleUploadedFile("发票.png", paper(), "image/png"),
    }
    claim = clerk.post(url, sent).headers["Location"]

    for name, verb in (
        ("jiandu-a", "check"),
        ("zhishu-a", "approve"),
        ("fenguan", "approve"),
        ("kuaiji", "accept"),
    ):
        client = signed_in(name)
        assert f"{claim}{verb}/" in shown(client.get(claim)), name
        assert client.post(f"{claim}{verb}/").status_code == 302
    accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
    voucher = accountant.post(f"{claim}voucher/").headers["Location"]
    assert f"{voucher}post/" not in shown(accountant.get(voucher))
    page = shown(reviewer.get(voucher))
    assert reviewer.post(f"{voucher}post/", {"key": hidden_key(page)}).status_code == 302

    printed = shown(accountant.get(f"{voucher}print/"))
    assert "2026年3月记字第001号" in printed
    assert "陆万贰仟元整" in printed
    assert case.actor("kuaiji").name in printed
    assert case.actor("fuhe").name in printed
    sheet = shown(accountant.get(f"/books/{book}/"))
    assert "库存物资" in sheet
    assert "62,000.00" in sheet
    assert "2026年3月记字第001号" in shown(accountant.get(f"/books/{book}/vouchers/"))


def test_it_shows_a_refused_claim_again_filled(case: Casebook) -> None:
    clerk, seat = signed_in("baozhang-a"), case.world.a
    url = f"/books/{case.books['a']}/claims/new/"
    sent = {
        "key": hidden_key(shown(clerk.get(url))),
        "template": "goods",
        "amount": "500",
        "payee": "某商行",
        "summary": "买农膜三卷",
        "authority": "",
        "handler": str(seat.staff[1]),
        "witness": str(seat.staff[1]),
        "papers": SimpleUploadedFile("收据.png", paper(), "image/png"),
    }
    answer = clerk.post(url, sent)

    assert answer.status_code == 422
    assert "买农膜三卷" in answer.content.decode()
    assert "经手人不能同时证明自己经手的事" in answer.content.decode()
    assert shown(clerk.get("/books/claims/")).count("买农膜三卷") == 0


@pytest.mark.parametrize("name", ["baozhang-b", "jiandu-b", "zhishu-c"])
def test_it_knows_nothing_of_another_villages_book(case: Casebook, name: str) -> None:
    book = case.books["a"]
    client = signed_in(name)
    for path in ("", "vouchers/", "claims/new/", "vouchers/new/", "close/"):
        assert client.get(f"/books/{book}/{path}").status_code == 404, path


def test_it_knows_a_voucher_only_in_its_own_book(case: Casebook) -> None:
    posted = case.post(case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00").id)
    accountant = signed_in("kuaiji")
    assert accountant.get(f"/books/{case.books['a']}/vouchers/{posted.id}/").status_code == 200
    assert accountant.get(f"/books/{case.books['b']}/vouchers/{posted.id}/").status_code == 404


def test_it_forbids_the_clerk_to_make_vouchers(case: Casebook) -> None:
    clerk = signed_in("baozhang-a")
    assert clerk.get(f"/books/{case.books['a']}/vouchers/new/").status_code == 403
    assert case.posted("a") == 1


def test_it_records_and_ratifies_what_was_paid_without_authority(case: Casebook) -> None:
    book = case.books["a"]
    accountant, reviewer = signed_in("kuaiji"), signed_in("fuhe")
    url = f"/books/{book}/vouchers/outstanding/"
    sent = {
        "key": hidden_key(shown(accountant.get(url))),
        "date": "2026-03-09",
        "template": "office",
        "amount": "3000",
        "payee": "某商行",
        "summary": "修水管急用",
        "attachments": "1",
    }
    voucher = accountant.post(url, sent).headers["Location"]
    reviewer.post(f"{voucher}post/", {"key": "k1"})
    assert "待补手续" in shown(signed_in("jiandu-a").get(voucher))

    authority = case.authority("a", "5000.00", subject_id=9)
    assert accountant.post(f"{voucher}ratify/", {"authority": str(authority.id)}).status_code == 302
    assert "补办了手续" in shown(accountant.get(voucher))


def test_it_takes_back_in_red_and_opens_every_number(case: Casebook) -> None:
    posted = case.post(case.entry("a", "102 银行存款 100.00\n501 经营收入 -100.00").id)
    accountant, book = signed_in("kuaiji"), case.books["a"]
    page = f"/books/{book}/vouchers/{posted.id}/"
    red = accountant.post(f"{page}correct/", {"reason": "重复入账"}).headers["Location"]
    signed_in("fuhe").post(f"{red}post/", {"key": "red"})
    assert "已红字冲销" in shown(accountant.get(page))

    opened = re.findall(r"/books/\d+/accounts/\d+/\?period=2026-03", shown(accountant.get(f"/books/{book}/")))
    assert opened
    assert "冲销" in shown(accountant.get(opened[0])) or "期初余额" in shown(accountant.get(opened[0]))


@pytest.mark.parametrize("name", ["kuaiji", "baozhang-a", "xiangzhen", "xian"])
def test_it_lists_books_and_claims(case: Casebook, name: str) -> None:
    client = signed_in(name)
    assert f'href="/books/{case.books["a"]}/"' in shown(client.get("/books/"))
    assert "报账单" in shown(client.get("/books/claims/"))


def test_books_leave_as_files_with_their_totals(case: Casebook) -> None:
    client, book = signed_in("kuaiji"), case.books["a"]

    def rows(of: str) -> list[list[Any]]:
        answer = client.post("/exports/", {"of": of, "as": "xlsx"})
        sheet = load_workbook(io.BytesIO(b"".join(answer))).active
        assert sheet is not None
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    balance = rows(f"/books/{book}/")
    assert balance[2][:2] == ["项目", "期初借方"]
    assert balance[-1][0] == "合计"
    vouchers = rows(f"/books/{book}/vouchers/")
    amounts = [row[3] for row in vouchers[3:-1]]
    assert vouchers[-1][0] == "合计"
    assert vouchers[-1][3] == sum(amounts) > 0
    printed = client.post("/exports/", {"of": f"/books/{book}/", "as": "pdf"})
    assert b"".join(printed).startswith(b"%PDF")
