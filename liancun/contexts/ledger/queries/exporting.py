"""Posted vouchers of a month as the lines of the platform's template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from liancun.contexts.ledger.models import Line, Voucher, VoucherStep, VoucherWords
from liancun.contexts.ledger.playbook import Platform, section_of
from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.rules import numbers
from liancun.framework.web.parts import CellValue

Cells = tuple[CellValue, ...]


def template() -> Platform:
    return section_of().ledger.platform


def platform_lines(book_id: int, since: date, until: date) -> list[Cells]:
    """One row for each line, in the order of the numbers, with the columns of the playbook's template."""
    columns = template().column
    return [
        tuple(column.fixed if column.field == "fixed" else told[column.field] for column in columns)
        for told in _told(book_id, since, until)
    ]


def _told(book_id: int, since: date, until: date) -> Iterator[Mapping[str, CellValue]]:
    found = Voucher.objects.filter(book_id=book_id, date__range=(since, until), state="posted")
    found = found.exclude(word=numbers.OPENING)
    vouchers = {v.pk: v for v in found.order_by("sequence")}
    words = {w.voucher_id: w for w in VoucherWords.objects.filter(voucher_id__in=vouchers)}
    persons = _persons(vouchers)
    owner = books.book(book_id).owner_name
    lines = Line.objects.select_related("account", "counterparty").filter(voucher_id__in=vouchers)
    for line in lines.order_by("voucher__sequence", "order"):
        voucher, said = vouchers[line.voucher_id], words[line.voucher_id]
        own = said.lines[line.order - 1] if line.order <= len(said.lines) else ""
        signed = persons.get(voucher.pk, {})
        yield {
            "month": f"{voucher.month:%Y-%m}",
            "date": voucher.date,
            "word": voucher.word,
            "number": voucher.number,
            "line": line.order,
            "summary": own or said.summary,
            "code": line.account.code,
            "name": line.account.name,
            "debit": line.debit or None,
            "credit": line.credit or None,
            "party": line.counterparty.name if line.counterparty else "",
            "quantity": line.quantity,
            "unit": line.unit,
            "attachments": voucher.attachments,
            "preparer": signed.get("prepare", ""),
            "checker": signed.get("check", "") or signed.get("post", ""),
            "poster": signed.get("post", ""),
            "owner": owner,
        }


def _persons(vouchers: Mapping[int, Voucher]) -> dict[int, dict[str, str]]:
    made: dict[int, dict[str, str]] = {}
    for step in VoucherStep.objects.filter(voucher_id__in=vouchers).order_by("id"):
        made.setdefault(step.voucher_id, {})[step.act] = step.name
    return made
