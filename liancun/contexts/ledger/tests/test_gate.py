"""Attacks below the forms: raw SQL as the serving role, by an officer who may keep both books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import Voucher
from liancun.contexts.ledger.queries import vouchers
from liancun.contexts.ledger.rules import chaining
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.framework.testing import as_system, check_constraints_now
from liancun.kernel.errors import Refusal
from liancun.kernel.periods import Month

pytestmark = [pytest.mark.mission("B4"), pytest.mark.mission("TL7")]

POST = """
    update ledger_voucher set state = 'posted', number = %s, sequence = %s, previous = %s, digest = %s,
        posted_by_id = %s, posted_at = now(), posting_key = 'attack' where id = %s
"""


@contextmanager
def _judged_at_once() -> Iterator[None]:
    with transaction.atomic():
        yield
        check_constraints_now()


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The database itself says no, with this error code, and the transaction can go on."""
    with pytest.raises(DatabaseError) as caught, _judged_at_once():
        yield
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.sqlstate == code  # type: ignore[attr-defined]


def attack_post(
    case: Casebook, voucher_id: int, *, number: int = 1, step: int = 1, by: str = "fuhe", digest: str = ""
) -> None:
    """Posts by hand, with the digest that would be right, unless another is given."""
    voucher = Voucher.objects.get(pk=voucher_id)
    [(last, head)] = sql("select sequence, head from ledger_book where id = %s", voucher.book_id)
    voucher.number, voucher.sequence = number, last + step
    voucher.posted_by_id = case.actor(by).person_id
    lines = vouchers.sealed_lines(voucher.book_id)[voucher_id]
    right = chaining.digest(head, vouchers.sealed(voucher, lines))
    sql(POST, number, last + step, head, digest or right, voucher.posted_by_id, voucher_id)


def income(case: Casebook, letter: str = "a") -> ledger.VoucherLine:
    return case.entry(letter, "102 银行存款 100.00\n501 经营收入 -100.00")


def test_it_lets_a_right_voucher_through(case: Casebook) -> None:
    """The control: the attack statement itself is accepted when nothing is wrong with the voucher."""
    draft = income(case)

    with case.signed_in("fuhe"), transaction.atomic():
        attack_post(case, draft.id)

        assert ledger.voucher(draft.id).state == "posted"


