"""A statement whose balances do not follow one another has lost a line: nothing of it is taken."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.treasury.rules.shapes import Move
from liancun.kernel.errors import Place, Refusal, mark


@dataclass(frozen=True)
class Kept:
    """A move in the order of time with the balance after it and the key that makes it once only."""

    move: Move
    balance: Decimal
    key: str


def in_order(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Oldest first. Banks print either way; on one day the balances tell, and else the order of the file."""
    if len(moves) < 2:
        return tuple(moves)
    forward, backward = tuple(moves), tuple(reversed(moves))
    rising = all(a.day <= b.day for a, b in itertools.pairwise(forward))
    falling = all(a.day >= b.day for a, b in itertools.pairwise(forward))
    if rising and falling:
        return backward if _holds(backward) and not _holds(forward) else forward
    if falling:
        return backward
    return forward if rising else tuple(sorted(forward, key=lambda move: move.day))


def _holds(moves: Sequence[Move]) -> bool:
    return all(
        before.balance is not None and after.balance == before.balance + after.net
        for before, after in itertools.pairwise(moves)
    )


def keys(moves: Sequence[Move]) -> tuple[str, ...]:
    """What makes a line itself in every file it comes in: its bank number, else all it says and which of equals."""
    seen: Counter[str] = Counter()
    made = []
    for move in moves:
        told = (
            f"{move.day}|{move.income}|{move.outgo}|{move.balance}|{move.payer}|{move.summary}|{move.serial}"
        )
        seen[told] += 1
        made.append(hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest())
    return tuple(made)


def follow(moves: Sequence[Move], known: Collection[str], last: Decimal | None) -> tuple[Kept, ...]:
    """The moves that are new, each with its balance. `last`: the balance kept before, None for the first statement.

    Refusals: treasury.gap (balances that do not follow), treasury.not_connected (a file that does not join what is
    kept), treasury.no_balance (nothing says where the account stood).
    """
    ordered = in_order(moves)
    told = keys(ordered)
    _within(ordered)
    fresh = [(move, key) for move, key in zip(ordered, told, strict=True) if key not in known]
    if not fresh:
        return ()
    stand = last if last is not None else _opening(ordered)
    kept = []
    for number, (move, key) in enumerate(fresh):
        stand += move.net
        if move.balance is not None and move.balance != stand:
            raise _apart(move, stand, connected=number > 0)
        kept.append(Kept(move, stand, key))
    return tuple(kept)


def _opening(ordered: Sequence[Move]) -> Decimal:
    first = ordered[0]
    if first.balance is None:
        raise Refusal(
            "treasury.no_balance",
            mark("文件里没有余额，不知道账户原来有多少钱。"),
            remedy=mark("请填写这份流水开始前的余额，或换一份带余额的流水。"),
            place=Place("field", field="opening"),
            status=422,
        )
    return first.balance - first.net


def _within(ordered: Sequence[Move]) -> None:
    for before, after in itertools.pairwise(ordered):
        if before.balance is not None and after.balance not in (None, before.balance + after.net):
            raise _apart(after, before.balance + after.net, connected=True)


def _apart(move: Move, expected: Decimal, *, connected: bool) -> Refusal:
    params = {"expected": expected, "found": move.balance, "day": move.day}
    place = Place("row", row=move.row)
    if connected:
        return Refusal(
            "treasury.gap",
            mark("余额不连续：{day} 这一行应当是 {expected} 元，文件上是 {found} 元，中间可能少了流水。"),
            params,
            place,
            mark("请从银行重新下载完整的流水；整个文件都没有保存。"),
            422,
        )
    return Refusal(
        "treasury.not_connected",
        mark("这份流水和已经导入的接不上：{day} 之后应当是 {expected} 元，文件上是 {found} 元。"),
        params,
        place,
        mark("请先导入中间缺少的流水，或者下载从上次日期开始的流水。"),
        422,
    )
