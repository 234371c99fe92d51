"""镜像账: the platform's month whole or not at all, read-only, replaced only while open, closed only when it agrees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook, entries, sql
from liancun.contexts.ledger.tests.platform import FEBRUARY, INCOME, JANUARY, OPENING, WAGES, Mirror
from liancun.demo.mirrors import keep_in_platform
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("JX4")]


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    return platform.opened_mirror(case)


def test_it_brings_a_month_that_agrees(mirror: Mirror) -> None:
    told = mirror.january()
    assert (told.fresh, told.agrees, told.differences) == (2, True, 0)
    assert mirror.post() == 3  # the opening balances and two vouchers

    assert mirror.case.balances("c") == {
        "101": Decimal("1000.00"),
        "102": Decimal("11200.00"),
        "301": Decimal("-10000.00"),
        "501": Decimal("-3000.00"),
        "51301": Decimal("800.00"),
    }
    assert [v.label for v in mirror.vouchers()] == [
        "2026年1月记字第002号",
        "2026年1月记字第001号",
        "2026年1月初字第001号",
    ]
    mirror.close()
    with as_system():
        assert all(report.whole for report in ledger.verify_books())
        parent = sql(
            "select p.code from ledger_account a join ledger_account p on p.id = a.parent_id where a.code = '51301'"
        )
    assert parent == [("513",)]


def test_it_takes_the_same_files_once(mirror: Mirror) -> None:
    table = platform.balance_table(OPENING, (INCOME, WAGES))
    first, again = (mirror.bring(JANUARY, INCOME, WAGES, balances=table) for _time in range(2))

    assert (again.again, again.import_id) == (True, first.import_id)
    assert len(mirror.vouchers()) == 3


def test_it_replaces_what_nobody_posted(mirror: Mirror) -> None:
    mirror.january()
    told = mirror.bring(JANUARY, INCOME)

    assert told.fresh == 1
    assert not told.agrees  # the table that came before still counts
    assert mirror.post() == 2
    assert mirror.case.balances("c")["102"] == Decimal("12000.00")


def test_it_takes_back_in_red_letters_what_the_platform_changed(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    changed = (WAGES[0], WAGES[1], WAGES[2], tuple((c, n, s, "900.00") for c, n, s, _ in WAGES[3]))
    told = mirror.bring(JANUARY, INCOME, changed, table=(OPENING, (INCOME, changed)))

    assert (told.fresh, told.kept, told.gone, told.agrees) == (1, 1, 1, True)
    mirror.post()
    assert mirror.case.balances("c")["51301"] == Decimal("900.00")
    assert [v.corrects_id is not None for v in mirror.vouchers()] == [False, True, False, False, False]
    with as_system():
        assert all(report.whole for report in ledger.verify_books())


def test_it_adds_what_came_later(mirror: Mirror) -> None:
    mirror.bring(JANUARY, INCOME)
    mirror.post()
    told = mirror.january()

    assert (told.fresh, told.kept, told.gone) == (1, 1, 0)


def test_it_keeps_a_closed_month_as_it_was_published(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    mirror.close()

    with pytest.raises(Conflict) as told:
        mirror.bring(JANUARY, INCOME)
    assert told.value.code == "ledger.month_closed"
    assert len(mirror.vouchers("posted")) == 3


def test_it_closes_only_a_month_that_agrees(mirror: Mirror) -> None:
    mirror.bring(JANUARY, INCOME, table=(OPENING, (INCOME, WAGES)))
    mirror.post()
    with as_system():
        found = ledger.mirror_agreement(mirror.book, JANUARY).differences
    assert {(d.code, d.what, d.gap) for d in found} == {
        ("102", "credit", Decimal("-800.00")),
        ("102", "closing", Decimal("800.00")),
        ("51301", "debit", Decimal("-800.00")),
        ("51301", "closing", Decimal("-800.00")),
    }
    with pytest.raises(Conflict) as told:
        mirror.close()
    assert told.value.code == "ledger.mirror_differs"

    mirror.january()
    mirror.post()
    mirror.close()


def test_it_does_not_close_without_the_table(mirror: Mirror) -> None:
    mirror.bring(JANUARY, INCOME)
    mirror.post()
    with pytest.raises(Conflict) as told:
        mirror.close()
    assert told.value.code == "ledger.mirror_differs"


def test_the_next_month_begins_where_the_last_ended(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    mirror.close()
    rent = (
        "记-1",
        "2026-02-03",
        "收到租金",
        (("102", "银行存款", "借", "500.00"), ("501", "经营收入", "贷", "500.00")),
    )
    told = mirror.bring(FEBRUARY, rent, table=(platform.closings(OPENING, (INCOME, WAGES)), (rent,)))

    assert told.agrees
    assert mirror.post(FEBRUARY) == 1


def test_red_letters_of_the_platform_agree_with_its_table(mirror: Mirror) -> None:
    red = (
        "记-2",
        "2026-01-20",
        "冲回",
        (("102", "银行存款", "借", "-3000.00"), ("501", "经营收入", "贷", "-3000.00")),
    )
    told = mirror.bring(JANUARY, INCOME, red, table=(OPENING, (INCOME, red)))

    assert told.agrees
    mirror.post()
    assert "501" not in mirror.case.balances("c")


def test_a_platform_that_numbers_its_accounts_otherwise_is_known_by_names(mirror: Mirror) -> None:
    bank = (
        "记-1",
        "2026-01-05",
        "收入",
        (("100201", "农商行", "借", "5.00"), ("4001", "经营收入", "贷", "5.00")),
    )
    opening = {"1002": ("银行存款", "0"), "100201": ("农商行", "0"), "3001": ("资本", "0")}
    sums = ("记-9", "2026-01-05", "", (("1002", "银行存款", "借", "5.00"),))
    mirror.bring(JANUARY, bank, table=(opening, (bank, sums)))
    mirror.post()

    assert mirror.case.balances("c") == {"102.100201": Decimal("5.00"), "501": Decimal("-5.00")}


def test_the_end_of_a_year_counts_as_closing(mirror: Mirror) -> None:
    ends = (
        "记-3",
        "2026-01-31",
        "结转",
        (("501", "经营收入", "借", "3000.00"), ("321", "本年收益", "贷", "3000.00")),
    )
    mirror.bring(JANUARY, INCOME, WAGES, ends)
    mirror.post()

    with as_system():
        assert sql(
            "select closing from ledger_voucher where book_id = %s and closing <> ''", mirror.book
        ) == [("result",)]


@pytest.mark.parametrize(
    ("voucher", "row", "column"),
    [
        (("记-1", "2026-02-05", "", INCOME[3]), 3, "日期"),
        (("记-1", "五月", "", INCOME[3]), 3, "日期"),
        (("记-2", "2026-01-05", "", INCOME[3]), 3, "凭证字号"),
        (("记-一", "2026-01-05", "", INCOME[3]), 3, "凭证字号"),
        (("记-1", "2026-01-05", "", INCOME[3][:1]), 3, "凭证字号"),
        (("记-1", "2026-01-05", "", (*INCOME[3], ("102", "", "借", "1.00"))), 3, "借方金额"),
        (("记-1", "2026-01-05", "", (("102", "", "借", "很多"), INCOME[3][1])), 3, "借方金额"),
        (("记-1", "2026-01-05", "", (INCOME[3][0], ("888", "不知道", "贷", "3000.00"))), 4, "科目编码"),
    ],
)
def test_it_keeps_nothing_of_a_file_with_a_fault(
    mirror: Mirror, voucher: object, row: int, column: str
) -> None:
    with pytest.raises(Refusal) as told:
        mirror.bring(JANUARY, voucher)

    assert told.value.place is not None
    assert (told.value.place.row, told.value.place.column) == (row, column)
    assert told.value.params["file"] == "凭证.csv"
    with as_system():
        assert sql("select count(*) from ledger_mirrorimport") == [(0,)]
        assert mirror.vouchers() == []


def test_columns_that_nobody_confirmed_are_asked_for(mirror: Mirror) -> None:
    with pytest.raises(ledger.UnknownColumns) as told:
        mirror.bring(JANUARY, INCOME, guess=False)
    assert told.value.found is not None

    with mirror.case.signed_in("kuaiji") as accountant:
        ledger.remember_mirror_columns(
            accountant, book_id=mirror.book, sheet="vouchers", heads=told.value.found.shape.heads
        )
    assert mirror.bring(JANUARY, INCOME, guess=False).fresh == 1


def test_nothing_else_is_entered_into_a_mirror(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    paid = mirror.vouchers("posted")[0]
    lines = entries("102 100.00\n501 -100.00")
    with mirror.case.signed_in("kuaiji") as accountant:
        for refused in (
            lambda: ledger.prepare_entry(
                accountant, book_id=mirror.book, day=date(2026, 3, 1), summary="x", key="x", lines=lines
            ),
            lambda: ledger.load_opening(accountant, book_id=mirror.book, lines=lines),
            lambda: ledger.correct_voucher(accountant, voucher_id=paid.id, reason="x"),
            lambda: ledger.close_year(accountant, book_ids=[mirror.book], year=2025),
            lambda: ledger.import_vouchers(
                accountant,
                rows=[
                    ledger.IncomingLine(mirror.book, "1", date(2026, 1, 5), "102", Decimal(1), Decimal(0)),
                    ledger.IncomingLine(mirror.book, "1", date(2026, 1, 5), "501", Decimal(0), Decimal(1)),
                ],
                key="other",
            ),
        ):
            with pytest.raises(Conflict) as told:
                refused()
            assert told.value.code == "ledger.kept_in_platform"
    assert len(mirror.vouchers()) == 3


def test_an_own_book_takes_no_mirror(mirror: Mirror) -> None:
    with mirror.case.signed_in("kuaiji") as accountant, pytest.raises(Conflict) as told:
        ledger.import_mirror(
            accountant,
            book_id=mirror.case.books["a"],
            month=JANUARY,
            vouchers=platform.voucher_list(INCOME),
            guess=True,
        )
    assert told.value.code == "ledger.not_mirror"


def test_it_is_imported_and_posted_by_two_persons(mirror: Mirror) -> None:
    with mirror.case.signed_in("zhishu-c") as secretary, pytest.raises(NotAllowed):
        ledger.import_mirror(
            secretary, book_id=mirror.book, month=JANUARY, vouchers=platform.voucher_list(INCOME), guess=True
        )
    mirror.january()
    with mirror.case.signed_in("kuaiji") as accountant, pytest.raises((Conflict, NotAllowed)):
        ledger.post_mirror(accountant, book_id=mirror.book, month=JANUARY)
    assert mirror.vouchers("posted") == []


def test_a_future_month_is_not_taken(mirror: Mirror) -> None:
    with pytest.raises(Refusal) as told:
        mirror.bring(Month(2026, 5), INCOME)
    assert told.value.code == "ledger.mirror_month"


def test_the_demonstration_has_a_month_that_agrees_and_one_that_does_not(case: Casebook) -> None:
    with as_system():
        keep_in_platform(case.world)
        book = ledger.book_of(case.world.c.collective)
        assert book is not None
        assert (book.kind, book.sequence) == ("mirror", 5)
        assert ledger.mirror_agreement(book.id, JANUARY).agrees
        found = ledger.mirror_agreement(book.id, FEBRUARY).differences
    assert {(d.code, d.what) for d in found} == {
        ("10201", "credit"),
        ("10201", "closing"),
        ("51303", "debit"),
        ("51303", "closing"),
    }
