"""How a matter buys, by its amount, and which papers of that way are still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liancun.kernel.errors import mark

from .procedure import Article

QUOTATION, SELECTION, TRADING = "quotation", "selection", "trading"
PAPER_WORDS: Mapping[str, str] = {
    QUOTATION: mark("报价单"),
    SELECTION: mark("比选记录"),
    TRADING: mark("交易中心受理或成交材料"),
}
# Of these each must come from another supplier.
BY_SUPPLIER = frozenset({QUOTATION})


@dataclass(frozen=True)
class Buying:
    """`wanted`: how many papers of each kind the way of buying needs; `have`: how many stand on record."""

    method: str
    article: Article | None
    wanted: Mapping[str, int]
    have: Mapping[str, int]

    @property
    def missing(self) -> tuple[tuple[str, int], ...]:
        """(kind, how many more), in the order of the rule."""
        lacking = ((kind, count - self.have.get(kind, 0)) for kind, count in self.wanted.items())
        return tuple((kind, count) for kind, count in lacking if count > 0)

    @property
    def complete(self) -> bool:
        return not self.missing
