"""Attacks on a mirror book below the forms: raw SQL as the serving role, by officers who may keep it."""

from __future__ import annotations

import pytest

from liancun.contexts.ledger.tests import platform
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.ledger.tests.platform import JANUARY, Mirror
from liancun.contexts.ledger.tests.test_gate import refused

pytestmark = [pytest.mark.mission("B4"), pytest.mark.mission("TL7")]

COPY = """
    insert into ledger_voucher (book_id, owner_id, state, word, month, date, key, outstanding, spent, attachments,
        words, prepared_by_id, prepared_at, batch_id, part, parts, closing, needs_check)
    select book_id, owner_id, 'draft', word, {month}, {date}, 'forged', outstanding, spent, attachments, words,
        {by}, prepared_at, {batch}, 1, 1, '', false
    from ledger_voucher where book_id = %s and word = '记' order by id limit 1
"""


@pytest.fixture
def mirror(case: Casebook) -> Mirror:
    return platform.opened_mirror(case)


def forge(mirror: Mirror, **changed: str) -> None:
    given = {"month": "month", "date": "date", "by": "prepared_by_id", "batch": "batch_id", **changed}
    sql(COPY.format(**given), mirror.book)


@pytest.mark.parametrize(
    "changed",
    [
        {"batch": "null"},
        {"month": "'2026-02-01'", "date": "'2026-02-03'"},
        {"batch": "(select max(id) from ledger_batch where book_id <> ledger_voucher.book_id)"},
        {},
    ],
    ids=["no import", "another month", "another book's import", "more than the import brought"],
)
def test_no_other_voucher_comes_into_a_mirror(mirror: Mirror, changed: dict[str, str]) -> None:
    mirror.january()
    mirror.bring(platform.FEBRUARY, ("记-1", "2026-02-03", "x", platform.INCOME[3]))
    with mirror.case.signed_in("kuaiji"), refused("LC029"):
        forge(mirror, **changed)
    assert len(mirror.vouchers()) == 4


def test_nothing_joins_an_import_that_was_posted(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    with mirror.case.signed_in("kuaiji"), refused("LC029"):
        forge(mirror)


def test_an_own_book_has_no_import_of_the_platform(mirror: Mirror) -> None:
    with mirror.case.signed_in("kuaiji") as accountant, refused("LC029"):
        sql(
            """insert into ledger_mirrorimport (book_id, month, platform, voucher_file, voucher_digest, balance_file,
                   balance_digest, drafts, kept, gone, imported_by_id, name, imported_at)
               values (%s, '2026-01-01', '', 'a', 'a', '', '', 1, 0, 0, %s, '', now())""",
            mirror.case.books["a"],
            accountant.person_id,
        )


def test_no_import_comes_into_a_closed_month(mirror: Mirror) -> None:
    mirror.january()
    mirror.post()
    mirror.close(JANUARY)
    with mirror.case.signed_in("kuaiji"), refused("LC016"):
        sql(
            """insert into ledger_mirrorimport (book_id, month, platform, voucher_file, voucher_digest, balance_file,
                   balance_digest, drafts, kept, gone, imported_by_id, name, imported_at)
               select book_id, month, platform, 'b', 'b', '', '', 9, 0, 0, imported_by_id, name, now()
               from ledger_mirrorimport where book_id = %s""",
            mirror.book,
        )


@pytest.mark.parametrize("table", ["mirrorimport", "mirrorvoucher", "mirrorbalance"])
def test_what_was_imported_never_changes(mirror: Mirror, table: str) -> None:
    mirror.january()
    with mirror.case.signed_in("kuaiji"), refused("42501"):
        sql(f"delete from ledger_{table} where book_id = %s", mirror.book)
