"""The ledger's section of a playbook: charts of accounts, usual business, tiers, duties apart, standing limits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from liancun.contexts.ledger.playbook.charts import (
    Chart,
    OwnerChart,
    Table,
    chart_for,
    charts_for,
    fault,
    faults,
    with_inherited,
)
from liancun.contexts.ledger.rules import duties, lines, tiers
from liancun.framework import playbook as books
from liancun.kernel.errors import Refusal, mark
from liancun.kernel.money import yuan

CHARTS = ("village-2023", "group-2023", "village-2004", "cooperative-2021", "company-2011")
Act = Literal["handled", "witnessed", "filed", "checked", "approved", "approved_above", "prepared", "posted"]
PlatformField = Literal[
    "month", "date", "word", "number", "line", "summary", "code", "name", "debit", "credit", "party", "quantity",
    "unit", "attachments", "preparer", "checker", "poster", "owner", "fixed",
]  # fmt: skip
Yuan = Annotated[Decimal, BeforeValidator(yuan), Field(gt=0)]


class BookRules(Table):
    chart: str
    owners: Annotated[list[str], Field(min_length=1)]
    charts: list[OwnerChart] = []


class DutiesApart(Table):
    acts: tuple[Act, Act]
    why: Annotated[str, Field(min_length=1)]


class Sides(Table):
    debit: str
    credit: str


class BusinessTemplate(Table):
    """`charts`: the accounts of this business in books of another chart; without them it is not offered there."""

    name: Annotated[str, Field(min_length=1)]
    money: Literal["out", "in", "none"]
    debit: str
    credit: str
    charts: dict[str, Sides] = {}


class AmountTier(Table):
    up_to: Yuan | None = None
    approvers: Annotated[list[Literal["village_approver", "township_approver"]], Field(min_length=1)]
    why: str = ""
    checked: bool = False


class StandingLimit(Table):
    name: Annotated[str, Field(min_length=1)]
    each: Yuan
    month: Yuan


class PlatformColumn(Table):
    """A column of the platform's voucher template: its heading, and what of a line stands in it."""

    head: Annotated[str, Field(min_length=1)]
    field: PlatformField
    fixed: str = ""


class Platform(Table):
    """The province's 三资 platform. `kind`: where a book is kept unless said otherwise; `column`: its template.

    `at_once_kb`: a month's files up to so many KB together are read while the page waits, larger ones behind a bar.
    """

    name: Annotated[str, Field(min_length=1)]
    kind: Literal["own", "mirror"] = "mirror"
    sheet: str = "凭证"
    at_once_kb: Annotated[int, Field(ge=1, le=8192)] = 512
    column: list[PlatformColumn] = []


class LedgerTables(Table):
    book: BookRules
    platform: Platform = Platform(name="三资平台")
    duties_apart: list[DutiesApart]
    template: dict[str, BusinessTemplate]
    tier: list[AmountTier]
    standing: dict[str, StandingLimit] = {}
    reporting_days: list[Annotated[int, Field(ge=1, le=31)]] = []
    petty_template: str = "withdraw"


class LedgerSection(Table):
    ledger: LedgerTables
    chart: dict[str, Chart]

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, tables: Any) -> Any:
        charts = tables.get("chart") if isinstance(tables, dict) else None
        return {**tables, "chart": with_inherited(charts)} if isinstance(charts, dict) else tables

    def chart_of(self, owner_kind: str, under: str | None = None) -> str:
        """The key of the chart an owner of this kind keeps its book by."""
        return chart_for(self.ledger.book.charts, self.ledger.book.chart, owner_kind, under)

    def charts_of(self, owner_kind: str, under: str | None = None) -> tuple[str, ...]:
        """The charts such an owner may keep its book by, the usual one first."""
        return charts_for(self.ledger.book.charts, self.ledger.book.chart, owner_kind, under)

    @property
    def tiers(self) -> tuple[tiers.Tier, ...]:
        return tuple(tiers.Tier(t.up_to, tuple(t.approvers), t.why, t.checked) for t in self.ledger.tier)

    @property
    def apart(self) -> tuple[duties.Apart, ...]:
        return tuple(duties.Apart(rule.acts, rule.why) for rule in self.ledger.duties_apart)

    @property
    def templates(self) -> dict[str, lines.Template]:
        """The usual businesses with the accounts of the common chart."""
        return {
            key: lines.Template(key, t.name, t.money, t.debit, t.credit)
            for key, t in self.ledger.template.items()
        }

    def templates_for(self, chart: str) -> dict[str, lines.Template]:
        """Those that a book of this chart knows, with its own accounts."""
        common, about = self.ledger.book.chart, self.chart.get(chart)
        if chart == common or (about is not None and about.like == common):
            return self.templates
        return {
            key: lines.Template(key, t.name, t.money, t.charts[chart].debit, t.charts[chart].credit)
            for key, t in self.ledger.template.items()
            if chart in t.charts
        }


