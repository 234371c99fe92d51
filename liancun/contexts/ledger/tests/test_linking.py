"""Linked vouchers of two books: both or neither, equal, each approved, and no side sees the other's book."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook, entries, sql
from liancun.contexts.ledger.tests.test_gate import refused
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

pytestmark = [pytest.mark.mission("TL7"), pytest.mark.mission("B4")]
PAYS, TAKES = "121 100.00\n102 -100.00", "102 100.00\n501 -100.00"


@pytest.fixture
def pair(case: Casebook) -> Callable[..., int]:
    """A pair in which A pays 100 yuan to B, both sides prepared."""

    def made(*, key: str = "k1", sides: str = "ab", two_phase: bool = False) -> int:
        authority = case.authority("a", "500.00", key=f"a-{key}").id
        with case.signed_in("kuaiji") as accountant:
            begun = ledger.open_pair(
                accountant,
                book_id=case.books["a"],
                other_owner_id=case.owner("b"),
                pays=True,
                amount=Decimal(100),
                purpose="买种子",
                key=key,
                two_phase=two_phase,
            ).id
            for letter, text in (("a", PAYS), ("b", TAKES)):
                if letter in sides:
                    ledger.prepare_side(
                        accountant,
                        pair_id=begun,
                        book_id=case.books[letter],
                        day=clock.today(),
                        lines=entries(text),
                        authority_id=authority if letter == "a" else None,
                    )
        return begun

    return made


def approve(case: Casebook, pair_id: int, letter: str, mandate_id: int | None = None) -> ledger.PairLine:
    with case.signed_in("fuhe") as reviewer:
        return ledger.approve_side(
            reviewer, pair_id=pair_id, book_id=case.books[letter], mandate_id=mandate_id
        )


def posted(case: Casebook) -> tuple[int, int]:
    return case.posted("a"), case.posted("b")


def test_the_second_approval_posts_both(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair()
    assert approve(case, made, "a").state == "prepared"
    assert posted(case) == (1, 1)

    assert approve(case, made, "b").state == "posted"
    assert posted(case) == (2, 2)
    with as_system():
        assert all(report.whole for report in ledger.verify_books())


def test_the_same_key_gives_the_first_pair(case: Casebook, pair: Callable[..., int]) -> None:
    assert pair() == pair()


def test_neither_side_is_posted_alone(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair()
    approve(case, made, "a")
    with as_system():
        [(voucher,)] = sql("select payer_voucher from ledger_pair where id = %s", made)
    with pytest.raises(Conflict):
        case.post(voucher)
    with case.signed_in("fuhe"), refused("LC028"):
        sql("select ledger_post(array[%s::bigint], 'sly')", voucher)
    assert posted(case) == (1, 1)


@pytest.mark.parametrize(
    "attack",
    [
        "update ledger_pair set state = 'posted', payer_by_id = 1, payee_by_id = 1 where id = %s",
        "update ledger_pair set payee_by_id = made_by_id where id = %s",
        "update ledger_pair set payee_voucher = payer_voucher where id = %s",
        "update ledger_pair set payer_mandate_id = 1 where id = %s",
    ],
)
def test_nobody_signs_a_side_for_another(case: Casebook, pair: Callable[..., int], attack: str) -> None:
    made = pair()
    with case.signed_in("fuhe"), refused("LC028"):
        sql(attack, made)
    assert posted(case) == (1, 1)


def test_it_refuses_sides_that_differ(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair(sides="a")
    with case.signed_in("kuaiji") as accountant, pytest.raises(Refusal) as told:
        ledger.prepare_side(
            accountant,
            pair_id=made,
            book_id=case.books["b"],
            day=clock.today(),
            lines=entries("102 99.00\n501 -99.00"),
        )
    assert told.value.code == "ledger.pair_amount"


def test_it_reserves_first_and_posts_when_paid(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair(two_phase=True)
    approve(case, made, "a")
    assert approve(case, made, "b").state == "reserved"
    assert posted(case) == (1, 1)
    with as_system():
        assert sql("select sum(ledger_reserved(id)) from ledger_authority") == [(Decimal("100.00"),)]

    with case.signed_in("fuhe") as reviewer:
        assert ledger.settle_pair(reviewer, pair_id=made, book_id=case.books["b"]).state == "posted"
        assert ledger.settle_pair(reviewer, pair_id=made, book_id=case.books["b"]).state == "posted"
    assert posted(case) == (2, 2)


def test_it_lets_both_go(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair(two_phase=True)
    approve(case, made, "a")
    approve(case, made, "b")
    with case.signed_in("fuhe") as reviewer:
        assert ledger.release_pair(reviewer, pair_id=made, book_id=case.books["a"]).state == "released"
        assert ledger.settle_pair(reviewer, pair_id=made, book_id=case.books["a"]).state == "released"
    assert posted(case) == (1, 1)


def mandate(case: Casebook, each: str) -> int:
    with case.signed_in("zhishu-b") as secretary:
        return ledger.give_mandate(
            secretary,
            book_id=case.books["b"],
            holder_owner_id=case.owner("a"),
            debit="102",
            credit="501",
            each=Decimal(each),
            purpose="种子款",
        )


def test_a_mandate_stands_for_the_other_side(case: Casebook, pair: Callable[..., int]) -> None:
    given = mandate(case, "100.00")
    assert approve(case, pair(sides="a"), "a", given).state == "posted"
    assert posted(case) == (2, 2)
    assert case.balances("b")["501"] == Decimal("-100.00")


@pytest.mark.parametrize("revoked", [True, False])
def test_a_mandate_covers_no_more_than_it_says(
    case: Casebook, pair: Callable[..., int], revoked: bool
) -> None:
    given = mandate(case, "100.00" if revoked else "99.00")
    if revoked:
        with case.signed_in("zhishu-b") as secretary:
            ledger.revoke_mandate(secretary, mandate_id=given)
    made = pair(sides="a")
    with refused("LC028"):
        approve(case, made, "a", given)
    assert posted(case) == (1, 1)


def test_a_village_sees_the_pair_and_not_the_other_book(case: Casebook, pair: Callable[..., int]) -> None:
    made = pair()
    approve(case, made, "a")
    approve(case, made, "b")
    with case.signed_in("zhishu-b"):
        assert ledger.pair(made).state == "posted"
        assert sql("select count(*) from ledger_voucher where book_id = %s", case.books["a"]) == [(0,)]
        assert sql("select count(*) from ledger_book where id = %s", case.books["a"]) == [(0,)]
    with case.signed_in("zhishu-b") as secretary, pytest.raises(NotAllowed):
        ledger.approve_side(secretary, pair_id=made, book_id=case.books["b"])
