"""What each table promises; a test compares it with the live database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class TableFacts:
    """`rows`: "scoped" when a row policy decides who reads, "open" when all signed-in code may (say why).

    `grants`: letters of S(elect) I(nsert) U(pdate) D(elete) the serving role holds.
    `personal`: field → kind of personal datum (name, phone, identity, account, text).
    """

    rows: Literal["scoped", "open"]
    why: str
    grants: str
    personal: Mapping[str, str] = field(default_factory=dict)
