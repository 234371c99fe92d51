"""Collective income and its growth come out of the books: main and mirror alike, whatever closes the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.playbook.statements import StatementsSection
from liancun.contexts.ledger.queries import incomes
from liancun.contexts.ledger.queries.books import BookLine
from liancun.contexts.ledger.queries.statements import statement
from liancun.contexts.ledger.rules.incomes import Earned, growth
from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import OPENING, Casebook, entries
from liancun.contexts.ledger.web.views.incomes import percent
from liancun.demo.small import signed_in
from liancun.framework import metrics
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.periods import Month, Quarter

pytestmark = pytest.mark.mission("NR9")
MARCH = Month(2026, 3)


def _long_kept(case: Casebook) -> BookLine:
    """Village C has kept its book since 2025: 10,000 till March then, 15,000 in all; 12,500 this year."""
    with as_system():
        book = ledger.open_book(SYSTEM, owner_id=case.owner("c"), opening_date=date(2025, 1, 1), kind="own")
    case.books["c"] = book.id
    with case.signed_in("kuaiji") as accountant:
        draft = ledger.load_opening(accountant, book_id=book.id, lines=entries(OPENING))
    case.post(draft.id)
    earned = (
        (date(2025, 2, 3), "501", "10,000.00"),
        (date(2025, 9, 3), "504", "5,000.00"),
        (date(2026, 2, 3), "501", "9,000.00"),
        (date(2026, 3, 3), "502", "3,500.00"),
    )
    for day, code, amount in earned:
        case.post(case.entry("c", f"102 银行存款 {amount}\n{code} 收入 -{amount}", day=day).id)
    with case.signed_in("kuaiji") as accountant:
        ledger.close_year(accountant, book_ids=[book.id], year=2025)
    with case.signed_in("fuhe") as reviewer:
        ledger.post_closing(reviewer, book_ids=[book.id], year=2025)
    with as_system():
        return ledger.book(book.id)


def _of(books: list[BookLine], month: Month) -> dict[int, Earned]:
    with as_system():
        return incomes.earned(books, "income", month)


def test_this_year_stands_beside_the_same_months_of_the_last(case: Casebook) -> None:
    book = _long_kept(case)
    found = _of([book], MARCH)[book.id]
    assert (found.now, found.before) == (Decimal("12500.00"), Decimal("10000.00"))
    assert found.growth == Fraction(1, 4)
    with as_system():
        operating = incomes.earned([book], "operating_income", Month(2025, 12))[book.id]
    assert operating.now == Decimal("10000.00")


def test_what_closes_a_year_is_not_counted(case: Casebook) -> None:
    book = _long_kept(case)
    assert _of([book], Month(2025, 12))[book.id].now == Decimal("15000.00")
    assert _of([book], Month(2026, 12))[book.id].before == Decimal("15000.00")


def test_a_book_that_began_later_has_no_growth(case: Casebook) -> None:
    case.post(case.entry("a", "102 银行存款 700.00\n501 收入 -700.00").id)
    with as_system():
        begun = ledger.book(case.books["a"])
    found = _of([begun], MARCH)[begun.id]
    assert (found.now, found.before, found.growth) == (Decimal("700.00"), None, None)


def test_a_mirror_counts_as_its_statement_says(case: Casebook) -> None:
    made = platform.opened_mirror(case)
    made.january()
    made.post()
    with as_system():
        book = ledger.book(made.book)
        shown = statement(book, "village-income", Month(2026, 1)).statement
    taken = sum(shown.amount(row) for row in ("income", "investment", "subsidies", "other-income"))
    assert _of([book], Month(2026, 1))[book.id].now == taken > 0


def test_other_charts_are_no_income_of_a_village(case: Casebook) -> None:
    with as_system():
        owner = bodies.add_body(
            SYSTEM,
            kind="cooperative",
            name="示范合作社",
            since=date(2025, 1, 1),
            parent_id=case.world.township,
        ).id
        book = ledger.open_book(SYSTEM, owner_id=owner, opening_date=date(2026, 1, 1), kind="own")
    assert _of([book], MARCH) == {}


def test_growth_leaves_out_who_cannot_be_compared() -> None:
    found = (
        Earned(1, Decimal("120.00"), Decimal("100.00")),
        Earned(2, Decimal("999.00"), None),
        Earned(3, Decimal("80.00"), Decimal("100.00")),
    )
    assert growth(found) == 0
    assert growth(found[1:2]) is None
    assert growth((Earned(1, Decimal("5.00"), Decimal("0.00")),)) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(532, 1000), "+53.2%"),
        (Fraction(-1, 8), "−12.5%"),
        (Fraction(1, 100_000), "0.0%"),
        (None, "—"),
    ],
)
def test_growth_is_told_to_a_tenth(value: Fraction | None, said: str) -> None:
    assert percent(value) == said


def test_a_joint_body_counts_its_members_and_names_their_books(case: Casebook) -> None:
    _long_kept(case)
    case.post(case.entry("a", "102 银行存款 700.00\n501 收入 -700.00").id)
    quarter = Quarter(2026, 1)
    joint = case.world.joint
    with as_system():
        income = metrics.metric("ledger.income")(joint, quarter)
        grown = metrics.figures("ledger.income_growth", [joint, case.world.a.village], quarter)
    # March is not over on the tenth: what is told goes to the end of February.
    assert (income.value, income.unit) == (Decimal("9000.00"), "yuan")
    assert grown[joint].value == Fraction(-1, 10)
    assert grown[case.world.a.village].value is None
    assert grown[joint].counts["其中有账套的村"] == 3
    assert grown[joint].counts["其中两年都有账的村"] == 1
    assert any(r.url.endswith("/statements/village-income/?period=2026-02") for r in income.records)


def test_before_a_month_of_the_quarter_is_over_there_is_no_figure(case: Casebook) -> None:
    with as_system():
        assert metrics.metric("ledger.income")(case.world.joint, Quarter(2026, 2)).value is None


def test_the_township_reads_it_village_by_village(case: Casebook) -> None:
    _long_kept(case)
    page = signed_in("xiangzhen").get("/books/incomes/?period=2026-03").content.decode()
    assert "12,500.00" in page
    assert "+25.0%" in page
    assert signed_in("zhishu-a").get("/books/incomes/").status_code == 403
    operating = signed_in("xiangzhen").get("/books/incomes/?period=2025-12&measure=operating_income")
    assert "10,000.00" in operating.content.decode()


def test_a_playbook_from_before_income_was_measured_goes_on(
    case: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _long_kept(case)
    assert not StatementsSection.model_fields["measure"].is_required()
    older = playbook.statements_section().model_copy(update={"measure": {}})
    monkeypatch.setattr(playbook, "statements_section", lambda: older)
    assert _of([book], MARCH) == {}
    page = signed_in("kuaiji").get(reverse("ledger:incomes"))
    assert (page.status_code, "没有写明收入怎样计算" in page.content.decode()) == (200, True)
