"""Formulas of statements: what a row takes, written as people write it: `112 + 113:gross-debit`, `[cash] - [worn]`.

A term is an account with everything below it (`322`), a class of accounts (`@income`), or another row (`[cash]`).
After a colon stands which figure of the account is meant; without one the column decides (balance or movement).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from liancun.kernel.errors import Refusal, mark

Kind = Literal["account", "class", "row"]
Part = Literal["", "opening", "closing", "movement", "debits", "credits", "gross-debit", "gross-credit"]
PARTS: tuple[Part, ...] = (
    "opening",
    "closing",
    "movement",
    "debits",
    "credits",
    "gross-debit",
    "gross-credit",
)
CLASSES = ("asset", "liability", "equity", "cost", "income", "expense")
_TERM = re.compile(
    r"\s*(?P<sign>[+\-−])?\s*"
    r"(?:(?P<account>[0-9]{3,12})|@(?P<class>[a-z]+)|\[(?P<row>[a-z0-9_-]+)\])"
    r"(?::(?P<part>[a-z-]+))?\s*"
)


@dataclass(frozen=True)
class Term:
    """One summand: `sign` 1 or −1, `ref` a code, a class or the key of a row."""

    sign: int
    kind: Kind
    ref: str
    part: Part = ""

    def takes(self, code: str, account_class: str) -> bool:
        """Whether this term draws on the account."""
        if self.kind == "class":
            return self.ref == account_class
        return self.kind == "account" and code.startswith(self.ref)


def parse(text: str) -> tuple[Term, ...]:
    """Refusal: ledger.formula with the place where reading stopped."""
    terms: list[Term] = []
    at = 0
    while at < len(text):
        found = _TERM.match(text, at)
        if found is None or (terms and found["sign"] is None):
            raise _unreadable(text, text[at:])
        terms.append(_term(text, found))
        at = found.end()
    if not terms:
        raise _unreadable(text, text)
    return tuple(terms)


def _term(text: str, found: re.Match[str]) -> Term:
    sign = -1 if found["sign"] in ("-", "−") else 1
    part: Part = next((p for p in PARTS if p == found["part"]), "")
    if found["part"] and not part:
        raise _unreadable(text, found["part"])
    if found["class"]:
        if found["class"] not in CLASSES:
            raise _unreadable(text, found["class"])
        return Term(sign, "class", found["class"], part)
    if found["row"]:
        if part:
            raise _unreadable(text, part)
        return Term(sign, "row", found["row"])
    return Term(sign, "account", found["account"], part)


def _unreadable(text: str, rest: str) -> Refusal:
    return Refusal(
        "ledger.formula",
        mark("看不懂公式“{text}”中的“{rest}”。"),
        {"text": text[:80], "rest": rest.strip()[:40]},
        remedy=mark("写成“101 + 102”“112 + 113:gross-debit”或“[row] - [row]”这样的式子。"),
    )
