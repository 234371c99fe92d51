"""Many vouchers at once: all or none, each checked, once only, prepared by one and posted by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("JX4")]
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Sheet:
    """Writes the rows of a voucher list of one book."""

    book: int

    def voucher(self, name: str, text: str, **options: Any) -> list[ledger.IncomingLine]:
        given = {"day": date(2026, 2, 3), "summary": "导入的凭证", **options}
        return [self._line(name, words.split(), given) for words in text.strip().splitlines()]

    def _line(self, name: str, words: list[str], given: dict[str, Any]) -> ledger.IncomingLine:
        amount, party = Decimal(words[1]), words[2] if len(words) > 2 else ""
        return ledger.IncomingLine(
            self.book,
            name,
            account=words[0],
            debit=max(amount, NOTHING),
            credit=max(-amount, NOTHING),
            counterparty=party,
            **given,
        )


INCOME = "102 100.00\n501 -100.00"
CREDIT = "113 60.00 农户甲\n501 -60.00"


def brought(case: Casebook, rows: list[ledger.IncomingLine], key: str = "file", **options: Any) -> Any:
    with case.signed_in("kuaiji") as accountant:
        return ledger.import_vouchers(accountant, rows=rows, key=key, **options)


def posted(case: Casebook, key: str = "file") -> Any:
    with case.signed_in("fuhe") as reviewer:
        return ledger.post_import(reviewer, key=key)


def test_it_brings_vouchers_of_two_books_through_the_gate(case: Casebook) -> None:
    a, b = Sheet(case.books["a"]), Sheet(case.books["b"])
    rows = [*a.voucher("1", INCOME), *a.voucher("2", CREDIT), *b.voucher("1", INCOME)]

    assert brought(case, rows).vouchers == 3
    assert posted(case).lines == 6

    assert (case.posted("a"), case.posted("b")) == (3, 2)
    assert case.balances("a")["501"] == Decimal("-160.00")
    with as_system():
        assert all(report.whole for report in ledger.verify_books())
        assert sql("select name from ledger_counterparty") == [("农户甲",)]


def test_it_brings_the_same_file_once(case: Casebook) -> None:
    rows = Sheet(case.books["a"]).voucher("1", INCOME)
    first, again = brought(case, rows), brought(case, rows)
    posted(case)

    assert again.again
    assert again.batch_ids == first.batch_ids
    assert posted(case).again
    assert case.posted("a") == 2


@pytest.mark.parametrize(
    ("fault", "text", "options"),
    [
        ("balance", "102 100.00\n501 -90.00", {}),
        ("account", "102 100.00\n599 -100.00", {}),
        ("party", "113 60.00\n501 -60.00", {}),
        ("lines", "102 100.00", {}),
        ("side", "102 0\n501 0", {}),
        ("day", INCOME, {"day": date(2025, 12, 31)}),
        ("day", INCOME, {"day": date(2026, 3, 11)}),
        ("number", INCOME, {"number": 2}),
        ("number", INCOME, {"word": "乱"}),
        ("authority", "513 100.00\n102 -100.00", {}),
        ("authority", "513 100.00\n102 -100.00", {"authority_id": 999_999}),
    ],
)
def test_it_keeps_nothing_of_a_file_with_a_fault(
    case: Casebook, fault: str, text: str, options: dict[str, Any]
) -> None:
    sheet = Sheet(case.books["a"])
    with pytest.raises(Refusal) as told:
        brought(
            case,
            [*sheet.voucher("good", INCOME, day=date(2026, 1, 5)), *sheet.voucher("bad", text, **options)],
        )

    assert told.value.code == f"ledger.import_{fault}"
    assert told.value.place is not None
    assert told.value.place.row == 3
    with as_system():
        assert sql("select count(*) from ledger_batch") == [(0,)]
        assert sql("select count(*) from ledger_voucher where key in ('good', 'bad')") == [(0,)]


def test_it_marks_money_that_left_without_authority(case: Casebook) -> None:
    rows = Sheet(case.books["a"]).voucher("1", "513 100.00\n102 -100.00")
    brought(case, rows, record_unauthorised=True)
    posted(case)

    with as_system():
        assert sql("select reason from ledger_paymentwarning") == [("paid_without_authority",)]


def test_it_is_not_posted_by_who_prepared_it(case: Casebook) -> None:
    brought(case, Sheet(case.books["a"]).voucher("1", INCOME))
    with case.signed_in("kuaiji") as accountant, pytest.raises((Conflict, NotAllowed)):
        ledger.post_import(accountant, key="file")

    assert case.posted("a") == 1


def test_it_brings_nothing_into_a_book_that_is_not_kept(case: Casebook) -> None:
    with case.signed_in("zhishu-a") as secretary, pytest.raises(NotAllowed):
        ledger.import_vouchers(secretary, rows=Sheet(case.books["a"]).voucher("1", INCOME), key="file")
    assert case.posted("a") == 1
