"""A payment batch as a file: who may stand in it, how it is written, how the bank's answer is read.

Field rules: the habits of banks' batch interfaces (≤ 500 lines, name 2–15 or a unit's longer name, bank 2–50,
account 9–30 digits, amount with two decimals). A county sets its own in the playbook. No payment is made here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from liancun.contexts.treasury.rules.shapes import tidy
from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.money import yuan

WAITING, PAID, FAILED = "waiting", "paid", "failed"


@dataclass(frozen=True)
class Limits:
    """What the bank takes in one file; `least` in yuan."""

    most_lines: int = 500
    least: Decimal = Decimal("0.10")
    name: tuple[int, int] = (2, 60)
    bank: tuple[int, int] = (2, 50)
    account: tuple[int, int] = (9, 30)


@dataclass(frozen=True)
class Order:
    """One line of a batch. `key`: unique for ever, so that the bank's answer finds its line."""

    key: str
    name: str
    bank: str
    account: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True)
class Answer:
    """What the bank says of one order: `state` is paid or failed; `reason` where it failed."""

    key: str
    state: str
    reason: str = ""
    amount: Decimal | None = None


class Driver(Protocol):
    """A way to and from a bank. A county names one in its playbook (`payments.driver`)."""

    @property
    def name(self) -> str: ...

    def write(self, orders: Sequence[Order]) -> tuple[str, bytes]:
        """The ending of the file's name and its content."""
        ...

    def read(self, rows: Iterable[Sequence[str]]) -> tuple[Answer, ...]: ...


def check_payee(name: str, bank: str, account: str, limits: Limits) -> None:
    """Raises the first field that the bank would not take."""
    fields = (
        ("name", name, limits.name, mark("户名要有 {least} 到 {most} 个字。")),
        ("bank", bank, limits.bank, mark("开户行要有 {least} 到 {most} 个字。")),
    )
    for field, text, (least, most), sentence in fields:
        if not least <= len(text.strip()) <= most:
            raise _fault(field, sentence, least=least, most=most)
    least, most = limits.account
    if re.fullmatch(rf"\d{{{least},{most}}}", account) is None:
        raise _fault("number", mark("账号应是 {least} 到 {most} 位数字。"), least=least, most=most)


def check_batch(amounts: Sequence[Decimal], limits: Limits) -> None:
    if not amounts:
        raise Refusal("treasury.empty_batch", mark("请至少选择一笔。"), status=422)
    if len(amounts) > limits.most_lines:
        raise Refusal(
            "treasury.batch_too_long",
            mark("一个付款文件最多 {most} 笔，现在有 {count} 笔。"),
            {"most": limits.most_lines, "count": len(amounts)},
            remedy=mark("请分成几个文件。"),
            status=422,
        )
    if min(amounts) < limits.least:
        raise Refusal(
            "treasury.amount_too_small",
            mark("银行批量付款每笔不少于 {least} 元。"),
            {"least": limits.least},
            status=422,
        )


def _fault(field: str, sentence: str, **params: object) -> Refusal:
    return Refusal(f"treasury.payee_{field}", sentence, params, Place("field", field=field), status=422)


@dataclass(frozen=True)
class FileDriver:
    """A text file with one order a line. `columns`: what → heading, in the bank's order."""

    columns: Mapping[str, str]
    encoding: str = "gb18030"
    done: tuple[str, ...] = ("成功", "已支付", "支付成功", "交易成功")
    name: str = "file"

    def write(self, orders: Sequence[Order]) -> tuple[str, bytes]:
        told = io.StringIO()
        writer = csv.writer(told, lineterminator="\r\n")
        writer.writerow(self.columns.values())
        for number, order in enumerate(orders, start=1):
            writer.writerow([_cell(what, number, order) for what in self.columns])
        return "csv", told.getvalue().encode(self.encoding, errors="replace")

    def read(self, rows: Iterable[Sequence[str]]) -> tuple[Answer, ...]:
        """The heading row is the one that names the order's key and its outcome."""
        told = list(rows)
        for at, cells in enumerate(told[:25]):
            heads = {tidy(cell): place for place, cell in enumerate(cells)}
            key = heads.get(tidy(self.columns["key"]))
            state = next((heads[w] for w in ("交易状态", "处理结果", "状态", "结果") if w in heads), None)
            if key is not None and state is not None:
                reason = next((heads[w] for w in ("失败原因", "原因", "备注", "说明") if w in heads), None)
                amount = heads.get(tidy(self.columns["amount"]))
                return tuple(
                    self._answer(row, key, state, reason, amount) for row in told[at + 1 :] if any(row)
                )
        raise Refusal(
            "treasury.no_result_head",
            mark("文件里没有找到业务编号和处理结果两列。"),
            remedy=mark("请使用银行返回的批量付款结果文件。"),
            place=Place("field", field="file"),
            status=422,
        )

    def _answer(
        self, row: Sequence[str], key: int, state: int, reason: int | None, amount: int | None
    ) -> Answer:
        def at(place: int | None) -> str:
            return row[place].strip() if place is not None and place < len(row) else ""

        word = at(state)
        paid = word in self.done
        told = at(amount)
        return Answer(
            at(key),
            PAID if paid else FAILED,
            "" if paid else (at(reason) or word)[:120],
            yuan(told) if told else None,
        )


def _cell(what: str, number: int, order: Order) -> str:
    return {
        "number": str(number),
        "key": order.key,
        "name": order.name,
        "bank": order.bank,
        # A tab keeps a spreadsheet from rounding the digits.
        "account": f"{order.account}\t",
        "amount": f"{order.amount:.2f}",
        "purpose": order.purpose,
    }[what]
