"""Statements computed from figures by account: rows and formulas are data, this only adds.

A classification never blocks a voucher: an account that no row takes is shown as 未列入, so that the gap it leaves
in a total is seen with its reason. Amounts are yuan to the fen, debit less credit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from liancun.contexts.ledger.rules.formulas import Term

ZERO = Decimal("0.00")
Measure = Literal["opening", "closing", "movement", "debits", "credits"]
Side = Literal["debit", "credit"]
_DEBIT_CLASSES = ("asset", "cost", "expense")


@dataclass(frozen=True)
class Standing:
    """A balance at one moment: net (debit less credit), and gross over the counterparties of the account."""

    net: Decimal = ZERO
    gross_debit: Decimal = ZERO
    gross_credit: Decimal = ZERO


@dataclass(frozen=True)
class Figures:
    """One account over one span. `debit`, `credit`: its movement, without the vouchers that close a year."""

    account_id: int
    code: str
    name: str
    account_class: str
    opening: Standing
    closing: Standing
    debit: Decimal = ZERO
    credit: Decimal = ZERO


@dataclass(frozen=True)
class Column:
    """The figures of one column and what it shows of an account when the formula does not say."""

    label: str
    measure: Measure
    figures: tuple[Figures, ...]


@dataclass(frozen=True)
class RowRule:
    """`part`: which half of a two-sided form it stands in; `details`: its sub-accounts follow below it."""

    key: str
    name: str
    side: Side
    take: tuple[Term, ...] = ()
    part: str = ""
    level: int = 0
    total: bool = False
    details: bool = False
    number: str = ""


@dataclass(frozen=True)
class IdentityRule:
    """Two sums that must agree, written as formulas seen from the credit side."""

    sentence: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]


@dataclass(frozen=True)
class FloorRule:
    """A part that must reach a share of a whole once anything of `when` was done (co-op: 60 % by trade)."""

    sentence: str
    part: tuple[Term, ...]
    whole: tuple[Term, ...]
    when: tuple[Term, ...]
    least: Fraction


@dataclass(frozen=True)
class StatementRule:
    """`covers`: classes of which every account must be taken by some row."""

    key: str
    name: str
    form: str
    rows: tuple[RowRule, ...]
    covers: frozenset[str]
    identities: tuple[IdentityRule, ...] = ()
    floors: tuple[FloorRule, ...] = ()


@dataclass(frozen=True)
class Row:
    """As shown. `codes`: the accounts it draws on directly; `unlisted`: an account no row takes."""

    key: str
    name: str
    amounts: tuple[Decimal | None, ...]
    codes: tuple[str, ...] = ()
    part: str = ""
    level: int = 0
    total: bool = False
    unlisted: bool = False
    number: str = ""


@dataclass(frozen=True)
class Check:
    """An identity or a floor as it came out in the first column. `gap`: left less right, or what is missing."""

    sentence: str
    holds: bool
    left: Decimal
    right: Decimal

    @property
    def gap(self) -> Decimal:
        return self.left - self.right


@dataclass(frozen=True)
class Statement:
    rule: StatementRule
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(check.holds for check in self.checks)

    @property
    def unlisted(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.unlisted)

    def amount(self, key: str, column: int = 0) -> Decimal:
        """The amount of a row. KeyError for a row the statement does not have."""
        for row in self.rows:
            if row.key == key:
                return row.amounts[column] or ZERO
        raise KeyError(key)


def evaluate(rule: StatementRule, columns: Sequence[Column]) -> Statement:
    """The statement with its rows in order, what no row takes, and its checks for the first column."""
    sheets = [_Sheet(rule, column) for column in columns]
    rows = [row for one in rule.rows for row in _rows(one, sheets)]
    rows += _unlisted(rule, sheets)
    labels = tuple(column.label for column in columns)
    return Statement(rule, labels, tuple(rows), tuple(_checks(rule, sheets[0])))


class _Sheet:
    """One column being computed: rows by key, each worked out once."""

    def __init__(self, rule: StatementRule, column: Column) -> None:
        self.column = column
        self._rules = {row.key: row for row in rule.rows}
        self._known: dict[str, Decimal] = {}

    def row(self, key: str) -> Decimal:
        if key not in self._known:
            rule = self._rules[key]
            self._known[key] = self.sum(rule.take, rule.side)
        return self._known[key]

    def sum(self, terms: Iterable[Term], side: Side) -> Decimal:
        return sum((term.sign * self._term(term, side) for term in terms), ZERO)

    def _term(self, term: Term, side: Side) -> Decimal:
        if term.kind == "row":
            return self.row(term.ref)
        found = (f for f in self.column.figures if term.takes(f.code, f.account_class))
        return sum((self.of(figures, term.part, side) for figures in found), ZERO)

    def of(self, figures: Figures, part: str, side: Side) -> Decimal:
        """One figure of an account, seen from the side of the row. Gross figures and turnover have no side."""
        standing = figures.opening if self.column.measure == "opening" else figures.closing
        sideless = {
            "gross-debit": standing.gross_debit,
            "gross-credit": standing.gross_credit,
            "debits": figures.debit,
            "credits": figures.credit,
        }
        which = part or self.column.measure
        if which in sideless:
            return sideless[which]
        net = {
            "opening": figures.opening.net,
            "closing": figures.closing.net,
            "movement": figures.debit - figures.credit,
        }[which]
        return net if side == "debit" else -net


def _rows(rule: RowRule, sheets: Sequence[_Sheet]) -> Iterator[Row]:
    amounts = tuple(sheet.row(rule.key) if rule.take else None for sheet in sheets)
    codes = tuple(term.ref for term in rule.take if term.kind == "account")
    yield Row(rule.key, rule.name, amounts, codes, rule.part, rule.level, rule.total, number=rule.number)
    if rule.details:
        yield from _details(rule, codes, sheets)


def _details(rule: RowRule, codes: Collection[str], sheets: Sequence[_Sheet]) -> Iterator[Row]:
    """The accounts below those of the row, where anything moved."""
    for code, name in _accounts(sheets):
        if any(code != top and code.startswith(top) for top in codes):
            amounts = tuple(_of_account(sheet, code, rule.side) for sheet in sheets)
            if any(amounts):
                yield Row(f"{rule.key}.{code}", name, amounts, (code,), rule.part, rule.level + 1)


def _accounts(sheets: Sequence[_Sheet]) -> list[tuple[str, str]]:
    return sorted({(f.code, f.name) for sheet in sheets for f in sheet.column.figures})


def _of_account(sheet: _Sheet, code: str, side: Side) -> Decimal:
    return sum((sheet.of(f, "", side) for f in sheet.column.figures if f.code == code), ZERO)


def _unlisted(rule: StatementRule, sheets: Sequence[_Sheet]) -> Iterator[Row]:
    terms = [term for row in rule.rows for term in row.take]
    known = {(f.code, f.name, f.account_class) for sheet in sheets for f in sheet.column.figures}
    left = next((row.part for row in rule.rows if row.part), "")
    right = next((row.part for row in reversed(rule.rows) if row.part), "")
    for code, name, account_class in sorted(known):
        if account_class not in rule.covers or any(term.takes(code, account_class) for term in terms):
            continue
        side: Side = "debit" if account_class in _DEBIT_CLASSES else "credit"
        amounts = tuple(_of_account(sheet, code, side) for sheet in sheets)
        if any(amounts):
            part = left if account_class in ("asset", "cost") else right
            yield Row(f"unlisted.{code}", f"{code} {name}", amounts, (code,), part, unlisted=True)


def _checks(rule: StatementRule, sheet: _Sheet) -> Iterator[Check]:
    for identity in rule.identities:
        left, right = sheet.sum(identity.left, "credit"), sheet.sum(identity.right, "credit")
        yield Check(identity.sentence, left == right, left, right)
    for floor in rule.floors:
        if sheet.sum(floor.when, "credit"):
            part, whole = sheet.sum(floor.part, "credit"), sheet.sum(floor.whole, "credit")
            least = _share(whole, floor.least)
            yield Check(floor.sentence, part >= least, part, least)


def _share(whole: Decimal, share: Fraction) -> Decimal:
    """The share of a whole, rounded up to the fen: a floor is reached or it is not."""
    fen = Fraction(whole) * share * 100
    return Decimal(-(-fen.numerator // fen.denominator)).scaleb(-2)


def added(statements: Sequence[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Published statements added row by row: a roll-up knows rows, never books."""
    total: dict[str, Decimal] = {}
    for statement in statements:
        for key, amount in statement.items():
            total[key] = total.get(key, ZERO) + amount
    return total
