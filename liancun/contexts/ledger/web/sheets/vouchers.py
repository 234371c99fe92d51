"""Vouchers by Excel, from another program's voucher list: one row a line, everything judged before anything is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from liancun.contexts.ledger.actions.importing import import_vouchers
from liancun.contexts.ledger.queries import authorities, batches, books
from liancun.contexts.ledger.rules import importing, incoming
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, mark

_ZERO = Decimal("0.00")
_PREFIX = "sheet:"
# The column in which each fault is put right.
_FIELDS = {
    "account": "account",
    "party": "party",
    "side": "debit",
    "lines": "number",
    "balance": "debit",
    "day": "date",
    "number": "number",
    "authority": "authority",
}


def _quantity(text: str) -> str:
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,3})?", text.replace(",", "")) is None:
        raise Refusal(
            "ledger.import_quantity",
            mark("数量应是数字，最多三位小数。"),
            place=Place("field", field="quantity"),
        )
    return text.replace(",", "")


def _words() -> Mapping[str, str]:
    return {word: word for word in incoming.ORDINARY}


def _text(row: Values, key: str) -> str:
    found = row.get(key)
    return found if isinstance(found, str) else ""


def _number(row: Values, key: str) -> int:
    found = row.get(key)
    return found if isinstance(found, int) else 0


def _amount(row: Values, key: str) -> Decimal:
    found = row.get(key)
    return found if isinstance(found, Decimal) else _ZERO


def _day(row: Values) -> date:
    found = row.get("date")
    return found if isinstance(found, date) else clock.today()


class VoucherDesk:
    """Judges whole books: each line, each voucher, the numbers of each month. Repeating a file changes nothing."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._books = {book.owner_name: book for book in books.books() if book.kind == "own"}

    def judge(self, rows: Sequence[Values]) -> Sequence[Judgement]:
        found: list[Judgement] = ["new"] * len(rows)
        for name, places in self._by_book(rows).items():
            for at, judged in self._judged(name, [rows[place] for place in places]).items():
                found[places[at]] = judged
        return found

    def _by_book(self, rows: Sequence[Values]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            places.setdefault(_text(row, "book"), []).append(at)
        return places

    def _judged(self, name: str, rows: Sequence[Values]) -> dict[int, Judgement]:
        book = self._books.get(name)
        if book is None or not may(self.actor, "ledger.import_vouchers", book.owner_id):
            sentence = mark("没有叫“{name}”的账套，或者您不管它的账。")
            return {0: (Refusal("ledger.no_book", sentence, {"name": name}, Place("field", field="book")),)}
        lines = self._lines(book, rows)
        taken = batches.names_taken(book.id, _PREFIX)
        found: dict[int, Judgement] = {
            at: "known" for at, line in enumerate(lines) if taken.get(line.voucher)
        }
        new = [at for at in range(len(lines)) if at not in found]
        outstanding = frozenset(lines[at].voucher for at in new if rows[at].get("outstanding"))
        facts = batches.facts(book.id, outstanding)
        for at, fault in incoming.faults([lines[at] for at in new], facts).items():
            found[new[at]] = (_refusal(fault, lines[new[at]].voucher),)
        found |= self._unknown_authorities(book, rows, found)
        return found

    def _unknown_authorities(
        self, book: books.BookLine, rows: Sequence[Values], found: Mapping[int, Judgement]
    ) -> dict[int, Judgement]:
        known = self._authorities(book)
        sentence = mark("没有登记过叫“{label}”的付款依据。")
        return {
            at: (
                Refusal(
                    "ledger.import_authority", sentence, {"label": label}, Place("field", field="authority")
                ),
            )
            for at, row in enumerate(rows)
            if (label := _text(row, "authority")) and label not in known and found.get(at) != "known"
        }

    def _authorities(self, book: books.BookLine) -> dict[str, int]:
        return {line.label: line.id for line in authorities.authorities_of(book.owner_id)}

    def _lines(self, book: books.BookLine, rows: Sequence[Values]) -> list[importing.IncomingLine]:
        known, taken = self._authorities(book), batches.names_taken(book.id, _PREFIX)
        return [_line(book.id, row, known, taken) for row in rows]

    def write(self, rows: Sequence[Values]) -> None:
        lines: list[importing.IncomingLine] = []
        for name, places in self._by_book(rows).items():
            lines += self._lines(self._books[name], [rows[at] for at in places])
        key = hashlib.sha256(repr(lines).encode()).hexdigest()[:40]
        # Each payment without authority was judged to be marked as such on its row.
        import_vouchers(self.actor, rows=lines, key=key, source="excel", record_unauthorised=True)


def _line(
    book_id: int, row: Values, known: Mapping[str, int], taken: Mapping[str, bool]
) -> importing.IncomingLine:
    day, word = _day(row), _text(row, "word") or "记"
    return importing.IncomingLine(
        book_id=book_id,
        voucher=_name(f"{_PREFIX}{day:%Y-%m}:{word}:{_number(row, 'number')}", taken),
        day=day,
        account=_text(row, "account"),
        debit=_amount(row, "debit"),
        credit=_amount(row, "credit"),
        summary=_text(row, "summary"),
        word=word,
        number=_number(row, "number"),
        payee=_text(row, "payee"),
        counterparty=_text(row, "party"),
        quantity=Decimal(_text(row, "quantity")) if _text(row, "quantity") else None,
        unit=_text(row, "unit"),
        attachments=_number(row, "attachments"),
        authority_id=known.get(_text(row, "authority")),
    )


def _name(name: str, taken: Mapping[str, bool]) -> str:
    """A voucher whose earlier draft was discarded comes again under the next name."""
    while taken.get(name) is False:
        name += "+"
    return name


def _refusal(fault: str, voucher: str) -> Refusal:
    sentence, remedy = importing.FAULTS[fault]
    place = Place("field", field=_FIELDS.get(fault, "number"))
    return Refusal(f"ledger.import_{fault}", sentence, {"voucher": voucher}, place, remedy)


_VOUCHER, _LINE, _PARTY = mark("凭证"), mark("分录"), mark("往来和数量")
VOUCHERS = Layout(
    key="ledger.vouchers",
    name=mark("凭证序时簿"),
    verb="ledger.import_vouchers",
    lead=mark("从别的财务软件转来的凭证，一行一条分录。有一行不对，全部不导入。"),
    notes=(
        mark("导入后都是草稿，由另一位会计整批复核记账。"),
        mark("凭证号在每个月里连续，接着账上已有的号；同一张凭证的各行，日期、字和号要一样。"),
        mark("付款要写明已登记的付款依据；没有依据的，在“待补手续”一列写“是”，记账后会预警。"),
    ),
    columns=(
        Column(
            "book", mark("账套"), required=True, example="新台子村股份经济合作社", width=30, group=_VOUCHER
        ),
        Column("date", mark("日期"), "date", required=True, example="2026-03-09", group=_VOUCHER),
        Column("word", mark("凭证字"), "choice", choices=_words, example="记", group=_VOUCHER),
        Column("number", mark("凭证号"), "integer", required=True, least=1, example="1", group=_VOUCHER),
        Column("summary", mark("摘要"), required=True, most=120, personal="text", group=_LINE),
        Column("account", mark("科目代码"), "code", required=True, example="102", group=_LINE),
        Column("name", mark("科目名称"), example="银行存款", group=_LINE),
        Column("debit", mark("借方金额"), "amount", example="1200.00", group=_LINE),
        Column("credit", mark("贷方金额"), "amount", group=_LINE),
        Column("party", mark("往来对象"), most=60, personal="name", group=_PARTY),
        Column("quantity", mark("数量"), check=_quantity, group=_PARTY),
        Column("unit", mark("单位"), most=10, group=_PARTY),
        Column("payee", mark("对方单位或个人"), most=120, personal="name"),
        Column("attachments", mark("附件张数"), "integer", least=0),
        Column("authority", mark("付款依据"), most=120),
        Column("outstanding", mark("待补手续"), "yes_no"),
    ),
    desk=VoucherDesk,
    whole=True,
    done_at="ledger:books",
)


def declare_vouchers() -> None:
    sheets.offer(VOUCHERS)
