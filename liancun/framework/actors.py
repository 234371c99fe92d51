"""Who acts: a plain value that every action receives and the audit log keeps by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


# Whose stead the person of this transaction has acted in, once a right was had only by delegation.
_stead: ContextVar[tuple[int, str] | None] = ContextVar("liancun_stead", default=None)


def signature(actor: Actor) -> str:
    """The name as it is signed: a delegate's carries 代, as on paper."""
    stead = _stead.get()
    if stead is None or stead[0] != actor.person_id:
        return actor.name
    return f"{actor.name}（代{stead[1]}）"


def acts_instead(actor: Actor, holder_name: str) -> None:
    """From here to the end of the transaction this person signs in the holder's stead."""
    if actor.person_id is not None:
        _stead.set((actor.person_id, holder_name))


@contextmanager
def in_person() -> Iterator[None]:
    """A scope begins: until a right is had by delegation, nobody stands in for anybody."""
    before = _stead.set(None)
    try:
        yield
    finally:
        _stead.reset(before)
