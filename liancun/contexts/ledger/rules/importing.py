"""What an import of vouchers brings: one row for each line, as a voucher list (凭证序时簿) has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from liancun.contexts.ledger.rules import numbers
from liancun.kernel.errors import Place, Refusal, mark


class IncomingLine(NamedTuple):
    """`voucher`: its name in the file, the same on each of its lines; `number`: where the file numbers them.

    The voucher's own columns (day, word, number, summary, payee, attachments, authority) count on its first line.
    Amounts in yuan, on exactly one side.
    """

    book_id: int
    voucher: str
    day: date
    account: str
    debit: Decimal
    credit: Decimal
    summary: str = ""
    word: str = numbers.GENERAL
    number: int | None = None
    payee: str = ""
    counterparty: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    attachments: int = 0
    authority_id: int | None = None
    closing: str = ""


@dataclass(frozen=True)
class Report:
    """What lies in the books after an import, as drafts or posted; `again`: it had been imported before."""

    batch_ids: tuple[int, ...]
    vouchers: int
    lines: int
    again: bool = False


# What may be wrong with a row or its voucher, in the order in which it is told.
FAULTS: dict[str, tuple[str, str]] = {
    "account": (
        mark("账套里没有这个科目，或者科目已经停用。"),
        mark("请先在科目表中增设明细，或者改用现有科目。"),
    ),
    "party": (mark("这个科目每一行都要写明往来对象。"), mark("请在“往来对象”一列写明姓名或者单位。")),
    "side": (mark("每行只能在借方或贷方填一个大于零的金额。"), ""),
    "lines": (mark("一张凭证至少要有两行分录，日期和字号要一致。"), ""),
    "balance": (mark("这张凭证借贷不相等。"), mark("请核对每行金额，使借贷相等。")),
    "day": (mark("凭证日期早于账套启用日、晚于今天，或者所在月份已经结账。"), ""),
    "number": (mark("凭证号不连续，或者和账上已有的号重复。"), mark("号要接着账上最后一号，中间不能缺号。")),
    "authority": (
        mark("这笔付款没有依据，或者依据不是本账套所有者的。"),
        mark("请写明依据，或者在导入时选择记为“待补手续”。"),
    ),
    "key": (mark("这张凭证以前已经导入过。"), mark("请把已经导入的凭证从文件中去掉。")),
}


def refuse(fault: str, *, row: int, voucher: str) -> Refusal:
    """The refusal of a whole import for its first wrong row; nothing is kept."""
    sentence, remedy = FAULTS[fault]
    return Refusal(
        f"ledger.import_{fault}", sentence, {"voucher": voucher}, Place("row", row=row), remedy, 422
    )
