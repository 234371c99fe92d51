"""Register and accounts side by side: equal, or by how much and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Reason:
    """Something known that makes both differ: a code, what it is about, the yuan it explains (register less account),
    the voucher behind it."""

    code: str
    words: str
    amount: Decimal
    voucher_id: int | None = None


@dataclass(frozen=True)
class Compared:
    """One account: what the register says, what the account holds, and what is known of the difference."""

    code: str
    name: str
    register: Decimal
    account: Decimal
    reasons: tuple[Reason, ...] = ()

    @property
    def difference(self) -> Decimal:
        return self.register - self.account

    @property
    def unexplained(self) -> Decimal:
        return self.difference - sum((reason.amount for reason in self.reasons), ZERO)


def compare(
    codes: Sequence[tuple[str, str]],
    register: Mapping[str, Decimal],
    accounts: Mapping[str, Decimal],
    reasons: Mapping[str, Sequence[Reason]],
) -> tuple[Compared, ...]:
    return tuple(
        Compared(code, name, register.get(code, ZERO), accounts.get(code, ZERO), tuple(reasons.get(code, ())))
        for code, name in codes
    )
