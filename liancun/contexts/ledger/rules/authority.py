"""Authority before payment (先有依据，后有付款): what a payment order may draw on, and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.kernel.errors import Conflict, Refusal, mark

KINDS = ("resolution", "budget", "standing", "duty", "emergency")


@dataclass(frozen=True)
class Standing:
    """What is known of an authority at the moment of an order. Amounts in yuan.

    `used`: net sum of posted vouchers; `reserved`: approved claims not yet posted; `each`: ceiling of one
    order (None: no ceiling); `waits_until`: first day on which money may be ordered;
    `window_closed`: False while its notice still runs or was withdrawn.
    """

    label: str
    amount: Decimal
    used: Decimal
    reserved: Decimal
    each: Decimal | None = None
    waits_until: date | None = None
    window_closed: bool = True
    ended_on: date | None = None

    @property
    def remaining(self) -> Decimal:
        return self.amount - self.used - self.reserved


def permit(standing: Standing, amount: Decimal, today: date) -> None:
    """Raises where this payment may not be ordered today under this authority."""
    if standing.ended_on is not None:
        raise Conflict(
            "ledger.authority_ended",
            mark("“{label}”已由后来的决定撤销，不能再付款。"),
            {"label": standing.label},
            remedy=mark("请改用仍然有效的依据。"),
        )
    _wait(standing, today)
    if standing.each is not None and amount > standing.each:
        raise Refusal(
            "ledger.above_each",
            mark("“{label}”单笔不得超过 {each} 元，这笔是 {amount} 元。"),
            {"label": standing.label, "each": standing.each, "amount": amount},
            remedy=mark("请改用决议、预算等其他依据。"),
            status=422,
        )
    if amount > standing.remaining:
        raise Refusal(
            "ledger.authority_exceeded",
            mark("“{label}”还可使用 {remaining} 元，这笔 {amount} 元超出 {gap} 元。"),
            {
                "label": standing.label,
                "remaining": standing.remaining,
                "amount": amount,
                "gap": amount - standing.remaining,
            },
            remedy=mark("请核对金额；确需增加的，先由本村按程序重新决定。"),
            status=422,
        )


def _wait(standing: Standing, today: date) -> None:
    if standing.waits_until is not None and today < standing.waits_until:
        raise Conflict(
            "ledger.waiting",
            mark("“{label}”的公开期还没有结束，{day} 起才能付款。"),
            {"label": standing.label, "day": standing.waits_until},
            remedy=mark("请等公开期结束后再审批。"),
        )
    if not standing.window_closed:
        raise Conflict(
            "ledger.window_open",
            mark("“{label}”的公开还没有结束，现在不能付款。"),
            {"label": standing.label},
            remedy=mark("请等公开期结束后再审批。"),
        )


def without(payer: str) -> Refusal:
    """The refusal of a payment order that names no authority."""
    return Refusal(
        "ledger.no_authority",
        mark("{payer}没有可以支付这笔款项的依据，不能办理付款。"),
        {"payer": payer},
        remedy=mark(
            "先由本村按程序作出决定，或者选择预算、小微权力清单等依据；钱已经付出的，请登记“待补手续”。"
        ),
        status=422,
    )
