"""Payment files: of approved claims, by two persons, answered by the bank; the program pays nothing."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import api as treasury
from liancun.contexts.treasury.models import Batch, BatchLine
from liancun.contexts.treasury.rules.payments import Limits, check_batch, check_payee
from liancun.contexts.treasury.tests.bank import Bank
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

NUMBER = "6228480402564890018"


@pytest.fixture
def due(bank: Bank) -> tuple[int, int]:
    """An approved claim of 500 yuan, and its payee: their ids."""
    authority = bank.case.authority("a", "62000.00")
    claim = bank.case.file("a", "500.00", authority.id)
    bank.case.check("a", claim.id)
    bank.case.approve("a", claim.id)
    with bank.case.signed_in("baozhang-a") as clerk:
        payee = treasury.keep_payee(
            clerk, book_id=bank.book, name="铁岭种业有限公司", bank="铁岭银行", number=NUMBER
        )
    return claim.id, payee


def made(bank: Bank, due: tuple[int, int], key: str = "k1") -> int:
    with bank.case.signed_in("kuaiji") as accountant:
        return treasury.make_batch(accountant, account_id=bank.account, payees=dict([due]), key=key)


def released(bank: Bank, batch: int) -> list[list[str]]:
    with bank.case.signed_in("fuhe") as reviewer:
        file = treasury.release_batch(reviewer, batch_id=batch)
    return [line.split(",") for line in file.content.decode("gb18030").splitlines()]


def answered(bank: Bank, batch: int, text: str) -> tuple[int, int]:
    with bank.case.signed_in("kuaiji") as accountant:
        content = io.BytesIO(text.encode("gb18030"))
        return treasury.record_results(accountant, batch_id=batch, name="结果.csv", content=content)


def test_a_claim_goes_out_and_comes_back_paid(bank: Bank, due: tuple[int, int]) -> None:
    batch = made(bank, due)
    assert made(bank, due) == batch
    head, line = released(bank, batch)
    assert head == ["序号", "业务编号", "收款人户名", "收款人开户行", "收款人账号", "金额", "用途"]
    assert line[2:6] == ["铁岭种业有限公司", "铁岭银行", f"{NUMBER}\t", "500.00"]
    assert answered(bank, batch, f"业务编号,金额,处理结果\n{line[1]},500.00,成功\n") == (1, 0)
    with as_system():
        assert treasury.batch(batch).state == "done"
        assert treasury.payables(bank.book) == []


def test_who_made_it_does_not_hand_it_out(bank: Bank, due: tuple[int, int]) -> None:
    batch = made(bank, due)
    with bank.case.signed_in("kuaiji") as accountant, pytest.raises(NotAllowed):
        treasury.release_batch(accountant, batch_id=batch)
    with as_system():
        assert treasury.batch(batch).state == "made"


def test_a_claim_stands_in_one_file_only(bank: Bank, due: tuple[int, int]) -> None:
    made(bank, due)
    with pytest.raises(Conflict):
        made(bank, due, "k2")
    with as_system():
        assert Batch.objects.count() == 1
        assert BatchLine.objects.count() == 1


def test_what_failed_may_be_asked_again(bank: Bank, due: tuple[int, int]) -> None:
    batch = made(bank, due)
    line = released(bank, batch)[1]
    assert answered(bank, batch, f"业务编号,处理结果,失败原因\n{line[1]},失败,账号户名不符\n") == (0, 1)
    with as_system():
        assert treasury.order_lines(batch)[0].reason == "账号户名不符"
        assert [one.claim_id for one in treasury.payables(bank.book)] == [due[0]]
    assert made(bank, due, "k2") != batch


def test_a_dropped_file_frees_its_claims(bank: Bank, due: tuple[int, int]) -> None:
    batch = made(bank, due)
    with bank.case.signed_in("kuaiji") as accountant:
        treasury.drop_batch(accountant, batch_id=batch)
    with pytest.raises(Conflict):
        released(bank, batch)
    assert made(bank, due, "k2") != batch


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("业务编号,处理结果\nx-1,成功\n", "treasury.unknown_key"),
        ("业务编号,金额,处理结果\n{key},501.00,成功\n", "treasury.other_amount"),
        ("编号,怎样\n{key},成功\n", "treasury.no_result_head"),
    ],
)
def test_it_refuses_an_answer_to_something_else(
    bank: Bank, due: tuple[int, int], text: str, code: str
) -> None:
    batch = made(bank, due)
    key = released(bank, batch)[1][1]
    with pytest.raises(Refusal) as refusal:
        answered(bank, batch, text.format(key=key))
    assert refusal.value.code == code
    with as_system():
        assert treasury.order_lines(batch)[0].state == "waiting"


def test_an_answer_never_changes(bank: Bank, due: tuple[int, int]) -> None:
    batch = made(bank, due)
    key = released(bank, batch)[1][1]
    answered(bank, batch, f"业务编号,处理结果\n{key},成功\n")
    with pytest.raises(Refusal) as refusal:
        answered(bank, batch, f"业务编号,处理结果\n{key},失败\n")
    assert refusal.value.code == "treasury.answer_changes"


def test_only_approved_claims_of_the_right_payee_are_paid(bank: Bank, due: tuple[int, int]) -> None:
    authority = bank.case.authority("a", "62000.00", subject_id=8)
    filed = bank.case.file("a", "300.00", authority.id)
    other = bank.case.file("a", "200.00", authority.id, payee="某商行")
    bank.case.check("a", other.id)
    bank.case.approve("a", other.id)
    for claim, code in ((filed.id, "claim_not_payable"), (other.id, "other_payee")):
        with pytest.raises(Refusal) as refusal:
            made(bank, (claim, due[1]), f"k{claim}")
        assert refusal.value.code == f"treasury.{code}"
    with as_system():
        assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("name", "bank", "account", "code"),
    [
        ("王", "铁岭银行", NUMBER, "payee_name"),
        ("王建国", "银", NUMBER, "payee_bank"),
        ("王建国", "铁岭银行", "12345678", "payee_number"),
        ("王建国", "铁岭银行", "1234567890x", "payee_number"),
    ],
)
def test_it_knows_what_the_bank_takes(name: str, bank: str, account: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_payee(name, bank, account, Limits())
    assert refusal.value.code == f"treasury.{code}"


def test_a_file_has_five_hundred_lines_at_most() -> None:
    check_batch([Decimal("0.10")] * 500, Limits())
    for amounts in ([], [Decimal(1)] * 501, [Decimal("0.09")]):
        with pytest.raises(Refusal):
            check_batch(amounts, Limits())


def test_money_that_waits_for_the_bank_is_neither_given_back_nor_posted(
    bank: Bank, due: tuple[int, int]
) -> None:
    """Reserved in the file, posted when the bank has paid."""
    with bank.case.signed_in("kuaiji") as accountant:
        ledger.accept_claim(accountant, claim_id=due[0])
        voucher = ledger.prepare_voucher(accountant, claim_id=due[0]).id
    batch = made(bank, due)
    line = released(bank, batch)[1]
    with pytest.raises(Conflict) as early:
        bank.case.post(voucher)
    assert early.value.code == "ledger.claim_waits_for_bank"

    assert answered(bank, batch, f"业务编号,金额,处理结果\n{line[1]},500.00,成功\n") == (1, 0)
    assert bank.case.post(voucher).state == "posted"


@pytest.mark.parametrize(("ended", "given_back"), [(False, False), (True, True)])
def test_a_claim_in_a_file_is_not_taken_back(
    bank: Bank, due: tuple[int, int], ended: bool, given_back: bool
) -> None:
    batch = made(bank, due)
    if ended:
        with bank.case.signed_in("kuaiji") as accountant:
            treasury.drop_batch(accountant, batch_id=batch)
    with bank.case.signed_in("baozhang-a") as clerk:
        if given_back:
            ledger.withdraw_claim(clerk, claim_id=due[0])
        else:
            with pytest.raises(Conflict):
                ledger.withdraw_claim(clerk, claim_id=due[0])
    with as_system():
        assert ledger.claim(due[0]).state == ("returned" if given_back else "approved")
