"""Charts of accounts as data: the accounts of one accounting system, and which owner uses which chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.kernel.errors import Place, Refusal, mark

AccountClass = Literal["asset", "liability", "equity", "cost", "income", "expense"]
Code = Annotated[str, Field(pattern=r"^[0-9]{3,12}$")]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChartAccount(Table):
    """`side` is where its balance normally stands. With `counterparties` its balances are never netted."""

    code: Code
    name: Annotated[str, Field(min_length=1)]
    account_class: Annotated[AccountClass, Field(alias="class")]
    side: Literal["debit", "credit", "both"]
    money: bool = False
    counterparties: bool = False
    quantities: bool = False


class Closing(Table):
    """Where a year ends: result of the year, what is left undistributed, the accounts of the distribution."""

    result: Code
    undistributed: Code
    distribution: list[Code] = []


class Chart(Table):
    """`like`: takes over all accounts of another chart; its own are added. Longer codes are prescribed details."""

    name: str
    source: str
    in_force_from: date
    like: str | None = None
    closing: Closing | None = None
    account: list[ChartAccount] = []

    @property
    def first_level(self) -> tuple[ChartAccount, ...]:
        codes = {a.code for a in self.account}
        return tuple(a for a in self.account if parent_code(a.code, codes) is None)


class OwnerChart(Table):
    """An owner of this kind (standing under that kind, where given) keeps its book by this chart."""

    owner: str
    under: str | None = None
    chart: str


def parent_code(code: str, codes: Iterable[str]) -> str | None:
    """The nearest account above: the longest code this one begins with. None for a first-level account."""
    above = [c for c in codes if c != code and code.startswith(c)]
    return max(above, key=len, default=None)


def chart_for(charts: Iterable[OwnerChart], otherwise: str, owner: str, under: str | None) -> str:
    """The chart of an owner: the line that names what it stands under, else the one of its kind alone."""
    fitting = [c for c in charts if c.owner == owner and c.under in (None, under)]
    exact = [c for c in fitting if c.under is not None]
    return next((c.chart for c in (*exact, *fitting)), otherwise)


def charts_for(
    charts: Iterable[OwnerChart], otherwise: str, owner: str, under: str | None
) -> tuple[str, ...]:
    """Every chart an owner of this kind may use, the fitting one first."""
    lines = tuple(charts)
    own = [c.chart for c in lines if c.owner == owner]
    return tuple(dict.fromkeys((chart_for(lines, otherwise, owner, under), *own)))


def with_inherited(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of the charts as written, those with `like` filled with what they take over."""
    filled: dict[str, Any] = dict(tables)
    for key, table in tables.items():
        below = tables.get(table.get("like") or "") if isinstance(table, dict) else None
        if isinstance(below, dict):
            own = table.get("account", [])
            kept = [a for a in below.get("account", []) if a.get("code") not in {o.get("code") for o in own}]
            filled[key] = {**table, "account": [*kept, *own]}
    return filled


def faults(charts: Mapping[str, Chart]) -> Iterator[Refusal]:
    """Double codes, details under no account or of another class, closing accounts that do not exist."""
    for key, chart in charts.items():
        if chart.like is not None and chart.like not in charts:
            yield fault(f"chart.{key}.like", mark("没有名为“{chart}”的科目表。"), chart=chart.like)
        yield from _account_faults(key, chart)
        yield from _closing_faults(key, chart)


def _account_faults(key: str, chart: Chart) -> Iterator[Refusal]:
    codes = [account.code for account in chart.account]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield fault(f"chart.{key}.account", mark("科目代码“{code}”重复。"), code=code)
    known = {a.code: a for a in chart.account}
    for index, account in enumerate(chart.account):
        above = parent_code(account.code, known)
        place = f"chart.{key}.account.{index}.code"
        if above is not None and known[above].account_class != account.account_class:
            yield fault(
                place, mark("明细科目“{code}”的类别要和上级“{above}”相同。"), code=account.code, above=above
            )


def _closing_faults(key: str, chart: Chart) -> Iterator[Refusal]:
    if chart.closing is None:
        return
    known = {a.code: a.account_class for a in chart.account}
    for code in (chart.closing.result, chart.closing.undistributed, *chart.closing.distribution):
        if known.get(code) != "equity":
            yield fault(
                f"chart.{key}.closing", mark("年末结转要用权益类科目，科目表里没有“{code}”。"), code=code
            )


def fault(key: str, sentence: str, **params: object) -> Refusal:
    return Refusal("playbook.ledger", sentence, params, Place("key", key=key))
