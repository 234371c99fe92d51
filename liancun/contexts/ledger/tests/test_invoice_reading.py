"""Electronic invoices read from files made here: what is told, what is not, what contradicts itself."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.ledger.rules import invoices
from liancun.contexts.ledger.tests import papers

NUMBER, SELLER = "26212000000012345678", "铁岭种业有限公司"


def test_it_reads_an_all_electronic_invoice() -> None:
    read = invoices.read(papers.invoice_xml(NUMBER, "62000.00", SELLER), "xml")

    assert (read.number, read.code, read.seller) == (NUMBER, "", SELLER)
    assert (read.date, read.amount) == (date(2026, 3, 5), Decimal("62000.00"))
    assert read.unread == ()


@pytest.mark.parametrize("carries_data", [True, False])
def test_it_reads_an_ofd_with_and_without_its_data(carries_data: bool) -> None:
    content = papers.invoice_ofd("12345678", "021001900111", "113.00", SELLER, data=carries_data)

    read = invoices.read(content, "ofd")

    assert (read.number, read.code, read.amount) == ("12345678", "021001900111", Decimal("113.00"))
    assert (read.date, read.seller) == (date(2026, 3, 5), SELLER)


def test_it_reads_the_page_of_a_pdf() -> None:
    read = invoices.read(papers.invoice_pdf(NUMBER, "62000.00", SELLER), "pdf")

    assert (read.number, read.date, read.amount) == (NUMBER, date(2026, 3, 5), Decimal("62000.00"))
    assert read.seller == SELLER


def test_it_doubts_figures_that_differ_from_the_capitals() -> None:
    page = f"发票号码：{NUMBER} 价税合计（大写） 壹佰元整 （小写）¥200.00"

    read = invoices.from_text("pdf", page)

    assert read.amount is None
    assert read.doubts == ("amount",)
    assert set(read.unread) == {"date", "amount", "seller"}


def test_an_old_number_without_its_code_is_not_fully_read() -> None:
    read = invoices.from_text("pdf", "发票号码: 12345678 开票日期: 2026年03月05日 ¥10.00")
    assert read.unread == ("code", "seller")


@pytest.mark.parametrize("format", invoices.FORMATS)
@given(content=st.binary(max_size=400))
def test_it_reads_nothing_from_noise_and_never_fails(format: invoices.Format, content: bytes) -> None:
    read = invoices.read(content, format)
    assert (read.format, read.number) == (format, "")
    assert set(read.unread) == {"number", "code", "date", "amount", "seller"}


def test_it_expands_no_entities() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "26212000000012345678">]><x><InvoiceNumber>&a;</InvoiceNumber></x>'
    assert invoices.read(bomb, "xml").number == ""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("OFD.xml", bomb)
    assert invoices.read(packed.getvalue(), "ofd").number == ""


@pytest.mark.parametrize(
    ("number", "code", "known"),
    [(NUMBER, "", True), ("12345678", "021001900111", True), ("1234", "", False), ("", "", False)],
)
def test_only_a_whole_number_makes_an_identity(number: str, code: str, known: bool) -> None:
    assert bool(invoices.identity(number, code)) is known
