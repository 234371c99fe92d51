"""Who acts: a plain value that every action receives and the audit log keeps by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["user", "system", "stranger", "key"]


@dataclass(frozen=True)
class Actor:
    """`name` and `post` are as shown at the time of the act; `body_id` is the body acted for.

    A "key" is a program that acts for a body: never signed in, never a person.
    """

    user_id: int | None
    person_id: int | None
    name: str
    post: str
    body_id: int | None
    kind: Kind

    @classmethod
    def system(cls, name: str) -> Actor:
        return cls(None, None, name, "", None, "system")

    @classmethod
    def stranger(cls) -> Actor:
        return cls(None, None, "", "", None, "stranger")

    @property
    def is_signed_in(self) -> bool:
        return self.kind == "user"
