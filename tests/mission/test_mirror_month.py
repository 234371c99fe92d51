"""A village whose book is kept in the province's platform: a month comes in, is compared, posted, closed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.platform import INCOME, OPENING, WAGES
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from tests.conftest import Stage


@pytest.mark.mission("TL7")
def test_a_month_of_the_platform_is_imported_compared_and_closed(
    stage: Stage, cloned_world: World, tmp_path: Path
) -> None:
    with clock.fixed(date(2026, 3, 10)):
        with as_system():
            book = ledger.open_book(
                SYSTEM, owner_id=cloned_world.c.collective, opening_date=date(2026, 1, 1), kind="mirror"
            ).id
        page = stage.person("kuaiji")
        _import(stage, page, book, tmp_path)
        _post(stage, book)
        _mend(stage, page, book, tmp_path)
        _post(stage, book)
        _close(stage, book)
    with as_system():
        assert ledger.mirror_agreement(book, platform.JANUARY).agrees
        assert ledger.book(book).sequence == 3


def _files(folder: Path, *vouchers: object) -> tuple[str, str]:
    told = []
    for given in (platform.voucher_list(*vouchers), platform.balance_table(OPENING, (INCOME, WAGES))):
        path = folder / given.name
        path.write_bytes(given.content.read())
        told.append(str(path))
    return told[0], told[1]


def _import(stage: Stage, page: Page, book: int, folder: Path) -> None:
    """The columns are shown once for each sheet; a voucher is missing in the list."""
    page.goto(f"/books/{book}/")
    stage.look(page, "mirror-book")
    page.click("main a:has-text('平台镜像')")
    page.click("main a:has-text('导入一个月')")
    stage.look(page, "mirror-import")
    vouchers, balances = _files(folder, INCOME)
    page.set_input_files("#id_vouchers", vouchers)
    page.set_input_files("#id_balances", balances)
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_contain_text("凭证表")
    stage.look(page, "mirror-columns")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_contain_text("科目余额表")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_contain_text("和平台核对")
    expect(page.locator("main")).to_contain_text("4 处不一致")
    stage.look(page, "mirror-differences")


def _post(stage: Stage, book: int) -> None:
    page = stage.person("fuhe")
    page.goto(f"/books/{book}/mirror/")
    stage.look(page, "mirror-waiting")
    page.click("main .next summary:has-text('复核入账')")
    page.click("main .next button:has-text('复核入账')")
    expect(page.locator("main .box-done").first).to_contain_text("已经入账")


def _mend(stage: Stage, page: Page, book: int, folder: Path) -> None:
    """The platform's list comes again, whole this time; nobody is asked for the columns."""
    page.goto(f"/books/{book}/mirror/import/")
    vouchers, balances = _files(folder, INCOME, WAGES)
    page.set_input_files("#id_vouchers", vouchers)
    page.set_input_files("#id_balances", balances)
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("全部一致")


def _close(stage: Stage, book: int) -> None:
    page = stage.person("fuhe")
    page.goto(f"/books/{book}/close/")
    expect(page.locator("main")).to_contain_text("和平台的科目余额表一致")
    stage.look(page, "mirror-close")
    page.locator("main form[method=post] button[type=submit]").last.click()
    expect(page.locator("main .box-done")).to_contain_text("已经结账")
