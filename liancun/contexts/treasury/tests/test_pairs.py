"""A linked payment goes through the bank: reserved, in a file, and posted or released on both sides by the answer."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import entries
from liancun.contexts.treasury import api as treasury
from liancun.contexts.treasury.models import BatchLine
from liancun.contexts.treasury.tests.bank import Bank
from liancun.demo.small import signed_in
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, Refusal

NUMBER = "6228480402564890018"
PAYS, TAKES = "121 库存物资 100.00\n102 银行存款 -100.00", "102 银行存款 100.00\n501 经营收入 -100.00"


@pytest.fixture
def pair(bank: Bank) -> int:
    """A pays B 100 yuan for seeds: both sides approved, the money reserved."""
    return _reserved(bank, "k1")


def _reserved(bank: Bank, key: str) -> int:
    case = bank.case
    authority = case.authority("a", "500.00", key=key).id
    with case.signed_in("kuaiji") as accountant:
        made = ledger.open_pair(
            accountant,
            book_id=case.books["a"],
            other_owner_id=case.owner("b"),
            pays=True,
            amount=Decimal(100),
            purpose="买种子",
            key=key,
            two_phase=True,
        ).id
        for letter, text in (("a", PAYS), ("b", TAKES)):
            ledger.prepare_side(
                accountant,
                pair_id=made,
                book_id=case.books[letter],
                day=clock.today(),
                lines=entries(text),
                authority_id=authority if letter == "a" else None,
            )
    with case.signed_in("fuhe") as reviewer:
        for letter in "ab":
            ledger.approve_side(reviewer, pair_id=made, book_id=case.books[letter])
    return made


def payee(bank: Bank) -> int:
    with as_system():
        name = ledger.book(bank.case.books["b"]).owner_name
    with bank.case.signed_in("kuaiji") as accountant:
        return treasury.keep_payee(accountant, book_id=bank.book, name=name, bank="铁岭银行", number=NUMBER)


def filed(bank: Bank, *pairs: int, key: str = "f1") -> int:
    to = payee(bank)
    with bank.case.signed_in("kuaiji") as accountant:
        return treasury.make_batch(
            accountant, account_id=bank.account, payees={}, key=key, pairs=dict.fromkeys(pairs, to)
        )


def answered(bank: Bank, batch: int, *told: str) -> tuple[int, int]:
    with bank.case.signed_in("fuhe") as reviewer:
        file = treasury.release_batch(reviewer, batch_id=batch)
    keys = [line.split(",")[1] for line in file.content.decode("gb18030").splitlines()[1:]]
    rows = [f"{key},100.00,{word}" for key, word in zip(keys, told, strict=True)]
    text = "\n".join(("业务编号,金额,处理结果", *rows, ""))
    with bank.case.signed_in("kuaiji") as accountant:
        content = io.BytesIO(text.encode("gb18030"))
        return treasury.record_results(accountant, batch_id=batch, name="结果.csv", content=content)


def state(pair_id: int) -> str:
    with as_system():
        return ledger.pair(pair_id).state


def test_it_is_posted_on_both_sides_when_the_bank_has_paid(bank: Bank, pair: int) -> None:
    assert (state(pair), bank.case.posted("a"), bank.case.posted("b")) == ("reserved", 1, 1)
    batch = filed(bank, pair)
    assert answered(bank, batch, "成功") == (1, 0)
    assert (state(pair), bank.case.posted("a"), bank.case.posted("b")) == ("posted", 2, 2)
    with as_system():
        assert treasury.payables(bank.book) == []
        assert all(report.whole for report in ledger.verify_books())


def test_what_the_bank_refused_is_let_go_on_both_sides(bank: Bank, pair: int) -> None:
    other = _reserved(bank, "k2")
    assert answered(bank, filed(bank, pair, other), "失败", "成功") == (1, 1)
    assert (state(pair), state(other)) == ("released", "posted")
    assert (bank.case.posted("a"), bank.case.posted("b")) == (2, 2)


def test_nobody_settles_by_hand_what_waits_for_the_bank(bank: Bank, pair: int) -> None:
    filed(bank, pair)
    for letter in "ab":  # the other book's officers do not see the file, and are told all the same
        with bank.case.signed_in("fuhe") as reviewer:
            for act in (ledger.settle_pair, ledger.release_pair):
                with pytest.raises(Conflict, match="付款文件"):
                    act(reviewer, pair_id=pair, book_id=bank.case.books[letter])
    assert state(pair) == "reserved"
    page = signed_in("fuhe").get(f"/books/{bank.book}/pairs/{pair}/").content.decode()
    assert "等银行返回结果" in page
    assert "/settle/" not in page


def test_a_dropped_file_leaves_it_reserved(bank: Bank, pair: int) -> None:
    batch = filed(bank, pair)
    with pytest.raises(Conflict):
        filed(bank, pair, key="f2")
    with bank.case.signed_in("kuaiji") as accountant:
        treasury.drop_batch(accountant, batch_id=batch)
    assert state(pair) == "reserved"
    with as_system():
        assert [one.pair_id for one in treasury.payables(bank.book)] == [pair]
    with bank.case.signed_in("fuhe") as reviewer:
        assert ledger.settle_pair(reviewer, pair_id=pair, book_id=bank.book).state == "posted"


def test_only_reserved_payments_of_this_book_are_taken(bank: Bank, pair: int) -> None:
    with bank.case.signed_in("fuhe") as reviewer:
        ledger.settle_pair(reviewer, pair_id=pair, book_id=bank.book)
    with pytest.raises(Refusal, match="没有预留"):
        filed(bank, pair)
    with as_system():
        assert not BatchLine.objects.exists()


def test_the_page_offers_it_beside_the_claims(bank: Bank, pair: int) -> None:
    payee(bank)
    accountant, new = signed_in("kuaiji"), f"/bank/{bank.account}/batches/new/"
    page = accountant.get(new).content.decode()
    assert f'value="p{pair}"' in page
    at = accountant.post(new, {"pay": f"p{pair}", "key": "k"}).headers["Location"]
    assert f"/books/{bank.book}/pairs/{pair}/" in accountant.get(at).content.decode()


def test_a_line_is_of_a_claim_or_of_a_pair(bank: Bank, pair: int) -> None:
    filed(bank, pair)
    with as_system():
        line = BatchLine.objects.get()
        for claim, linked in ((None, None), (1, 1)):
            line.pk, line.key, line.order = None, f"x{claim}", 9
            line.claim_id, line.pair_id = claim, linked
            with pytest.raises(IntegrityError, match="treasury_batch_line_of_one"), transaction.atomic():
                line.save(force_insert=True)
