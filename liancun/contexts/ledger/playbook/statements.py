"""Statements as data: rows and formulas by account code, checks, bands of the returns, maps from older charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.utils.translation import get_language, gettext
from pydantic import BeforeValidator, Field

from liancun.contexts.ledger.playbook.charts import AccountClass, Code, Table, fault
from liancun.contexts.ledger.rules import bands, formulas, opening, statements
from liancun.framework import playbook as books
from liancun.kernel.errors import Refusal, mark
from liancun.kernel.money import yuan

FILES = ("village", "cooperative", "company", "statistics", "map-2004")
Name = Annotated[str, Field(min_length=1)]
Yuan = Annotated[Decimal, BeforeValidator(yuan)]
Shape = Literal["balance", "flow", "change"]
# Each is a metric of this name and one of its growth; what they take is the playbook's.
MeasureKey = Literal["income", "operating_income"]
MEASURES: tuple[MeasureKey, ...] = ("income", "operating_income")


def _formula(value: Any) -> tuple[formulas.Term, ...]:
    try:
        return formulas.parse(str(value))
    except Refusal as refusal:
        raise ValueError(refusal.text()) from refusal


def _fraction(value: Any) -> Fraction:
    return Fraction(str(value))


Formula = Annotated[tuple[formulas.Term, ...], BeforeValidator(_formula)]
Share = Annotated[Fraction, BeforeValidator(_fraction), Field(gt=0, le=1)]


class RowTable(Table):
    model_config = {**Table.model_config, "arbitrary_types_allowed": True}

    key: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    name: Name
    side: Literal["debit", "credit"]
    take: Formula | None = None
    part: Literal["", "left", "right"] = ""
    level: Annotated[int, Field(ge=0, le=3)] = 0
    total: bool = False
    details: bool = False
    number: str = ""


class IdentityTable(Table):
    model_config = RowTable.model_config

    sentence: Name
    left: Formula
    right: Formula


class FloorTable(Table):
    model_config = RowTable.model_config

    sentence: Name
    part: Formula
    whole: Formula
    when: Formula
    least: Share


class StatementTable(Table):
    """`shape`: balances at a day, what flowed in a span, or changes (opening, up, down, closing)."""

    name: Name
    name_en: str = ""
    form: str = ""
    source: str = ""
    charts: Annotated[list[str], Field(min_length=1)]
    shape: Shape
    covers: list[AccountClass]
    signatures: list[str] = []
    row: Annotated[list[RowTable], Field(min_length=1)]
    identity: list[IdentityTable] = []
    floor: list[FloorTable] = []

    def rule(self, key: str) -> statements.StatementRule:
        return statements.StatementRule(
            key=key,
            name=self.name,
            form=self.form,
            rows=tuple(
                statements.RowRule(
                    r.key, r.name, r.side, r.take or (), r.part, r.level, r.total, r.details, r.number
                )
                for r in self.row
            ),
            covers=frozenset(self.covers),
            identities=tuple(statements.IdentityRule(i.sentence, i.left, i.right) for i in self.identity),
            floors=tuple(
                statements.FloorRule(f.sentence, f.part, f.whole, f.when, f.least) for f in self.floor
            ),
        )


class BandTable(Table):
    name: Name
    below: Yuan | None = None


class StatisticTable(Table):
    """Owners counted by the amount of a row; `row` names it for each statement that has it."""

    name: Name
    name_en: str = ""
    source: str = ""
    row: dict[str, str]
    band: Annotated[list[BandTable], Field(min_length=1)]

    @property
    def bands(self) -> tuple[bands.Band, ...]:
        return tuple(bands.Band(b.name, b.below) for b in self.band)


class MapLine(Table):
    """`to` more than once: someone who knows what stands behind the balance chooses."""

    code: Code
    to: Annotated[list[Code], Field(min_length=1)]
    note: str = ""


class MapTable(Table):
    name: Name
    source: str = ""
    to: str
    line: list[MapLine]

    @property
    def moves(self) -> tuple[opening.Move, ...]:
        return tuple(opening.Move(one.code, tuple(one.to), one.note) for one in self.line)


class DebtLine(Table):
    """Warn when what is owed reaches this share of all assets, or this many yuan."""

    model_config = RowTable.model_config

    share: Share
    amount: Yuan | None = None
    owed: dict[str, str]
    assets: dict[str, str]
    source: str = ""


class MeasureTable(Table):
    """What counts as income: accounts and classes by chart, seen from the credit side.

    Owners that keep another chart are left out: a co-operative's sales are no income of the village.
    """

    model_config = RowTable.model_config

    name: Name
    name_en: str = ""
    source: str = ""
    take: Annotated[dict[str, Formula], Field(min_length=1)]

    @property
    def said(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else gettext(self.name)


class StatementsSection(Table):
    statement: dict[str, StatementTable]
    statistic: dict[str, StatisticTable] = {}
    map: dict[str, MapTable] = {}
    debt: DebtLine
    # Playbooks that were in force before income was measured name none.
    measure: dict[MeasureKey, MeasureTable] = {}

    def of_chart(self, chart: str) -> Mapping[str, StatementTable]:
        """The statements of a chart, in the order they are written."""
        return {key: one for key, one in self.statement.items() if chart in one.charts}


def check(section: StatementsSection, playbook: books.Playbook) -> list[Refusal]:
    """Formulas that draw on accounts and rows that exist, no row in a circle, bands that rise, maps that arrive."""
    charts = playbook.section("ledger").chart
    found = [f for key, one in section.statement.items() for f in _statement_faults(key, one, charts)]
    found += [f for key, one in section.statistic.items() for f in _statistic_faults(key, one, section)]
    found += [f for key, table in section.measure.items() for f in _measure_faults(key, table, charts)]
    return [*found, *(f for key, one in section.map.items() for f in _map_faults(key, one, charts))]


def _measure_faults(key: str, table: MeasureTable, charts: Mapping[str, Any]) -> Iterator[Refusal]:
    """Only accounts of income and expense: what a balance holds is nothing that was earned."""
    for chart, terms in table.take.items():
        place = f"measure.{key}.take.{chart}"
        if chart not in charts:
            yield fault(place, mark("没有名为“{chart}”的科目表。"), chart=chart)
            continue
        kinds = {a.code: a.account_class for a in charts[chart].account}
        for term in terms:
            taken = term.ref if term.kind == "class" else kinds.get(term.ref, "")
            if taken not in ("income", "expense") or term.part:
                yield fault(
                    place, mark("收入只能取收入和支出类科目的发生额，不能取“{term}”。"), term=term.ref
                )


def _statement_faults(key: str, table: StatementTable, charts: Mapping[str, Any]) -> Iterator[Refusal]:
    keys = [row.key for row in table.row]
    for double in sorted({k for k in keys if keys.count(k) > 1}):
        yield fault(f"statement.{key}.row", mark("行“{row}”写了两次。"), row=double)
    for chart in table.charts:
        if chart not in charts:
            yield fault(f"statement.{key}.charts", mark("没有名为“{chart}”的科目表。"), chart=chart)
            continue
        codes = [a.code for a in charts[chart].account]
        for index, row in enumerate(table.row):
            yield from _formula_faults(f"statement.{key}.row.{index}.take", row.take or (), codes, keys)
    for identity in table.identity:
        yield from _formula_faults(f"statement.{key}.identity", (*identity.left, *identity.right), None, keys)
    yield from _circles(key, table)


def _formula_faults(
    place: str, terms: tuple[formulas.Term, ...], codes: list[str] | None, keys: list[str]
) -> Iterator[Refusal]:
    for term in terms:
        if term.kind == "row" and term.ref not in keys:
            yield fault(place, mark("没有叫“{row}”的行。"), row=term.ref)
        if term.kind == "account" and codes is not None and term.ref not in codes:
            yield fault(place, mark("科目表里没有科目“{code}”。"), code=term.ref)


def _circles(key: str, table: StatementTable) -> Iterator[Refusal]:
    """A row may draw only on rows that do not, in the end, draw on it."""
    draws = {row.key: {t.ref for t in row.take or () if t.kind == "row"} for row in table.row}
    for index, row in enumerate(table.row):
        seen: set[str] = set()
        ahead = set(draws[row.key])
        while ahead - seen:
            one = (ahead - seen).pop()
            seen.add(one)
            ahead |= draws.get(one, set())
        if row.key in seen:
            yield fault(f"statement.{key}.row.{index}.take", mark("行“{row}”绕回了自己。"), row=row.key)


def _statistic_faults(key: str, table: StatisticTable, section: StatementsSection) -> Iterator[Refusal]:
    if not bands.ascending(table.bands):
        yield fault(f"statistic.{key}.band", mark("分档要从小到大排列，只有最后一档不写上限。"))
    for statement, row in table.row.items():
        rows = [r.key for r in section.statement[statement].row] if statement in section.statement else []
        if row not in rows:
            yield fault(f"statistic.{key}.row.{statement}", mark("没有叫“{row}”的行。"), row=row)


def _map_faults(key: str, table: MapTable, charts: Mapping[str, Any]) -> Iterator[Refusal]:
    if key not in charts or table.to not in charts:
        yield fault(f"map.{key}.to", mark("没有名为“{chart}”的科目表。"), chart=table.to)
        return
    old = {a.code for a in charts[key].first_level}
    new = {a.code for a in charts[table.to].account}
    for code in sorted(old - {line.code for line in table.line}):
        yield fault(f"map.{key}.line", mark("旧科目“{code}”没有写带到哪里。"), code=code)
    for index, line in enumerate(table.line):
        for code in sorted(set(line.to) - new):
            yield fault(f"map.{key}.line.{index}.to", mark("科目表里没有科目“{code}”。"), code=code)


def statements_section(playbook_id: int | None = None) -> StatementsSection:
    """The section in force, or of the version a record was made with."""
    playbook = books.current() if playbook_id is None else books.version(playbook_id)
    section: StatementsSection = playbook.section("statements")
    return section


def declare_statements() -> None:
    books.section(
        name="statements",
        files=tuple(f"statements/{name}.toml" for name in FILES),
        schema=StatementsSection,
        check=check,
    )
