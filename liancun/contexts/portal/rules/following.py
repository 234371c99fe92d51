"""How a matter is told from what was published of it. True on paper; no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Protocol, TypeVar


class Says(StrEnum):
    """What a published notice tells of a matter."""

    BEFORE = "before"
    DECISION = "decision"
    RESULT = "result"
    RATING = "rating"
    OTHER = "other"


WHAT = "决定了什么"
HEARD = "各村怎么说"
HOW = "怎样决定的"
WHOM = ("对哪些村生效", "是否生效")
DONE = "办成了什么"
PAID = "付了多少钱"
RATED = "群众评事结果"


def says(headings: Collection[str]) -> Says:
    """By the headings of its sections, as the matter's own office writes them."""
    if RATED in headings:
        return Says.RATING
    if DONE in headings:
        return Says.RESULT
    if any(heading in headings for heading in WHOM):
        return Says.DECISION
    return Says.BEFORE if WHAT in headings else Says.OTHER


class Stands(Protocol):
    @property
    def closed(self) -> bool: ...

    @property
    def withdrawn(self) -> bool: ...

    @property
    def unanswered(self) -> int: ...


class State(StrEnum):
    """Where a matter stands for those who read only what is published."""

    NOTHING = "nothing"
    OPEN = "open"
    ANSWERING = "answering"
    OVER = "over"


def state(window: Stands | None) -> State:
    """Of the newest notice that was not taken back."""
    if window is None or window.withdrawn:
        return State.NOTHING
    if not window.closed:
        return State.OPEN
    return State.ANSWERING if window.unanswered else State.OVER


class Hung(Protocol):
    @property
    def body_id(self) -> int: ...


N = TypeVar("N", bound=Hung)


def by_office(notices: Iterable[N]) -> dict[int, tuple[N, ...]]:
    """The notices of each publishing body, in the order given."""
    found: dict[int, tuple[N, ...]] = {}
    for notice in notices:
        found[notice.body_id] = (*found.get(notice.body_id, ()), notice)
    return found
