"""Claims and pairs on their way through the bank: reserved by a higher context until the bank has paid or refused.

Two phases: while money waits for the bank, its claim is neither given back nor posted; paid, it can be posted and is
not given back any more; refused, it is free again. A pair in a payment file is settled by the bank's answer alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from liancun.kernel.errors import Conflict, mark

State = Literal["", "waiting", "paid"]
Hold = Callable[[int], State]
_holds: list[Hold] = []
_pair_holds: list[Callable[[int], bool]] = []


def offer_hold(hold: Hold) -> None:
    """A higher context tells where the money of a claim is: claim id → waiting at the bank, paid, or neither."""
    if hold not in _holds:
        _holds.append(hold)


def offer_pair_hold(hold: Callable[[int], bool]) -> None:
    """A higher context tells whether a pair waits in a payment file, whoever of its two books asks."""
    if hold not in _pair_holds:
        _pair_holds.append(hold)


def pair_waits(pair_id: int) -> bool:
    return any(hold(pair_id) for hold in _pair_holds)


def refuse_settling(pair_id: int) -> None:
    if pair_waits(pair_id):
        raise Conflict(
            "ledger.pair_waits_for_bank",
            mark("这笔钱在付款文件里，银行还没有返回结果，不能由人记账或者放弃。"),
            remedy=mark("银行返回结果后，付成的两边一起记账，没有付成的两边一起放弃。"),
        )


def _states(claim_id: int) -> set[State]:
    return {hold(claim_id) for hold in _holds} - {""}


def refuse_giving_back(claim_id: int) -> None:
    if _states(claim_id):
        raise Conflict(
            "ledger.claim_at_bank",
            mark("这张报账单的钱已经放进付款文件，不能退回或撤回。"),
            remedy=mark("请先作废付款文件；已经导出的，等银行返回结果。"),
        )


def refuse_posting(claim_id: int) -> None:
    if "waiting" in _states(claim_id):
        raise Conflict(
            "ledger.claim_waits_for_bank",
            mark("这笔钱在付款文件里，银行还没有返回结果，付款成功后再记账。"),
            remedy=mark("请到银行账户的付款文件里登记银行返回的结果。"),
        )
