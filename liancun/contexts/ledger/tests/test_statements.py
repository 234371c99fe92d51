"""Statements by rules alone: formulas, rows, what no row takes, checks, bands, old balances."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from liancun.contexts.ledger.playbook import StatementsSection
from liancun.contexts.ledger.rules import bands, formulas, opening, statements
from liancun.framework import playbook
from liancun.kernel.errors import Refusal

COUNTIES = Path(__file__).parents[4] / "playbooks"
D = Decimal


def section(county: str = "tieling") -> StatementsSection:
    found: StatementsSection = playbook.read(COUNTIES / county).section("statements")
    return found


def figures(code: str, account_class: str, closing: str, **given: str) -> statements.Figures:
    """An account by its closing balance; `gross` writes debit and credit balances as `1300/300`."""
    debit, _, credit = given.get("gross", "0.00/0.00").partition("/")
    return statements.Figures(
        account_id=int(code),
        code=code,
        name=f"科目{code}",
        account_class=account_class,
        opening=statements.Standing(D(given.get("opening", "0.00"))),
        closing=statements.Standing(D(closing), D(debit), D(credit)),
        debit=D(given.get("debit", "0.00")),
        credit=D(given.get("credit", "0.00")),
    )


def evaluated(key: str, *found: statements.Figures, measure: statements.Measure) -> statements.Statement:
    rule = section().statement[key].rule(key)
    return statements.evaluate(rule, [statements.Column("本期", measure, found)])


def test_a_formula_is_read_as_it_is_written() -> None:
    assert formulas.parse("112 + 113:gross-debit − [worn] + @income") == (
        formulas.Term(1, "account", "112"),
        formulas.Term(1, "account", "113", "gross-debit"),
        formulas.Term(-1, "row", "worn"),
        formulas.Term(1, "class", "income"),
    )


@pytest.mark.parametrize("text", ["", "101 102", "101 +", "113:gross", "@profit", "[cash]:closing", "现金"])
def test_a_formula_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        formulas.parse(text)
    assert refused.value.code == "ledger.formula"


def test_claims_and_debts_of_one_account_are_never_netted() -> None:
    """A household with an old credit of 300 and another owing 1,000 must show both (内部往来)."""
    sheet = evaluated(
        "village-balance",
        figures("102", "asset", "100.00"),
        figures("113", "asset", "700.00", gross="1000.00/300.00"),
        figures("301", "equity", "-800.00"),
        measure="closing",
    )
    assert sheet.amount("receivables") == D("1000.00")
    assert sheet.amount("payables") == D("300.00")
    assert sheet.amount("assets") == sheet.amount("claims") == D("1100.00")
    assert sheet.holds


def test_contra_accounts_are_taken_from_their_own_side() -> None:
    sheet = evaluated(
        "village-balance",
        figures("151", "asset", "300.00"),
        figures("152", "asset", "-120.00"),
        figures("301", "equity", "-180.00"),
        measure="closing",
    )
    assert (sheet.amount("fixed-worn"), sheet.amount("fixed-net")) == (D("120.00"), D("180.00"))
    assert sheet.holds


def test_income_of_the_running_year_stands_in_what_is_undistributed() -> None:
    sheet = evaluated(
        "village-balance",
        figures("102", "asset", "60.00"),
        figures("501", "income", "-100.00"),
        figures("513", "expense", "40.00"),
        measure="closing",
    )
    assert sheet.amount("undistributed") == D("60.00")
    assert sheet.holds


def test_an_account_no_row_takes_is_shown_and_breaks_the_identity_visibly() -> None:
    sheet = evaluated(
        "village-balance",
        figures("102", "asset", "100.00"),
        figures("191", "asset", "50.00"),
        figures("301", "equity", "-150.00"),
        measure="closing",
    )
    assert [(row.name, row.amounts, row.part) for row in sheet.unlisted] == [
        ("191 科目191", (D("50.00"),), "left")
    ]
    assert not sheet.holds
    assert sheet.checks[0].gap == D("-50.00")


def test_the_result_follows_the_form_and_meets_the_balance_of_321_and_322() -> None:
    sheet = evaluated(
        "village-income",
        figures("501", "income", "0.00", credit="1000.00"),
        figures("502", "income", "0.00", credit="50.00"),
        figures("511", "expense", "0.00", debit="400.00"),
        figures("513", "expense", "0.00", debit="100.00"),
        figures("503", "income", "0.00", credit="200.00"),
        figures("514", "expense", "0.00", debit="80.00"),
        figures("322001", "equity", "-590.00", opening="-120.00"),
        figures("32200201", "equity", "0.00", debit="200.00"),
        measure="movement",
    )
    assert sheet.amount("operating-result") == D("550.00")
    assert sheet.amount("net-result") == D("670.00")
    assert sheet.amount("distributable") == D("590.00")
    assert sheet.holds


@pytest.mark.parametrize(("returned", "holds"), [("60.00", True), ("59.99", False)])
def test_the_co_operative_returns_at_least_60_percent_by_trade(returned: str, holds: bool) -> None:
    rest = D("100.00") - D(returned)
    sheet = evaluated(
        "cooperative-surplus",
        figures("501", "income", "0.00", credit="100.00"),
        figures("33200202", "equity", "0.00", debit=returned),
        figures("33200203", "equity", "0.00", debit=str(rest)),
        measure="movement",
    )
    assert [check.holds for check in sheet.checks] == [True, holds]
    assert sheet.checks[1].right == D("60.00")


def test_the_floor_is_not_asked_before_anything_was_distributed() -> None:
    sheet = evaluated(
        "cooperative-surplus", figures("501", "income", "-9.00", credit="9.00"), measure="movement"
    )
    assert len(sheet.checks) == 1


def test_details_follow_their_account() -> None:
    sheet = evaluated(
        "village-detail",
        figures("501", "income", "0.00", credit="10.00"),
        figures("501001", "income", "0.00", credit="30.00"),
        measure="movement",
    )
    rows = {row.key: (row.amounts[0], row.level) for row in sheet.rows}
    assert rows["income"] == (D("40.00"), 1)
    assert rows["income.501001"] == (D("30.00"), 2)


def test_statements_are_added_row_by_row() -> None:
    total = statements.added([{"assets": D("1.10")}, {"assets": D("2.20"), "cash": D("0.30")}])
    assert total == {"assets": D("3.30"), "cash": D("0.30")}


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        ("-5.00", "当年无经营收益"),
        ("0.00", "当年无经营收益"),
        ("49999.99", "不到5万元"),
        ("50000.00", "5万元至10万元"),
        ("99999.99", "5万元至10万元"),
        ("100000.00", "10万元以上"),
    ],
)
def test_each_village_stands_in_one_band(amount: str, name: str) -> None:
    known = section().statistic["operating-income-2008"].bands
    assert known[bands.band_of(D(amount), known)].name == name


def test_old_balances_arrive_with_the_same_total_and_the_swapped_codes() -> None:
    old = {"101": D("5.00"), "153": D("7.00"), "154": D("30.00"), "202": D("-12.00"), "322001": D("-30.00")}
    carried = opening.carry(old, section().map["village-2004"].moves, {})
    assert {c.code: c.to for c in carried} == {
        "101": "101",
        "153": "154",
        "154": "153",
        "202": "211",
        "322001": "322001",
    }
    entries = opening.entries(carried)
    assert sum(e.debit for e in entries) == sum(e.credit for e in entries) == D("42.00")
    assert opening.totals(old.values()) == (D("42.00"), D("42.00"))


def test_a_balance_without_a_way_is_refused_and_never_skipped() -> None:
    moves = section().map["village-2004"].moves
    with pytest.raises(Refusal) as refused:
        opening.carry({"199": D("1.00")}, moves, {})
    assert refused.value.code == "ledger.not_mapped"
    with pytest.raises(Refusal) as refused:
        opening.carry({"132": D("1.00")}, moves, {})
    assert refused.value.code == "ledger.choose_target"
    assert opening.carry({"132": D("1.00")}, moves, {"132": "134"})[0].to == "134"


@pytest.mark.parametrize("county", ["tieling", "nierong", "xiqing", "songtao", "jiaxian"])
def test_every_chart_of_a_county_has_its_statements(county: str) -> None:
    found = section(county)
    for chart, count in (
        ("village-2023", 3),
        ("group-2023", 3),
        ("cooperative-2021", 3),
        ("company-2011", 2),
    ):
        assert len(found.of_chart(chart)) == count


def test_every_account_of_a_chart_has_its_place_in_the_balance_sheet() -> None:
    whole = playbook.read(COUNTIES / "tieling")
    for chart, statement in (
        ("village-2023", "village-balance"),
        ("cooperative-2021", "cooperative-balance"),
        ("company-2011", "company-balance"),
    ):
        rule = whole.section("statements").statement[statement].rule(statement)
        terms = [term for row in rule.rows for term in row.take]
        for account in whole.section("ledger").chart[chart].account:
            assert any(t.takes(account.code, account.account_class) for t in terms), account.code


def test_a_floor_is_a_share_of_the_whole() -> None:
    assert section().statement["cooperative-surplus"].floor[0].least == Fraction(3, 5)