def test_it_refuses_an_unbalanced_voucher(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"):
        sql(
            """insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
               select book_id, voucher_id, account_id, 3, 5, 0 from ledger_line
               where voucher_id = %s and "order" = 2""",
            draft.id,
        )

        with refused("LC013"):
            attack_post(case, draft.id)

        assert ledger.voucher(draft.id).state == "draft"


def test_it_refuses_a_line_in_a_posted_voucher(case: Casebook) -> None:
    posted = case.post(income(case).id)
    with case.signed_in("fuhe"):
        for order, side in ((3, "debit"), (4, "credit")):
            with refused("LC011"):
                sql(
                    f"""insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
                        select book_id, voucher_id, account_id, %s,
                               {"5, 0" if side == "debit" else "0, 5"}
                        from ledger_line where voucher_id = %s limit 1""",
                    order,
                    posted.id,
                )

        assert sql("select count(*) from ledger_line where voucher_id = %s", posted.id) == [(2,)]


def test_it_refuses_an_account_of_another_book(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"), refused("23503"):
        sql(
            """insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
               select %s, %s, id, 3, 5, 0 from ledger_account where book_id = %s and code = '102'""",
            case.books["a"],
            draft.id,
            case.books["b"],
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_voucher set date = date + 1 where id = %s",
        "update ledger_voucher set posted_by_id = prepared_by_id where id = %s",
        "update ledger_line set debit = debit * 2 where voucher_id = %s",
        "update ledger_voucherwords set summary = '别的事' where voucher_id = %s",
        "delete from ledger_line where voucher_id = %s",
        "delete from ledger_voucher where id = %s",
    ],
)
def test_it_refuses_to_change_what_is_posted(case: Casebook, statement: str) -> None:
    posted = case.post(income(case).id)
    with case.signed_in("fuhe"):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            sql(statement, posted.id)
        assert caught.value.__cause__.sqlstate in {"LC001", "42501"}  # type: ignore[union-attr]
        assert ledger.voucher(posted.id) == posted


@pytest.mark.parametrize(
    "table", ["ledger_voucher", "ledger_line", "ledger_voucherwords", "ledger_authority"]
)
def test_it_refuses_to_truncate(case: Casebook, table: str) -> None:
    with case.signed_in("fuhe"), refused("42501"):
        sql(f"truncate {table} cascade")


def test_it_refuses_a_gap_in_the_numbers(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"), refused("LC017"):
        attack_post(case, draft.id, number=2)


def test_it_refuses_a_voucher_beside_the_chain(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"), refused("LC018"):
        attack_post(case, draft.id, step=2)


def test_it_refuses_a_head_that_is_not_the_last_voucher(case: Casebook) -> None:
    with case.signed_in("fuhe"), refused("LC018"):
        sql("update ledger_book set head = repeat('b', 64) where id = %s", case.books["a"])


def test_it_refuses_to_post_ones_own_draft(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("kuaiji"), refused("23514"):
        attack_post(case, draft.id, by="kuaiji")


def test_it_refuses_to_post_in_another_name(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("kuaiji"), refused("LC012"):
        attack_post(case, draft.id, by="fuhe")


def test_it_refuses_a_voucher_born_posted(case: Casebook) -> None:
    with case.signed_in("fuhe"), refused("LC010"):
        sql(
            """insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, outstanding, spent,
                   attachments, words, prepared_by_id, prepared_at)
               select book_id, owner_id, 'posted', word, month, date, 'born', false, 0, 0, words,
                   prepared_by_id, prepared_at from ledger_voucher limit 1"""
        )


def test_it_refuses_money_out_without_authority(case: Casebook) -> None:
    """A draft whose authority was left out below the forms does not pass the gate."""
    draft = income(case)
    with case.signed_in("kuaiji"):
        sql(
            """insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, outstanding, spent,
                   attachments, words, prepared_by_id, prepared_at)
               select book_id, owner_id, 'draft', word, month, date, 'sly', false, 100, 0, words,
                   prepared_by_id, prepared_at from ledger_voucher where id = %s""",
            draft.id,
        )
        [(sly,)] = sql("select id from ledger_voucher where key = 'sly'")
        sql(
            """insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
               select book_id, %s, account_id, "order", credit, debit from ledger_line where voucher_id = %s""",
            sly,
            draft.id,
        )
    with case.signed_in("fuhe"), refused("LC019"):
        attack_post(case, sly)


def test_it_refuses_more_than_the_authority(case: Casebook) -> None:
    """Two drafts each fit into the authority; together they do not."""
    authority = case.authority("a", "100.00")
    text = "121 库存物资 60.00\n102 银行存款 -60.00"
    one = case.entry("a", text, authority_id=authority.id, key="one")
    two = case.entry("a", text, authority_id=authority.id, key="two")
    case.post(one.id)

    with case.signed_in("fuhe"), refused("LC015"):
        attack_post(case, two.id, number=2)

    with as_system():
        assert ledger.remaining(authority.id) == Decimal("40.00")


def test_it_refuses_the_authority_of_another_owner(case: Casebook) -> None:
    authority = case.authority("b", "100.00")
    with case.signed_in("kuaiji"), refused("23503"):
        sql(
            """insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, outstanding, spent,
                   attachments, words, prepared_by_id, prepared_at, authority_id)
               select book_id, owner_id, 'draft', '记', month, date, 'sly', false, 100, 0, words,
                   prepared_by_id, prepared_at, %s from ledger_voucher where book_id = %s limit 1""",
            authority.id,
            case.books["a"],
        )


def test_it_refuses_an_approval_without_signatures(case: Casebook) -> None:
    claim = case.file("a", "50.00", case.authority("a", "100.00").id)
    with case.signed_in("zhishu-a"):
        with refused("LC022"):
            sql("update ledger_claim set state = 'approved' where id = %s", claim.id)
        with refused("23514"):
            sql("update ledger_claim set state = 'checked' where id = %s", claim.id)

        assert ledger.claim(claim.id).state == "filed"


def test_it_hides_another_villages_rows(case: Casebook) -> None:
    posted = case.paid("a", "50.00", case.authority("a", "100.00").id)
    with case.signed_in("baozhang-b"):
        for table in ("voucher", "line", "claim", "claimstep", "voucherwords", "account", "period"):
            assert sql(f"select count(*) from ledger_{table} where book_id = %s", case.books["a"]) == [(0,)]
        assert sql("select count(*) from ledger_book where id = %s", case.books["a"]) == [(0,)]
        with transaction.atomic():
            sql("update ledger_voucher set date = date where id = %s", posted.id)
            with connection.cursor() as cursor:
                cursor.execute(
                    "update ledger_claim set state = 'returned' where book_id = %s", [case.books["a"]]
                )
                assert cursor.rowcount == 0


def test_it_refuses_a_row_in_another_villages_book(case: Casebook) -> None:
    with case.signed_in("baozhang-b"), refused("42501"):
        sql("insert into ledger_period (book_id, month) values (%s, '2026-04-01')", case.books["a"])


def test_it_refuses_a_forged_digest(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"), refused("LC018"):
        attack_post(case, draft.id, digest="a" * 64)

    assert case.posted("a") == 1


def test_it_moves_the_head_of_the_book_itself(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("fuhe"):
        attack_post(case, draft.id)
    with as_system():
        assert ledger.book(case.books["a"]).sequence == 2
        assert all(report.whole for report in ledger.verify_books())


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_balance set opening = 0",
        "delete from ledger_balance",
        "insert into ledger_balance (book_id, account_id, year, opening, debit, credit)"
        " select book_id, account_id, 2099, 0, debit, credit from ledger_balance",
        "truncate ledger_balance",
        "select ledger_rebuild_balances()",
    ],
)
def test_it_lets_nobody_touch_the_stored_balances(case: Casebook, statement: str) -> None:
    with case.signed_in("fuhe"), refused("42501"):
        sql(statement)


def test_it_refuses_a_line_without_its_counterparty(case: Casebook) -> None:
    """A balance with members is never written without a name: neither by the form nor below it."""
    with pytest.raises(Refusal) as told:
        case.entry("a", "113 内部往来 100.00\n501 经营收入 -100.00")
    assert told.value.code == "ledger.no_counterparty"
    draft = income(case)
    with case.signed_in("fuhe"):
        for debit, credit in ((5, 0), (0, 5)):
            sql(
                """insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
                   select book_id, %s, id, %s, %s, %s from ledger_account where book_id = %s and code = '113'""",
                draft.id,
                3 + credit,
                debit,
                credit,
                case.books["a"],
            )
        with refused("LC025"):
            attack_post(case, draft.id)


def test_it_refuses_a_part_without_its_others(case: Casebook) -> None:
    draft = income(case)
    with case.signed_in("kuaiji"):
        sql(
            """insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, outstanding, spent,
                   attachments, words, prepared_by_id, prepared_at, event, part, parts)
               select book_id, owner_id, 'draft', word, month, date, 'half', false, spent, 0, words,
                   prepared_by_id, prepared_at, 'event', 1, 2 from ledger_voucher where id = %s""",
            draft.id,
        )
        [(half,)] = sql("select id from ledger_voucher where key = 'half'")
        sql(
            """insert into ledger_line (book_id, voucher_id, account_id, "order", debit, credit)
               select book_id, %s, account_id, "order", debit, credit from ledger_line where voucher_id = %s""",
            half,
            draft.id,
        )
    with case.signed_in("fuhe"), refused("LC017"):
        attack_post(case, half)


def test_it_opens_a_closed_month_only_by_a_decision(case: Casebook) -> None:
    with case.signed_in("fuhe") as reviewer:
        ledger.close_month(reviewer, book_id=case.books["a"], month=Month(2026, 1))
    with case.signed_in("fuhe"), refused("LC001"):
        sql(
            "update ledger_period set closed_at = null, closed_by_id = null where book_id = %s",
            case.books["a"],
        )
