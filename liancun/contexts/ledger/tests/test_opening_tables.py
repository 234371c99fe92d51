"""Opening balances from a balance table: mapped from older accounts, counterparties apart, all or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.actions.openings import load_opening_table
from liancun.contexts.ledger.queries import statements, vouchers
from liancun.contexts.ledger.rules.opening import TableRow
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.web.sheets import OpeningDesk
from liancun.framework import clock
from liancun.framework.sheets import Values
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month

D = Decimal
OLD = "village-2004"
TABLE = (
    TableRow("101", debit=D("500.00"), chart=OLD),
    TableRow("113", debit=D("1000.00"), chart=OLD, party="甲户", party_kind="household"),
    TableRow("113", credit=D("300.00"), chart=OLD, party="乙户", party_kind="household"),
    TableRow("153", debit=D("50.00"), chart=OLD),
    TableRow("132", debit=D("4000.00"), chart=OLD, to="134"),
    TableRow("202", credit=D("250.00"), chart=OLD),
    TableRow("322", credit=D("5000.00"), chart=OLD),
)


@pytest.fixture
def fresh(case: Casebook) -> int:
    """A book of village C, or of the third seat, without any voucher."""
    with as_system():
        owner = case.world.seat("c").collective
        book = ledger.open_book(SYSTEM, owner_id=owner, opening_date=date(2026, 1, 1), kind="own")
    case.books["c"] = book.id
    return book.id


def test_old_balances_arrive_gross_and_on_their_new_accounts(case: Casebook, fresh: int) -> None:
    with case.signed_in("kuaiji") as accountant:
        draft = load_opening_table(accountant, book_id=fresh, rows=TABLE)
        found = {(x.code, x.debit, x.credit) for x in vouchers.entry_lines(draft.id)}
    assert ("154", D("50.00"), D("0.00")) in found
    assert ("134", D("4000.00"), D("0.00")) in found
    assert ("211", D("0.00"), D("250.00")) in found
    case.post(draft.id)
    with clock.fixed(date(2026, 3, 10)), as_system():
        shown = statements.statement(ledger.book(fresh), "village-balance", Month(2026, 3)).statement
    assert shown.amount("receivables", 1) == D("1000.00")
    assert shown.amount("payables", 1) == D("550.00")
    assert shown.amount("assets", 1) == shown.amount("claims", 1) == D("5550.00")
    assert shown.holds


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (TABLE[:-1], "ledger.opening_unbalanced"),
        ((TableRow("132", debit=D("5.00"), chart=OLD), TableRow("322", credit=D("5.00"), chart=OLD)), "ledger.choose_target"),
        ((TableRow("101", debit=D("5.00"), credit=D("5.00")),), "ledger.one_side"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_hold_leaves_nothing(
    case: Casebook, fresh: int, rows: tuple[TableRow, ...], code: str
) -> None:
    with case.signed_in("kuaiji") as accountant, pytest.raises(Refusal) as refused:
        load_opening_table(accountant, book_id=fresh, rows=rows)
    assert refused.value.code == code
    with as_system():
        assert ledger.vouchers(book_id=fresh)[1] == 0


def test_the_sheet_judges_whole_books_and_writes_them(case: Casebook, fresh: int) -> None:
    with as_system():
        name = ledger.book(fresh).owner_name
    base: Values = {"book": name, "chart": None, "to": None, "party": None, "party_kind": None}
    rows: list[Values] = [
        {**base, "code": "102", "debit": D("700.00"), "credit": None},
        {**base, "code": "301", "debit": None, "credit": D("700.00")},
    ]
    with case.signed_in("kuaiji") as accountant:
        desk = OpeningDesk(accountant)
        assert list(desk.judge(rows)) == ["new", "new"]
        unbalanced = desk.judge([rows[0], {**rows[1], "credit": D("1.00")}])
        assert [one if isinstance(one, str) else one[0].code for one in unbalanced] == [
            "ledger.opening_unbalanced",
            "new",
        ]
        unknown = desk.judge([{**row, "book": "没有的账套"} for row in rows])
        assert not isinstance(unknown[0], str)
        desk.write(rows)
    with as_system():
        assert ledger.vouchers(book_id=fresh)[1] == 1
    with case.signed_in("baozhang-a") as clerk:
        judged = OpeningDesk(clerk).judge(rows)
    assert not isinstance(judged[0], str)
