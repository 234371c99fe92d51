"""Old balances brought into a new chart (财会〔2023〕20号): map, then a trial balance on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from liancun.contexts.ledger.rules.lines import Entry
from liancun.contexts.ledger.rules.trial import require_opening_balance
from liancun.kernel.errors import Place, Refusal, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Move:
    """An old account and where its balance goes; more than one target: a person chooses."""

    code: str
    to: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Carried:
    """One balance before and after: `code` as in the old books, `to` as in the new. Debit less credit, yuan."""

    code: str
    to: str
    amount: Decimal


def carry(
    balances: Mapping[str, Decimal], moves: Iterable[Move], chosen: Mapping[str, str]
) -> tuple[Carried, ...]:
    """Every balance with its new account. A detail (`322001`) goes where its first-level account goes.

    Refusals: ledger.not_mapped for an account the map does not know, ledger.choose_target where a person must
    choose. An account is never skipped in silence.
    """
    known = {move.code: move for move in moves}
    return tuple(
        Carried(code, _target(code, known, chosen), amount) for code, amount in balances.items() if amount
    )


def _target(code: str, moves: Mapping[str, Move], chosen: Mapping[str, str]) -> str:
    move = moves.get(code) or moves.get(code[:3])
    if move is None:
        raise Refusal(
            "ledger.not_mapped",
            mark("对照表里没有旧科目“{code}”，余额没有带入。"),
            {"code": code},
            Place("key", key=code),
            mark("请先写明它带到哪个新科目。"),
            422,
        )
    if len(move.to) == 1:
        return move.to[0]
    if chosen.get(code) not in move.to:
        raise Refusal(
            "ledger.choose_target",
            mark("旧科目“{code}”要按性质选择新科目：{choices}。"),
            {"code": code, "choices": "、".join(move.to)},
            Place("key", key=code),
            mark("请在“新科目”一列写明。"),
            422,
        )
    return chosen[code]


def entries(carried: Sequence[Carried]) -> tuple[Entry, ...]:
    """One line for each new account; what meets on one account is added, an empty one is left out."""
    sums: dict[str, Decimal] = {}
    for one in carried:
        sums[one.to] = sums.get(one.to, ZERO) + one.amount
    return tuple(
        Entry(code, debit=amount) if amount > 0 else Entry(code, credit=-amount)
        for code, amount in sorted(sums.items())
        if amount
    )


def totals(amounts: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """The debit and the credit balances of a trial balance, added."""
    known = tuple(amounts)
    return sum((a for a in known if a > 0), ZERO), -sum((a for a in known if a < 0), ZERO)


@dataclass(frozen=True)
class TableRow:
    """A row of a balance table. `chart`: the older chart its code belongs to, "" for the book's own.

    `to`: the new account where a person has to choose; `party`: with whom, for accounts kept by counterparty.
    """

    code: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    chart: str = ""
    to: str = ""
    party: str = ""
    party_kind: str = "outside"

    @property
    def net(self) -> Decimal:
        return self.debit - self.credit


def check_table(rows: Sequence[TableRow]) -> None:
    """One side a row, and the table balances as it came. Refusals: ledger.one_side, ledger.opening_unbalanced."""
    for number, row in enumerate(rows, start=1):
        if (row.debit == 0) == (row.credit == 0):
            raise Refusal(
                "ledger.one_side",
                mark("每行只能在借方或贷方填一个金额，不能两边都填或都不填。"),
                place=Place("row", row=number),
                status=422,
            )
    require_opening_balance(sum((r.debit for r in rows), ZERO), sum((r.credit for r in rows), ZERO))


def in_new_chart(rows: Sequence[TableRow], maps: Mapping[str, Sequence[Move]]) -> tuple[TableRow, ...]:
    """The rows with accounts of the book's own chart. The sums before and after are the same, to the fen."""
    moved = tuple(
        row if not row.chart else replace(row, code=_target(row.code, _known(maps, row), {row.code: row.to}))
        for row in rows
    )
    if sum((r.net for r in moved), ZERO) != sum((r.net for r in rows), ZERO):
        raise ValueError("a map changed a total")
    return moved


def _known(maps: Mapping[str, Sequence[Move]], row: TableRow) -> dict[str, Move]:
    return {move.code: move for move in maps.get(row.chart, ())}
