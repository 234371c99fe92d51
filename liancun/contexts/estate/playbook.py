"""The estate's section of a playbook: kinds with their accounts, categories with their lives, days of warnings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.estate.rules.rent import Levels
from liancun.framework import playbook as books
from liancun.kernel.errors import Place, Refusal, mark

FILE = "estate.toml"
Kind = Literal["fixed", "productive", "consumable", "public", "intangible"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Accounts(_Table):
    """`cost`; where it is written down, `wear` and `expense`; `gone`: where the rest of its value goes at the end."""

    name: str
    cost: str
    wear: str = ""
    expense: str = ""
    gone: str


class Category(_Table):
    """`years` 0: not written down. `salvage`: the part of the cost that stays."""

    name: Annotated[str, Field(min_length=2)]
    kind: Kind
    years: Annotated[int, Field(ge=0, le=100)] = 0
    salvage: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal(0)


class Days(_Table):
    yellow: int
    orange: int
    red: int

    @property
    def levels(self) -> Levels:
        return Levels(self.yellow, self.orange, self.red)


class Warnings(_Table):
    """`overdue`: days after a due day; `ending`: days before a contract's last day, as days of nearness."""

    overdue: Days = Days(yellow=1, orange=30, red=90)
    ending: Days = Days(yellow=90, orange=30, red=0)


class RentAccounts(_Table):
    """Where rent stands as income, and where rent for later years waits."""

    income: str
    advance: str


class EstateSection(_Table):
    """`rent`: by the key of a chart; a chart that is not named has no account for rent received in advance."""

    rent: dict[str, RentAccounts] = {}
    account: dict[Kind, Accounts]
    category: dict[str, Category]
    land: dict[str, str]
    warning: Warnings = Warnings()

    def accounts(self) -> list[tuple[str, str]]:
        """The accounts a register is compared with: (code, what it holds)."""
        codes = [(one.cost, one.name) for one in self.account.values()]
        return [*codes, *((one.wear, f"{one.name}（累计折旧）") for one in self.account.values() if one.wear)]


def check(section: EstateSection, playbook: books.Playbook) -> list[Refusal]:
    return [*_faults(section)]


def _fault(key: str, sentence: str, **params: object) -> Refusal:
    return Refusal("playbook.estate", sentence, params, Place("key", file=FILE, key=key))


def _faults(section: EstateSection) -> Iterator[Refusal]:
    for key, one in section.category.items():
        account = section.account.get(one.kind)
        if account is None:
            yield _fault(f"category.{key}.kind", mark("没有为“{kind}”类资产指定科目。"), kind=one.kind)
        elif one.years and not (account.wear and account.expense):
            yield _fault(f"category.{key}.years", mark("“{name}”要折旧，但没有指定折旧科目。"), name=one.name)
    late, near = section.warning.overdue, section.warning.ending
    if not late.yellow <= late.orange <= late.red:
        yield _fault("warning.overdue", mark("逾期预警的天数要由小到大。"))
    if not near.yellow >= near.orange >= near.red:
        yield _fault("warning.ending", mark("到期预警的天数要由大到小。"))


def section_of() -> EstateSection:
    section: EstateSection = books.current().section("estate")
    return section


def declare() -> None:
    books.section(name="estate", files=(FILE,), schema=EstateSection, check=check)
