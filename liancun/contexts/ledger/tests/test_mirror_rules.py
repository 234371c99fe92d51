"""The platform's sheets on paper: columns found, accounts placed, months compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ledger.rules import mirroring, placing, platforms
from liancun.contexts.ledger.rules.mirroring import Sums
from liancun.contexts.ledger.rules.platforms import BalanceRow, VoucherRow

KNOWN = {"101": "库存现金", "102": "银行存款", "113": "应收款", "505": "管理费用", "50501": "办公费"}
amounts = st.decimals(min_value=Decimal("-99999"), max_value=Decimal("99999"), places=2)


def sheet(kind: str, *rows: tuple[str, ...]) -> platforms.Sheet:
    numbered = list(enumerate(rows, start=1))
    found = platforms.find(kind, numbered)
    assert found is not None
    return platforms.Sheet("表.xlsx", numbered, found)


def test_headings_over_two_rows_are_read() -> None:
    read = sheet(
        "balances",
        ("编制单位：某村", "", "", "", "", "", "", ""),
        ("科目编码", "科目名称", "期初余额", "", "本期发生额", "", "期末余额", ""),
        ("", "", "借方", "贷方", "借方", "贷方", "借方", "贷方"),
        ("102", "银行存款", "1,000.00", "", "20.00", "", "1,020.00", ""),
        ("", "合计", "1,000.00", "1,000.00", "20.00", "20.00", "1,020.00", "1,020.00"),
    )
    assert read.found.shape.fault == ""
    assert platforms.balance_rows(read) == (
        BalanceRow(
            4, "102", "银行存款", Decimal("1000.00"), Decimal("20.00"), Decimal("0.00"), Decimal("1020.00")
        ),
    )


def test_a_balance_with_its_side_is_read() -> None:
    read = sheet(
        "balances",
        ("科目代码", "科目名称", "方向", "期末余额"),
        ("301", "资本", "贷", "5.00"),
        ("9", "x", "平", ""),
    )
    assert [row.closing for row in platforms.balance_rows(read)] == [Decimal("-5.00")]


@pytest.mark.parametrize(
    ("written", "word", "label"),
    [
        ("记-0012", "", ("记", 12)),
        ("记字第003号", "", ("记", 3)),
        ("7", "银付", ("银付", 7)),
        ("银收-2", "", ("银收", 2)),
        ("2026-01-记-5", "", ("记", 5)),
        ("15", "", ("记", 15)),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, word: str, label: tuple[str, int]) -> None:
    read = sheet("vouchers", ("日期", "凭证号", "科目名称", "借方", "贷方"))
    assert platforms.number_of(read, 1, written, word) == label


@pytest.mark.parametrize(
    ("code", "name", "placed"),
    [
        ("102", "银行存款", placing.Placed("102", "银行存款")),
        ("101", "现金", placing.Placed("101", "库存现金")),
        ("10201", "农商行", placing.Placed("10201", "农商行", "102")),
        ("5050101", "管理费用-办公费-纸张", placing.Placed("5050101", "纸张", "50501")),
        ("1002", "银行存款", placing.Placed("102", "银行存款")),
        ("100201", "银行存款/农商行", placing.Placed("102.100201", "农商行", "102")),
        ("", "管理费用-办公费", placing.Placed("50501", "办公费")),
        ("101", "固定资产", None),
        ("10201", "应收款-张三", placing.Placed("113.10201", "张三", "113")),
        ("888", "不知道", None),
        ("", "", None),
    ],
)
def test_an_account_stands_below_the_right_one_or_nowhere(
    code: str, name: str, placed: placing.Placed | None
) -> None:
    assert placing.place(code, name, KNOWN) == placed


@given(st.text("0123456789", max_size=8), st.sampled_from(["", "农商行", "银行存款-工行", "应收款/甲"]))
def test_what_is_placed_always_stands_below_an_account_of_the_chart(code: str, name: str) -> None:
    found = placing.place(code, name, KNOWN)
    if found is not None:
        assert found.code in KNOWN or (found.below in KNOWN and found.code.startswith(str(found.below)))


@given(
    st.lists(st.tuples(st.sampled_from(["1", "101", "10101", "2"]), amounts, amounts, amounts), max_size=8)
)
def test_a_table_made_of_the_books_own_sums_always_agrees(
    rows: list[tuple[str, Decimal, Decimal, Decimal]],
) -> None:
    ours: dict[str, Sums] = {}
    for code, opening, debit, credit in rows:
        ours[code] = ours.get(code, Sums()).plus(Sums(opening, debit, credit))
    theirs = {}
    for code in ours:
        sums = [own for other, own in ours.items() if other.startswith(code)]
        whole = Sums()
        for one in sums:
            whole = whole.plus(one)
        theirs[code] = BalanceRow(1, code, "", whole.opening, whole.debit, whole.credit, whole.closing)
    assert mirroring.differences(theirs, ours, {}) == ()


@given(amounts.filter(bool))
def test_one_fen_off_is_seen(more: Decimal) -> None:
    theirs = {"102": BalanceRow(1, "102", "", None, None, None, Decimal("5.00"))}
    found = mirroring.differences(theirs, {"102": Sums(Decimal("5.00") + more)}, {})
    assert [(d.what, d.gap) for d in found] == [("closing", more)]


def line(number: int, debit: str = "5.00", summary: str = "") -> VoucherRow:
    return VoucherRow(number, date(2026, 1, 5), "记", number, summary, "102", "", Decimal(debit), Decimal(0))


@given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30)))
def test_what_changed_is_exactly_what_differs(held: set[int], coming: set[int], altered: set[int]) -> None:
    def voucher(number: int, changed: bool = False) -> mirroring.PlatformVoucher:
        return mirroring.PlatformVoucher("记", number, (line(number, summary="改" if changed else ""),))

    before = {("记", n): voucher(n).digest for n in held}
    change = mirroring.compare_months(before, [voucher(n, n in altered) for n in sorted(coming)])

    assert {n for _, n in change.kept} == (held & coming) - altered
    assert {n for _, n in change.gone} == held - (coming - altered)
    assert {v.number for v in change.fresh} == coming - (held - altered)


def test_a_red_line_stands_on_the_other_side() -> None:
    assert mirroring.sides(line(1, "-5.00")) == (Decimal(0), Decimal("5.00"))
