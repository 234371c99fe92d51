"""An accountant's month by the keyboard alone, in Chinese, without an account number in sight."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries import publishing
from liancun.demo.opening import balance_sheet
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_actor, as_system
from tests.conftest import Stage, send

CODES = re.compile(r"(?<![\d.,])(?:10[12]|121|151|152|212|301|311|50[1-4]|51[1-5])(?![\d.,])")


def _no_numbers(page: Page) -> None:
    found = CODES.search(page.inner_text("main"))
    assert found is None, f"{found} in {page.url}"


def _type(page: Page, *values: str) -> None:
    """Types and goes on with Enter; an empty value passes the field by."""
    for value in values:
        if value:
            page.keyboard.type(value)
            listed = page.locator(".chooser ul:not([hidden]) li")
            if listed.count():
                page.keyboard.press("Enter")
        page.keyboard.press("Enter")


def _follow(page: Page, words: str) -> None:
    page.locator(f"main a:has-text('{words}')").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def _save_and_next(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator("main .box-done")).to_contain_text("凭证已经制好")
    page.wait_for_load_state()  # the lists answer to letters once their script has run


def _opened(world: World) -> int:
    with as_system():
        book = ledger.open_book(
            SYSTEM, owner_id=world.a.collective, opening_date=date(2026, 3, 1), kind="own"
        )
        accountant = world.actor("kuaiji")
    with as_actor(accountant):
        ledger.load_opening(accountant, book_id=book.id, lines=balance_sheet(3))
    with as_system():
        ledger.register_authority(
            SYSTEM,
            owner_id=world.a.collective,
            kind="resolution",
            amount=Decimal("5000.00"),
            subject="affairs.matter",
            subject_id=7,
            label="春季护林员工资",
        )
    return book.id


@pytest.mark.mission("B3")
def test_a_month_from_the_opening_balance_to_the_statements(stage: Stage, cloned_world: World) -> None:
    with clock.fixed(date(2026, 3, 9)) as now:
        book = _opened(cloned_world)
        _enter(stage, book)
        _review(stage, book)
        now.advance(days=25)
        _close(stage, book)
        _published(stage, book)
    with as_system():
        balance = ledger.trial_balance(book, date(2026, 3, 31))
        assert balance.balances
        assert ledger.book(book).sequence == 4


def _enter(stage: Stage, book: int) -> None:
    """Three vouchers in a row: rent by its letters, wages under their resolution, one of several lines."""
    page = stage.person("kuaiji")
    page.goto("/books/desk/")
    stage.look(page, "month-desk")
    page.goto(f"/books/{book}/vouchers/new/")
    stage.look(page, "month-empty")
    _no_numbers(page)
    _type(page, "sdcb", "1200", "李家小卖部", "收到三月门市租金")
    stage.look(page, "month-rent")
    _save_and_next(page)
    _type(page, "zfgz", "3000", "护林员三人", "支付三月护林员工资", "jy", "2")
    stage.look(page, "month-wages")
    _save_and_next(page)
    page.locator("#id_summary").focus()
    page.keyboard.type("收到租金，一部分是现金")
    page.locator("summary:has-text('多行分录')").focus()
    page.keyboard.press("Enter")
    page.locator("#id_line-0-account").focus()
    _type(page, "kcxj", "200", "", "", "", "")
    _type(page, "yhck", "600", "", "", "", "")
    _type(page, "jysr", "", "=")
    stage.look(page, "month-lines")
    _no_numbers(page)
    _save_and_next(page)


def _review(stage: Stage, book: int) -> None:
    page = stage.person("fuhe")
    page.goto(f"/books/{book}/vouchers/review/")
    _no_numbers(page)
    stage.look(page, "month-review")
    page.locator("[data-tick-all]").focus()
    page.keyboard.press("Enter")
    page.locator("main button:has-text('把勾选的凭证记账')").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main .box-done")).to_contain_text("已记账 4 张凭证")
    page.goto(f"/books/{book}/")
    _no_numbers(page)
    stage.look(page, "month-balance")


def _close(stage: Stage, book: int) -> None:
    page = stage.person("fuhe")
    page.goto(f"/books/{book}/")
    _follow(page, "结账")
    page.locator("main [name=month]").focus()
    page.keyboard.press("ArrowDown")
    stage.look(page, "month-close")
    page.locator("main form[method=post] button[type=submit]").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main .box-done")).to_contain_text("已经结账")
    page.goto(f"/books/{book}/statements/?period=2026-03")
    _follow(page, "收益及收益分配表")
    expect(page.locator("main")).to_contain_text("2,000.00")  # the month's rent, 1,200 and 800
    stage.look(page, "month-statement")


def _published(stage: Stage, book: int) -> None:
    """The sheet that closing prepared: reviewed, sealed and public; a villager asks, the answer is public too."""
    with as_system():
        plan = publishing.publications(book)[0].plan_id
    assert plan is not None
    page = stage.person("jiandu-a", phone=True)
    page.goto(f"/disclosure/plans/{plan}/review/")
    stage.look(page, "month-seal-phone")
    send(page, verdict="agree")
    page = stage.person("zhishu-a")
    page.goto(f"/disclosure/plans/{plan}/publish/")
    send(page)
    notice = int(page.url.rstrip("/").rpartition("/")[2])
    with as_system():
        address = f"/p/n/{disclosure.line(notice).slug}/"
    villager = stage.stranger(scripts=False)
    villager.goto(address)
    expect(villager.locator("main")).to_contain_text("支付三月护林员工资")
    stage.look(villager, "month-public-phone")
    villager.fill("[name=text]", "护林员工资按什么标准发？")
    villager.locator("main form button[type=submit]").click()
    expect(villager.locator("main")).to_contain_text("回执号")
    page.goto("/")
    page.get_by_role("link", name="答复第 1 条意见").first.click()
    send(page, text="每人每月一千元，按三月的决议。")
    villager.goto(address)
    expect(villager.locator("main")).to_contain_text("每人每月一千元")
