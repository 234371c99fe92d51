"""Pages of a mirror book, and of an own one that goes to the platform: what is shown, what says that it is kept elsewhere."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook, paper
from liancun.contexts.ledger.tests.platform import JANUARY, Mirror
from liancun.demo.small import signed_in
from liancun.framework import clock

INCOME = "102 银行存款 100.00\n501 经营收入 -100.00"


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    return platform.opened_mirror(case)


def test_every_page_of_a_mirror_is_read_as_that_of_an_own_book(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    mirror.close(JANUARY)
    browser, at = signed_in("kuaiji"), f"/books/{mirror.book}"
    voucher = mirror.vouchers("posted")[0].id
    shown = {
        path: browser.get(f"{at}/{path}")
        for path in (
            "?period=2026-01",
            "statements/?period=2026-01",
            "statements/village-balance/?period=2026-01",
            "vouchers/",
            f"vouchers/{voucher}/",
            "mirror/",
            "mirror/differences/?month=2026-01",
        )
    }
    assert {path: answer.status_code for path, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert "镜像账" in shown["?period=2026-01"].text
    assert "记-2" in shown[f"vouchers/{voucher}/"].text
    assert "红字更正" not in shown[f"vouchers/{voucher}/"].text
    assert "全部一致" in shown["mirror/differences/?month=2026-01"].text


@pytest.mark.parametrize("path", ["vouchers/new/", "vouchers/outstanding/", "recurring/new/"])
def test_what_is_entered_on_the_platform_is_not_entered_here(mirror: Mirror, path: str) -> None:
    answer = signed_in("kuaiji").get(f"/books/{mirror.book}/{path}")
    assert answer.status_code == 409
    assert "三资平台" in answer.text


def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(mirror: Mirror) -> None:
    junk = io.BytesIO(paper())
    junk.name = "凭证.csv"
    answer = signed_in("kuaiji").post(
        f"/books/{mirror.book}/mirror/import/", {"month": "2026-01", "vouchers": junk}
    )
    assert answer.status_code == 422
    assert mirror.vouchers() == []


def test_an_own_book_leaves_in_the_platforms_template(case: Casebook) -> None:
    case.post(case.entry("a", INCOME, day=date(2026, 3, 2), summary="=收到租金").id)
    at = f"/books/{case.books['a']}/platform/"
    answer = signed_in("kuaiji").post(at, {"period": f"{clock.today():%Y-%m}"})

    content = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    heads, debit, credit = load_workbook(content).worksheets[0].iter_rows(values_only=True)
    told = dict(zip(heads, debit, strict=True))
    assert (told["凭证字"], told["凭证号"], told["科目编码"], told["借方金额"]) == ("记", 1, "102", 100)
    assert told["摘要"] == "'=收到租金"
    assert dict(zip(heads, credit, strict=True))["贷方金额"] == 100


def test_a_mirror_does_not_leave_again(mirror: Mirror) -> None:
    answer = signed_in("kuaiji").post(f"/books/{mirror.book}/platform/", {"period": "2026-01"})
    assert answer.status_code == 409
