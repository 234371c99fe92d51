"""The treasury's section of a playbook: how near days must lie, when a month must agree, the bank's file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from liancun.contexts.treasury.rules import payments as rules
from liancun.framework import playbook as books
from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.money import yuan

FILE = "treasury.toml"
_NEEDED = ("key", "name", "account", "amount")
What = Literal["number", "key", "name", "bank", "account", "amount", "purpose"]
Span = Annotated[tuple[int, int], Field(description="least and most")]

_COLUMNS: Mapping[What, str] = {
    "number": "序号",
    "key": "业务编号",
    "name": "收款人户名",
    "bank": "收款人开户行",
    "account": "收款人账号",
    "amount": "金额",
    "purpose": "用途",
}


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Matching(_Table):
    """`window_days`: how far apart the days of bank and book may lie."""

    window_days: Annotated[int, Field(ge=0, le=60)] = 10


class Reconciling(_Table):
    """`due_days`: days after the end of a month in which bank and book must agree."""

    due_days: Annotated[int, Field(ge=1, le=90)] = 10


class Payments(_Table):
    """`driver`: the way to the bank; `columns`: what → the bank's heading, in its order."""

    driver: Literal["file"] = "file"
    most_lines: Annotated[int, Field(ge=1, le=500)] = 500
    least: Annotated[Decimal, BeforeValidator(yuan), Field(gt=0)] = Decimal("0.10")
    name: Span = (2, 60)
    bank: Span = (2, 50)
    account: Span = (9, 30)
    encoding: Literal["gb18030", "utf-8-sig"] = "gb18030"
    columns: dict[What, str] = Field(default_factory=lambda: dict(_COLUMNS))
    done: tuple[str, ...] = ("成功", "已支付", "支付成功", "交易成功")


class TreasurySection(_Table):
    matching: Matching = Matching()
    reconciliation: Reconciling = Reconciling()
    payments: Payments = Payments()

    @property
    def limits(self) -> rules.Limits:
        p = self.payments
        return rules.Limits(p.most_lines, p.least, p.name, p.bank, p.account)

    @property
    def driver(self) -> rules.Driver:
        p = self.payments
        return rules.FileDriver({str(what): head for what, head in p.columns.items()}, p.encoding, p.done)


def check(section: TreasurySection, playbook: books.Playbook) -> list[Refusal]:
    """A file without a column the bank or the answer needs could not be used."""
    heads = section.payments.columns
    missing = [what for what in _NEEDED if what not in heads]
    faults = [
        Refusal(
            "playbook.treasury",
            mark("付款文件缺少“{what}”一列。"),
            {"what": what},
            Place("key", file=FILE, key="payments.columns"),
        )
        for what in missing
    ]
    if len(set(heads.values())) < len(heads):
        place = Place("key", file=FILE, key="payments.columns")
        faults.append(Refusal("playbook.treasury", mark("付款文件有两列同名。"), place=place))
    return faults


def section_of() -> TreasurySection:
    section: TreasurySection = books.current().section("treasury")
    return section


def declare() -> None:
    books.section(name="treasury", files=(FILE,), schema=TreasurySection, check=check)
