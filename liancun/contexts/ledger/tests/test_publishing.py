"""阳光公开: closing prepares the masked sheet, the supervisors review it, what is published can be added up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.actions.publishing import grouped, publish_month
from liancun.contexts.ledger.queries import books, publishing
from liancun.contexts.ledger.queries.todo import waiting_for
from liancun.contexts.ledger.rules import debts, masking
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month

D = Decimal
MARCH = Month(2026, 3)


@pytest.mark.parametrize(
    ("owed", "assets", "over"),
    [("49.99", "100.00", False), ("50.00", "100.00", True), ("1.00", "0.00", True), ("0.00", "0.00", False)],
)
def test_debt_is_judged_against_the_line(owed: str, assets: str, over: bool) -> None:
    assert debts.judge(D(owed), D(assets), Fraction(1, 2)).over_line is over


def test_a_book_over_the_debt_line_waits_for_its_supervisors_and_the_township(case: Casebook) -> None:
    case.post(case.entry("a", "102 银行存款 900,000.00\n221 长期借款及应付款 -900,000.00", key="loan").id)
    closed(case, "a", "b")
    with clock.fixed(date(2026, 4, 3)):
        waits = {}
        for name in ("jiandu-a", "jiandu-b", "xiangzhen"):
            with case.signed_in(name) as actor:
                waits[name] = [item.what for item in waiting_for(actor) if "负债警戒" in item.what]
    assert len(waits["jiandu-a"]) == len(waits["xiangzhen"]) == 1
    assert "67.7%" in waits["jiandu-a"][0]
    assert waits["jiandu-b"] == []


@pytest.mark.parametrize(
    ("payee", "names"),
    [
        ("张小明", ("张小明",)),
        ("张三、李四", ("张三", "李四")),
        ("铁岭种业有限公司", ()),
        ("腰堡镇", ()),
        ("王五和腰堡农资店", ("王五",)),
        ("", ()),
    ],
)
def test_natural_persons_are_found_among_payees(payee: str, names: tuple[str, ...]) -> None:
    assert masking.persons_in(payee) == names


def test_longer_names_are_masked_before_those_they_contain() -> None:
    assert masking.masked("付张小明、张小劳务费", ["张小", "张小明"]) == "付张*明、张*劳务费"


def closed(case: Casebook, *letters: str) -> None:
    """January to March closed on 2 April, rent received in March."""
    for letter in letters:
        draft = case.entry(
            letter, "102 银行存款 30,000.00\n501 经营收入 -30,000.00", summary="收到赵大勇承包费", key=letter, payee="赵大勇"
        )  # fmt: skip
        case.post(draft.id)
    with clock.fixed(date(2026, 4, 2)):
        for letter in letters:
            for month in (1, 2, 3):
                with as_system():
                    open_months = {m.month.month for m in books.months(case.books[letter]) if not m.closed}
                if month in open_months:
                    with case.signed_in("fuhe") as reviewer:
                        ledger.close_month(reviewer, book_id=case.books[letter], month=Month(2026, month))


def march(case: Casebook, letter: str) -> publishing.PublicationLine:
    with as_system():
        return next(p for p in publishing.publications(case.books[letter]) if p.month == MARCH.first)


def test_closing_prepares_a_masked_sheet_with_the_head_of_the_chain(case: Casebook) -> None:
    closed(case, "a")
    line = march(case, "a")
    assert line.plan_id is not None, line.unplanned
    with as_system():
        plan = disclosure.plan(line.plan_id)
        head = ledger.book(case.books["a"]).head
    text = str(disclosure.plain(plan.snapshot))
    assert plan.line.title.endswith("2026年3月财务收支公开")
    assert plan.review_due_on == date(2026, 4, 7)
    assert "收到赵*勇承包费" in text
    assert "赵大勇" not in text
    assert "30,000.00" in text
    assert head == line.head
    assert head in text.replace("·", "")
    assert line.statements["village-balance"]["cash"][0] == "230000.00"


def test_what_a_book_opened_with_is_no_receipt(case: Casebook) -> None:
    with as_system():
        assert publishing.items(case.books["a"], Month(2026, 1)) == ([], [])


def test_a_fingerprint_never_looks_like_a_telephone_or_a_card() -> None:
    """A run of digits in a hexadecimal head would otherwise stop the sheet of one book in some dozens."""
    head = "13800138000" + "4111111111111111" + "110105194912310021" + "0" * 19
    assert re.search(r"[0-9]{5}", grouped(head)) is None
    assert grouped(head).replace("·", "") == head


def test_what_hinders_the_sheet_is_kept_and_does_not_stop_closing(
    case: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise Refusal("disclosure.no_supervisors", "没有登记村务监督委员会。")

    monkeypatch.setattr(disclosure, "plan_notice", refuse)
    closed(case, "a")
    line = march(case, "a")
    assert (line.plan_id, line.unplanned) == (None, "没有登记村务监督委员会。")


def test_a_month_that_is_open_has_no_sheet(case: Casebook) -> None:
    with case.signed_in("kuaiji") as accountant, pytest.raises(Refusal) as refused:
        publish_month(accountant, book_id=case.books["a"], month=MARCH)
    assert refused.value.code == "ledger.month_open"
    with as_system():
        assert publishing.publications(case.books["a"]) == []


def publish(case: Casebook, letter: str) -> None:
    """The supervisors agree, the branch publishes."""
    plan = march(case, letter).plan_id
    assert plan is not None
    with clock.fixed(date(2026, 4, 3)):
        with case.signed_in(f"jiandu-{letter}") as supervisor:
            disclosure.review_plan(supervisor, plan_id=plan, agrees=True)
        with case.signed_in(f"zhishu-{letter}") as secretary:
            disclosure.publish_plan(secretary, plan_id=plan)


def test_only_published_statements_are_added_up(case: Casebook) -> None:
    closed(case, "a", "b")
    publish(case, "a")
    both_books = [case.books["a"], case.books["b"]]
    with as_system():
        one = publishing.published(both_books, MARCH.first)
    assert [p.book_id for p in one] == [case.books["a"]]
    publish(case, "b")
    with as_system():
        both = publishing.published(both_books, MARCH.first)
        rows = {row.key: row.amounts for row in publishing.rolled("village-balance", both)}
        bands = publishing.banded("operating-income", both)
    assert rows["cash"] == (D("460000.00"), D("400000.00"))
    assert rows["assets"] == rows["claims"]
    assert {band.name: len(band.books) for band in bands if band.books} == {"不到5万元": 2}


def test_the_township_sees_the_roll_up_and_the_bands(case: Casebook) -> None:
    closed(case, "a")
    publish(case, "a")
    with clock.fixed(date(2026, 4, 4)):
        client = signed_in("xiangzhen")
        rollup = client.get("/books/rollup/?period=2026-03").content.decode()
        assert "230,000.00" in rollup
        assert "没有公开" in rollup
        bands = client.get("/books/bands/?period=2026-03&band=1").content.decode()
        assert "30,000.00" in bands
        assert signed_in("zhishu-a").get("/books/rollup/").status_code == 403


def test_a_month_prepared_again_replaces_the_sheet_that_was_not_published(case: Casebook) -> None:
    closed(case, "a")
    first = march(case, "a")
    assert first.plan_id is not None
    with clock.fixed(date(2026, 4, 3)), case.signed_in("kuaiji") as accountant:
        publish_month(accountant, book_id=case.books["a"], month=MARCH)
    again = march(case, "a")
    assert again.id != first.id
    with as_system():
        assert disclosure.plan(first.plan_id).ending


def test_nobody_outside_reads_what_is_prepared(case: Casebook) -> None:
    closed(case, "a")
    with as_actor(case.actor("baozhang-b")):
        assert publishing.publications(case.books["a"]) == []
