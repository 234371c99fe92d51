"""Receipts and counterparties come in as sheets: known ones pass, wrong ones are named, and only in one's own books."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.test_sheets import filled, sent, shown
from liancun.contexts.ledger.actions import papers
from liancun.contexts.ledger.queries import desk
from liancun.contexts.ledger.queries import papers as reads
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.demo.small import signed_in
from liancun.framework.testing import as_system

RECEIPTS, PARTIES = "/imports/ledger.receipts/", "/imports/ledger.counterparties/"


def owner(case: Casebook, letter: str) -> str:
    with as_system():
        return bodies.get(case.owner(letter)).name


@pytest.fixture
def held(case: Casebook) -> int:
    with case.signed_in("baozhang-a") as clerk:
        return papers.take_receipt_book(
            clerk,
            book_id=case.books["a"],
            series="2026A",
            first=1,
            last=50,
            keeper_id=case.world.a.staff[1],
            day=date(2026, 3, 1),
        )


def receipt(owner: str, number: int, amount: str = "50.00", void: str = "") -> list[Any]:
    return [owner, "2026A", number, "2026-03-09", "某户", amount, void, ""]


def test_receipts_come_in_number_by_number(case: Casebook, held: int) -> None:
    client, name = signed_in("baozhang-a"), owner(case, "a")
    rows = [receipt(name, 1), receipt(name, 2, "", "是")]

    page = sent(client, RECEIPTS, filled(client, RECEIPTS, rows))

    assert "可以写入 2 行" in shown(client, page), shown(client, page)
    client.post(f"{page}commit/")
    with case.signed_in("kuaiji"):
        assert [(line.number, line.void) for line in reads.receipt_lines(held)] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("number", "amount", "words"), [(99, "5", "没有在用的收据簿"), (3, "", "使用的收据要填金额")]
)
def test_a_wrong_receipt_is_named(case: Casebook, held: int, number: int, amount: str, words: str) -> None:
    client, name = signed_in("baozhang-a"), owner(case, "a")
    page = sent(client, RECEIPTS, filled(client, RECEIPTS, [receipt(name, number, amount)]))
    assert words in shown(client, page)
    with case.signed_in("kuaiji"):
        assert reads.receipt_lines(held) == []


def test_counterparties_come_in_for_ones_own_books(case: Casebook) -> None:
    client, name = signed_in("kuaiji"), owner(case, "a")
    rows = [[name, "铁岭种业有限公司", "外单位或个人"], [name, "王家庄第二组", "所属单位"]]
    page = sent(client, PARTIES, filled(client, PARTIES, rows))
    assert "可以写入 2 行" in shown(client, page), shown(client, page)
    client.post(f"{page}commit/")
    with case.signed_in("kuaiji"):
        assert {c.name for c in desk.counterparties(case.books["a"])} == {"铁岭种业有限公司", "王家庄第二组"}
