"""The acts with money: claims that may not be paid yet, payments, a payment without authority and its correction."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Page, expect

from liancun.contexts.ledger import api as ledger
from liancun.framework import clock
from liancun.framework.testing import as_system
from tests.conftest import fill, send
from tests.mission.play import AMOUNTS, TITLE, Play, balances, post_draft, press_next


def nobody_pays_before_the_window_closes(play: Play) -> None:
    """The claim may be filed; the order to pay is refused: for A the window is open, for C nothing was decided."""
    play.claims["a"] = _file(play, "a", AMOUNTS["a"])
    _approval_is_refused(play, "a", "公开")
    play.claims["c"] = _file(play, "c", AMOUNTS["c"])
    _approval_is_refused(play, "c", "依据")


def _file(play: Play, letter: str, amount: Decimal) -> str:
    """The 报账员 files a claim on a phone; the supervisor checks it. Gives the claim's address."""
    clerk = play.stage.person(f"baozhang-{letter}", phone=True)
    clerk.goto(f"/books/{_book(play, letter)}/claims/new/")
    _fill_claim(play, clerk, letter, amount)
    play.stage.look(clerk, f"06-claim-{letter}-phone")
    send(clerk)
    address = clerk.url
    clerk.close()
    supervisor = play.stage.person(f"jiandu-{letter}")
    supervisor.goto(address)
    press_next(supervisor)
    supervisor.close()
    return address


def _fill_claim(play: Play, page: Page, letter: str, amount: Decimal) -> None:
    seat = play.world.seat(letter)
    fill(page, template="goods", amount=amount, payee="铁岭北纬种业有限公司", summary="购买玉米种子")
    fill(page, handler=seat.staff[1], witness=seat.staff[2])
    granted = page.locator("main [name=authority] option", has_text=TITLE)
    if granted.count():  # C decided nothing: no authority is offered
        page.locator("main [name=authority]").select_option(granted.first.get_attribute("value"))
    page.locator("main input[type=file]").set_input_files(play.pdf(f"发票{letter}.pdf"))


def _approval_is_refused(play: Play, letter: str, word: str) -> None:
    page = play.stage.person(f"zhishu-{letter}")
    page.goto(play.claims[letter])
    press_next(page, refused=True)
    expect(page.locator("main")).to_contain_text(word)
    page.close()
    with as_system():
        (claim, *_), _ = ledger.claims(book_id=_book(play, letter))
        assert claim.state == "checked"


def _book(play: Play, letter: str) -> int:
    with as_system():
        book = ledger.book_of(play.world.seat(letter).collective)
    assert book is not None
    return book.id


def the_books_pay(play: Play) -> None:
    play.claims["b"] = _file(play, "b", AMOUNTS["b"] + 1)
    _approval_is_refused(play, "b", "71,000.00")
    play.claims["b"] = _file(play, "b", AMOUNTS["b"])
    for letter in ("a", "b"):
        book = _book(play, letter)
        before = balances(book)
        for user in (f"zhishu-{letter}", "fenguan", "kuaiji"):
            page = play.stage.person(user)
            page.goto(play.claims[letter])
            press_next(page)
            page.close()
        _agency_posts(play, letter)
        changed = {code: amount - before.get(code, 0) for code, amount in balances(book).items()}
        paid = AMOUNTS[letter]
        assert {code: amount for code, amount in changed.items() if amount} == {"121": paid, "102": -paid}
    page = play.stage.person("baozhang-a")
    answer = page.goto(f"/books/{_book(play, 'b')}/")
    assert answer is not None
    assert answer.status == 404
    page.close()
    play.claims["a"] = _file(play, "a", Decimal("1.00"))
    _approval_is_refused(play, "a", "依据")


def _agency_posts(play: Play, letter: str) -> None:
    page = play.stage.person("kuaiji")
    page.goto(play.claims[letter])
    press_next(page)
    if page.locator("main form[method=post] [name=summary]").count():
        send(page)
    page.close()
    post_draft(play, _book(play, letter), by_keyboard=True)


def money_without_authority_is_recorded_and_corrected(play: Play) -> None:
    book = _book(play, "b")
    before = balances(book)
    page = play.stage.person("kuaiji")
    page.goto(f"/books/{book}/vouchers/outstanding/")
    today = clock.today().isoformat()
    send(page, template="office", amount="300.00", payee="新台子文具店", summary="购买账簿", date=today)
    page.close()
    voucher = post_draft(play, book)
    warned = play.stage.person("jiandu-b")
    warned.goto("/")
    expect(warned.locator("main")).to_contain_text("待补手续")
    warned.close()
    page = play.stage.person("kuaiji")
    page.goto(f"/books/{book}/vouchers/{voucher}/correct/")
    send(page, reason="记错账套，红字冲销。")
    page.close()
    post_draft(play, book)
    assert balances(book) == before
    with as_system():
        assert [report.broken for report in ledger.verify_books() if report.broken] == []
