"""Invoices of a claim: read when filed, completed by hand, and never paid twice in the county."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import papers
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

NUMBER = "26212000000012345678"
SELLER = "铁岭种业有限公司"


def filed(case: Casebook, letter: str, content: bytes, name: str = "发票.xml") -> ledger.ClaimLine:
    seat = case.world.seat(letter)
    with case.signed_in(f"baozhang-{letter}") as clerk:
        kept = evidence.store(
            clerk, body_id=seat.collective, name=name, content=content, purpose="ledger.claim"
        )
        return ledger.file_claim(
            clerk,
            owner_id=seat.collective,
            payee=SELLER,
            amount=Decimal("300.00"),
            purpose="购买玉米种子",
            template="goods",
            handler_id=seat.staff[1],
            witness_id=seat.staff[2],
            files=[kept.id],
        )


def claims(case: Casebook, letter: str) -> int:
    with case.signed_in(f"baozhang-{letter}"):
        return ledger.claims(book_id=case.books[letter])[1]


def test_filing_reads_the_invoice(case: Casebook) -> None:
    claim = filed(case, "a", papers.invoice_xml(NUMBER, "300.00", SELLER))

    with case.signed_in("kuaiji"):
        (read,) = ledger.invoices_of(claim.id)
    assert (read.number, read.amount, read.date) == (NUMBER, Decimal("300.00"), date(2026, 3, 5))
    assert (read.seller, read.unread) == (SELLER, ())


@pytest.mark.parametrize("letter", ["a", "b"])
def test_the_same_invoice_is_refused_in_every_book(case: Casebook, letter: str) -> None:
    filed(case, "a", papers.invoice_xml(NUMBER, "300.00", SELLER))
    before = claims(case, letter)

    # The same invoice as another form of file.
    with pytest.raises(Conflict) as refused, transaction.atomic():
        filed(case, letter, papers.invoice_pdf(NUMBER, "300.00", SELLER), "另一份.pdf")

    assert refused.value.code == "ledger.invoice_twice"
    assert "新台子" not in refused.value.text()
    assert claims(case, letter) == before


def test_the_county_knows_that_it_was_used_and_nothing_else(case: Casebook) -> None:
    filed(case, "a", papers.invoice_xml(NUMBER, "300.00", SELLER))
    with case.signed_in("baozhang-b"):
        assert sql("select count(*) from ledger_invoice") == [(0,)]
        assert sql("select ledger_invoices_used(%s, 0)", "{x}") == []
        (columns,) = sql("select pg_get_function_result('ledger_invoices_used'::regproc)")
        assert columns == ("SETOF text",)


def test_even_raw_sql_cannot_use_an_invoice_twice(case: Casebook) -> None:
    claim = filed(case, "a", papers.invoice_xml(NUMBER, "300.00", SELLER))
    other = case.file("b", "400.00", None)
    with case.signed_in("kuaiji"):
        (mark,) = sql("select mark from ledger_invoice where claim_id = %s", claim.id)[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(
                "insert into ledger_invoice (book_id, claim_id, format, number, code, seller, unread, mark, noted_at)"
                " values (%s, %s, 'typed', '1', '', '', '', %s, now())",
                case.books["b"],
                other.id,
                str(mark),
            )


def test_a_returned_claim_is_filed_again_with_its_invoice(case: Casebook) -> None:
    claim = filed(case, "a", papers.invoice_xml(NUMBER, "300.00", SELLER))
    with case.signed_in("jiandu-a") as supervisor:
        ledger.return_claim(supervisor, claim_id=claim.id, reason="金额不清")
    with case.signed_in("baozhang-a") as clerk:
        seat = case.world.a
        content = papers.invoice_pdf(NUMBER, "300.00", SELLER)
        kept = evidence.store(
            clerk, body_id=seat.collective, name="清楚的.pdf", content=content, purpose="ledger.claim"
        )
        given: dict[str, Any] = {"amount": Decimal("300.00"), "purpose": "购买玉米种子", "payee": SELLER}
        ledger.refile_claim(clerk, claim_id=claim.id, authority_id=None, files=[kept.id], **given)
        assert len(ledger.invoices_of(claim.id)) == 1


def test_what_could_not_be_read_is_told_by_hand(case: Casebook) -> None:
    claim = filed(case, "a", papers.invoice_ofd("12345678", "", "300.00", SELLER, data=False), "发票.ofd")
    with case.signed_in("baozhang-a") as clerk:
        (read,) = ledger.invoices_of(claim.id)
        assert read.unread == ("code",)
        told: dict[str, Any] = {"day": date(2026, 3, 5), "amount": Decimal("300.00"), "seller": SELLER}
        with pytest.raises(Refusal) as refused:
            ledger.note_invoice(clerk, claim_id=claim.id, number="123", file_id=read.file_id, **told)
        assert refused.value.code == "ledger.invoice_number"
        assert ledger.invoices_of(claim.id) == [read]
        (line,) = ledger.note_invoice(
            clerk, claim_id=claim.id, number="12345678", code="021001900111", file_id=read.file_id, **told
        )
        assert (line.format, line.code, line.unread) == ("typed", "021001900111", ())


def test_only_those_at_the_desk_tell_invoices(case: Casebook) -> None:
    claim = case.file("a", "300.00", None)
    with case.signed_in("jiandu-a") as supervisor, pytest.raises(NotAllowed):
        ledger.note_invoice(
            supervisor, claim_id=claim.id, number=NUMBER, day=date(2026, 3, 5), amount=Decimal(1), seller="某"
        )
    with case.signed_in("kuaiji"):
        assert ledger.invoices_of(claim.id) == []
