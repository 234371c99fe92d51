"""The gate judges a few vouchers one after another and many by one statement: the same attacks, the same answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import Voucher
from liancun.contexts.ledger.queries import vouchers
from liancun.contexts.ledger.rules import chaining
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.test_gate import refused
from liancun.framework.testing import as_system

pytestmark = pytest.mark.mission("B4")

POST = """
    update ledger_voucher v set state = 'posted', number = r.number, sequence = r.place, previous = r.before,
        digest = r.link, posted_by_id = %s, posted_at = now(), posting_key = 'attack-' || v.id
    from unnest(%s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::text[]) r (id, number, place, before, link)
    where v.id = r.id
"""
STATES = "select state from ledger_voucher where id = any (%s)"
SIZES = (3, 12)  # one after another, and by one statement


def drafts(case: Casebook, count: int, letter: str = "a") -> list[int]:
    text = "102 银行存款 100.00\n501 经营收入 -100.00"
    return [case.entry(letter, text, key=f"many-{number}").id for number in range(count)]


def states(ids: list[int]) -> set[str]:
    with as_system():
        return {state for (state,) in sql(STATES, ids)}  # type: ignore[arg-type]


def attack(
    case: Casebook,
    ids: Sequence[int],
    *,
    numbers: Sequence[int] = (),
    forged: int | None = None,
    skipped: int | None = None,
) -> None:
    """Posts all by one statement by hand; `forged`: whose digest is another; `skipped`: before whom a place is left."""
    book = Voucher.objects.get(pk=ids[0]).book_id
    [(place, head)] = sql("select sequence, head from ledger_book where id = %s", book)
    by = case.actor("fuhe").person_id
    given = numbers or range(1, len(ids) + 1)
    lines = vouchers.sealed_lines(book)
    rows = []
    for spot, (pk, number) in enumerate(zip(ids, given, strict=True)):
        voucher = Voucher.objects.get(pk=pk)
        place += 2 if spot == skipped else 1
        voucher.number, voucher.sequence, voucher.posted_by_id = number, place, by
        right = chaining.digest(head, vouchers.sealed(voucher, lines[pk]))
        rows.append((pk, number, place, head, "f" * 64 if spot == forged else right))
        head = right
    columns = [list(column) for column in zip(*rows, strict=True)]
    sql(POST, by, *columns)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", SIZES)
def test_it_lets_right_vouchers_through(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("fuhe"), transaction.atomic():
        attack(case, ids)
        assert {ledger.voucher(pk).state for pk in ids} == {"posted"}
    with as_system():
        assert all(report.whole for report in ledger.verify_books())


@pytest.mark.parametrize("count", SIZES)
def test_it_refuses_one_forged_digest_among_right_ones(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("fuhe"), refused("LC018"):
        attack(case, ids, forged=1)
    assert states(ids) == {"draft"}


@pytest.mark.parametrize("count", SIZES)
def test_it_refuses_a_place_left_in_the_chain(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("fuhe"), refused("LC018"):
        attack(case, ids, skipped=1)
    assert states(ids) == {"draft"}


@pytest.mark.parametrize("count", SIZES)
def test_it_refuses_a_gap_within_the_numbers(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("fuhe"), refused("LC017"):
        attack(case, ids, numbers=(1, *range(3, count + 2)))
    assert states(ids) == {"draft"}


@pytest.mark.parametrize("count", SIZES)
def test_it_refuses_to_post_in_another_name(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("kuaiji"), refused("LC012"):
        attack(case, ids)
    assert states(ids) == {"draft"}


@pytest.mark.parametrize("count", SIZES)
def test_it_refuses_one_unbalanced_voucher_among_right_ones(case: Casebook, count: int) -> None:
    ids = drafts(case, count)
    with case.signed_in("fuhe"):
        sql(
            'insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)'
            ' select book_id, voucher_id, account_id, 3, 1, 0 from ledger_line where voucher_id = %s and "order" = 1',
            ids[-1],
        )
        with refused("LC013"):
            attack(case, ids)
    assert states(ids) == {"draft"}


def test_many_at_once_are_placed_and_totalled_like_one_after_another(case: Casebook) -> None:
    together, alone = drafts(case, 12, "a"), drafts(case, 12, "b")
    with case.signed_in("fuhe"):
        attack(case, together)
        for pk in alone:
            ledger.post_voucher(case.actor("fuhe"), voucher_id=pk, key=f"one-{pk}")
    places = "select number, sequence from ledger_voucher where book_id = %s and state = 'posted' order by id"
    with as_system():
        assert sql(places, case.books["a"]) == sql(places, case.books["b"])
        assert all(report.whole for report in ledger.verify_books())
    assert case.balances("a") == case.balances("b")
