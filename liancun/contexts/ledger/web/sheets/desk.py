"""Sheets of the desk that come in from Excel: counterparties of a book, receipts number by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger.actions.counterparties import add_counterparty
from liancun.contexts.ledger.actions.papers import NewReceipt, note_receipts
from liancun.contexts.ledger.queries import books, desk, papers
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, mark


def _text(row: Values, key: str) -> str:
    return str(row[key] or "")


def _id(row: Values, key: str) -> int:
    found = row[key]
    return found if isinstance(found, int) else 0


def _refused(field: str, code: str, sentence: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal(f"ledger.{code}", sentence, {}, Place("field", field=field), remedy),)


class _OfBooks:
    """Rows that name the owner of a book; `action` is asked of each."""

    action = ""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = bodies.Lookup(clock.today())
        self.books = {book.owner_id: book.id for book in books.books()}
        self.seen: set[tuple[object, ...]] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        return [self._judged(row) for row in rows]

    def _judged(self, row: Values) -> Judgement:
        try:
            named = self.register.find(_text(row, "owner"), field="owner")
            owner = books.owner_of(named.id).id
        except Refusal as error:
            return (
                Refusal(
                    error.code, error.sentence, error.params, Place("field", field="owner"), error.remedy
                ),
            )
        if owner not in self.books or not may(self.actor, self.action, owner):
            remedy = mark("请由管理这个账套的人导入。")
            return _refused("owner", "not_here", mark("您不能在这个账套里登记。"), remedy)
        row["book_id"] = self.books[owner]
        return self.of(row)

    def of(self, row: Values) -> Judgement:
        return "new"

    def twice(self, field: str, *key: object) -> tuple[Refusal, ...] | None:
        if key in self.seen:
            return _refused(field, "twice", mark("文件里前面已经有这一行。"), mark("请删去重复的一行。"))
        self.seen.add(key)
        return None


class CounterpartyDesk(_OfBooks):
    action = "ledger.prepare_voucher"

    def of(self, row: Values) -> Judgement:
        book, kind, name = _id(row, "book_id"), _text(row, "kind"), _text(row, "name")
        if twice := self.twice("name", book, kind, name):
            return twice
        known = {(c.kind, c.name) for c in desk.counterparties(book)}
        return "known" if (kind, " ".join(name.split())) in known else "new"

    def write(self, rows: Sequence[Values]) -> None:
        for row in rows:
            add_counterparty(
                self.actor, book_id=_id(row, "book_id"), kind=_text(row, "kind"), name=_text(row, "name")
            )


class ReceiptDesk(_OfBooks):
    action = "ledger.keep_receipts"

    def of(self, row: Values) -> Judgement:
        book, number = _id(row, "book_id"), _id(row, "number")
        held = next((r for r in self._held(book, row) if r.first <= number <= r.last), None)
        if held is None or held.returned_on:
            remedy = mark("请先登记领用的收据簿，或核对号码。")
            return _refused("number", "receipt_number", mark("没有在用的收据簿含有这个号码。"), remedy)
        if not row["void"] and not row["amount"]:
            remedy = mark("作废的在“作废”一列写“是”。")
            return _refused("amount", "receipt_amount", mark("使用的收据要填金额。"), remedy)
        if twice := self.twice("number", held.id, number):
            return twice
        row["receipts_id"] = held.id
        told = {line.number for line in papers.receipt_lines(held.id)}
        return "known" if number in told else "new"

    def _held(self, book: int, row: Values) -> list[papers.ReceiptsLine]:
        return [r for r in papers.receipt_books(book) if r.series == _text(row, "series")]

    def write(self, rows: Sequence[Values]) -> None:
        by_book: dict[int, list[NewReceipt]] = {}
        for row in rows:
            by_book.setdefault(_id(row, "receipts_id"), []).append(_receipt(row))
        for receipts_id, told in by_book.items():
            note_receipts(self.actor, receipts_id=receipts_id, receipts=told)


def _receipt(row: Values) -> NewReceipt:
    day, amount = row["date"], row["amount"]
    return NewReceipt(
        number=_id(row, "number"),
        day=day if isinstance(day, date) else clock.today(),
        void=bool(row["void"]),
        payer=_text(row, "payer"),
        amount=amount if isinstance(amount, Decimal) else None,
        note=_text(row, "note"),
    )


def _kinds() -> Mapping[str, str]:
    return {"outside": "外单位或个人", "member": "成员", "household": "农户", "unit": "所属单位"}


def _owner() -> Column:
    return Column(
        "owner",
        mark("账套"),
        required=True,
        place=True,
        example="蔡牛镇新台子村",
        width=30,
        help=mark("账套所属集体或村的全称。"),
    )


COUNTERPARTIES = Layout(
    key="ledger.counterparties",
    name=mark("往来对象"),
    verb="ledger.prepare_voucher",
    lead=mark("一行一个往来对象。"),
    columns=(
        _owner(),
        Column("name", mark("名称"), required=True, example="铁岭种业有限公司", most=120, personal="name"),
        Column("kind", mark("类别"), "choice", required=True, choices=_kinds, example="外单位或个人"),
    ),
    desk=CounterpartyDesk,
    done_at="ledger:books",
)
RECEIPTS = Layout(
    key="ledger.receipts",
    name=mark("收据使用登记"),
    verb="ledger.keep_receipts",
    lead=mark("一行一张收据，使用的和作废的都要登记。"),
    notes=(mark("收据簿要先登记领用。"),),
    columns=(
        _owner(),
        Column("series", mark("收据种类或批次"), required=True, example="2026A", most=20),
        Column("number", mark("收据号码"), "integer", required=True, least=1, example="101"),
        Column("date", mark("日期"), "date", required=True, example="2026-03-09"),
        Column("payer", mark("交款单位或个人"), most=120, example="李家小卖部", personal="name"),
        Column("amount", mark("金额"), "amount", example="1200.00"),
        Column("void", mark("作废"), "yes_no", example="否"),
        Column("note", mark("说明"), most=120, personal="text"),
    ),
    desk=ReceiptDesk,
    done_at="ledger:books",
)


def declare() -> None:
    sheets.offer(COUNTERPARTIES)
    sheets.offer(RECEIPTS)