def check(section: LedgerSection, playbook: books.Playbook) -> list[Refusal]:
    """What the shapes cannot say: codes that exist, tiers that rise and reach every amount."""
    return [*_chart_faults(section), *_template_faults(section), *_tier_faults(section)]


def _chart_faults(section: LedgerSection) -> Iterator[Refusal]:
    if section.ledger.book.chart not in section.chart:
        yield fault("ledger.book.chart", mark("没有名为“{chart}”的科目表。"), chart=section.ledger.book.chart)
    for index, line in enumerate(section.ledger.book.charts):
        if line.chart not in section.chart:
            yield fault(
                f"ledger.book.charts.{index}.chart", mark("没有名为“{chart}”的科目表。"), chart=line.chart
            )
        if line.owner not in section.ledger.book.owners:
            yield fault(f"ledger.book.charts.{index}.owner", mark("“{owner}”不能有账套。"), owner=line.owner)
    yield from faults(section.chart)


def _template_faults(section: LedgerSection) -> Iterator[Refusal]:
    common = section.ledger.book.chart
    for key, template in section.ledger.template.items():
        place = f"ledger.template.{key}"
        sides_of: dict[str, BusinessTemplate | Sides] = {common: template, **template.charts}
        for chart, sides in sides_of.items():
            at = place if chart == common else f"{place}.charts.{chart}"
            yield from _sides_faults(section, at, chart, template.money, sides)


def _sides_faults(
    section: LedgerSection, place: str, chart: str, money: str, sides: BusinessTemplate | Sides
) -> Iterator[Refusal]:
    found = section.chart.get(chart)
    if found is None:
        yield fault(place, mark("没有名为“{chart}”的科目表。"), chart=chart)
        return
    known = {account.code: account.money for account in found.account}
    for side, code in (("debit", sides.debit), ("credit", sides.credit)):
        if code not in known:
            yield fault(f"{place}.{side}", mark("科目表里没有科目“{code}”。"), code=code)
    if money != _moves(known.get(sides.debit, False), known.get(sides.credit, False)):
        yield fault(f"{place}.money", mark("收付方向与借贷科目不一致。"))


def _moves(debit: bool, credit: bool) -> str:
    if debit == credit:
        return "none"
    return "in" if debit else "out"


def _tier_faults(section: LedgerSection) -> Iterator[Refusal]:
    if not tiers.ascending(section.tiers):
        yield fault("ledger.tier", mark("审批档次要从小到大排列，只有最后一档不写上限。"))
    for index, tier in enumerate(section.ledger.tier, start=1):
        if tier.approvers[0] != "village_approver":
            yield fault("ledger.tier", mark("第 {index} 档要先由村集体负责人审批。"), index=index)


def section_of(playbook_id: int | None = None) -> LedgerSection:
    """The section of the playbook in force, or of the version a record was started with."""
    playbook = books.current() if playbook_id is None else books.version(playbook_id)
    section: LedgerSection = playbook.section("ledger")
    return section


def declare() -> None:
    books.section(
        name="ledger",
        files=("ledger.toml", *(f"charts/{name}.toml" for name in CHARTS)),
        schema=LedgerSection,
        check=check,
    )
