"""Months closed by a list and opened by a decision; a year ended in its two stages, again and again the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries import closing
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, Refusal
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("B4")]
JANUARY = Month(2026, 1)


def closed(case: Casebook, month: Month = JANUARY) -> None:
    with case.signed_in("fuhe") as reviewer:
        ledger.close_month(reviewer, book_id=case.books["a"], month=month)


def test_it_tells_every_point_before_a_month_is_closed(case: Casebook) -> None:
    case.entry("a", "102 100.00\n501 -100.00", day=date(2026, 1, 20))
    with case.signed_in("fuhe"):
        points = {p.key: p.done for p in ledger.closing_list(case.books["a"], JANUARY)}

    assert points == {
        "month_runs": True,
        "drafts_wait": False,
        "earlier_month_open": True,
        "unbalanced": True,
    }
    with pytest.raises(Conflict) as told:
        closed(case)
    assert told.value.code == "ledger.drafts_wait"


@pytest.fixture
def unreconciled() -> Iterator[None]:
    """A higher context has something against closing."""

    def check(book_id: int, month: Month) -> list[ledger.ClosingPoint]:
        return [ledger.ClosingPoint("not_reconciled", "对账", False, "还没有对账。", {})]

    ledger.offer_closing_check(check)
    yield
    closing._checks.remove(check)


def test_it_asks_the_contexts_above(case: Casebook, unreconciled: None) -> None:
    with pytest.raises(Conflict) as told:
        closed(case)
    assert told.value.code == "ledger.not_reconciled"


def test_it_opens_a_month_again_by_a_decision(case: Casebook) -> None:
    closed(case)
    with pytest.raises(Refusal), case.signed_in("fenguan"), as_system():
        ledger.reopen_month(SYSTEM, book_id=case.books["a"], month=JANUARY, reason="漏记一笔", decision=" ")
    with case.signed_in("fuhe"):
        assert sql("select count(*) from ledger_period where closed_at is not null") == [(1,)]


def test_it_opens_a_month_while_the_clock_goes_on(case: Casebook, march: clock.FixedClock) -> None:
    closed(case)
    with case.signed_in("xiangzhen") as township:
        march.advance(seconds=1)
        ledger.reopen_month(
            township, book_id=case.books["a"], month=JANUARY, reason="漏记一笔", decision="镇财发〔2026〕3号"
        )
    with as_system():
        assert sql("select count(*) from ledger_period where closed_at is not null") == [(0,)]


def year_end(case: Casebook) -> int:
    """prepares and posts the closing of 2026 in book A; gives the number of vouchers."""
    with case.signed_in("kuaiji") as accountant:
        made = ledger.close_year(accountant, book_ids=[case.books["a"]], year=2026)
    with case.signed_in("fuhe") as reviewer:
        assert ledger.post_closing(reviewer, book_ids=[case.books["a"]], year=2026) == made
    return made


def test_it_ends_a_year_in_two_stages(case: Casebook) -> None:
    for text in ("102 900.00\n501 -900.00", "511 400.00\n112 -400.00"):
        case.post(case.entry("a", text).id)
    with clock.fixed(date(2027, 1, 5)):
        assert year_end(case) == 2

        held = case.balances("a")
        assert {"501", "511", "321"} & set(held) == set()
        assert held["322001"] == Decimal("-500.00")
        assert year_end(case) == 0

        case.post(case.entry("a", "102 50.00\n501 -50.00", day=date(2026, 12, 30)).id)
        assert year_end(case) == 2
        assert case.balances("a")["322001"] == Decimal("-550.00")
        with as_system():
            assert all(report.whole for report in ledger.verify_books())


def test_it_does_not_end_a_running_year(case: Casebook) -> None:
    with pytest.raises(Conflict) as told:
        year_end(case)
    assert told.value.code == "ledger.year_runs"


def test_its_balances_of_any_day_are_those_of_the_lines(case: Casebook) -> None:
    """Stored totals and the tail of a month against one sum over the lines."""
    for day, amount in ((1, "10.00"), (3, "20.00"), (9, "40.00")):
        case.post(case.entry("a", f"102 {amount}\n501 -{amount}", day=date(2026, 3, day)).id)
    case.post(case.entry("a", "102 5.00\n501 -5.00", day=date(2026, 1, 31)).id)

    for shown_on in (
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 1, 31),
        date(2026, 3, 2),
        date(2026, 3, 9),
    ):
        with as_system():
            summed = sql(
                """select a.code, sum(l.debit - l.credit) from ledger_line l
                   join ledger_account a on a.id = l.account_id join ledger_voucher v on v.id = l.voucher_id
                   where a.book_id = %s and v.state = 'posted' and v.date <= %s group by a.code
                   having sum(l.debit - l.credit) <> 0""",
                case.books["a"],
                shown_on.isoformat(),
            )
            shown = {
                x.code: x.closing_debit - x.closing_credit
                for x in ledger.trial_balance(case.books["a"], shown_on).lines
            }
        assert {code: amount for code, amount in shown.items() if amount} == dict(summed), shown_on
