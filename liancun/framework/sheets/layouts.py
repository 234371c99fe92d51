"""The sheets a county may hand in, each declared once by the context that keeps the register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol, runtime_checkable

from liancun.framework import permissions
from liancun.framework.actors import Actor
from liancun.framework.sheets.columns import Column, Value
from liancun.kernel.errors import Refusal

Values = dict[str, Value]
# What a register says of a row: it is new, it stands there already, or why it cannot come in.
Judgement = Literal["new", "known"] | tuple[Refusal, ...]

NUMBER = "序号"
EXAMPLE = "示例"


class Differing(tuple[Refusal, ...]):
    """A row that stands there already and says something else, cell by cell: a person may settle which holds.

    `takeable`: the file may hold; otherwise the register can only be kept.
    """

    takeable: bool = True


class Desk(Protocol):
    """What a context does with understood rows, under the rights of who hands them in.

    `judge` gives one judgement a row; a refusal's field names the column. `write` gets new rows only, in the
    order of the file, inside one transaction. Both are called batch by batch unless the layout is `whole`.
    """

    def judge(self, rows: Sequence[Values]) -> Sequence[Judgement]: ...

    def write(self, rows: Sequence[Values]) -> None: ...


@runtime_checkable
class Settling(Protocol):
    """A desk that gives `Differing` judgements: takes a differing row over from the file, for a reason."""

    def take_over(self, row: Values, reason: str) -> None: ...


@dataclass(frozen=True)
class Layout:
    """`name`, `lead` and `notes` are message ids. `verb`: the right to hand it in (asked anywhere).

    `whole`: rows lean on one another, so that all are judged and written together; `together`: columns whose equal
    values on rows that follow one another keep those in one batch. `most` rows at all.
    `mapped`: files of other programs, whose headings a person may explain once.
    `done_at`: name of the address where the rows can be seen afterwards.
    """

    key: str
    name: str
    verb: str
    columns: tuple[Column, ...]
    desk: Callable[[Actor], Desk]
    lead: str = ""
    notes: tuple[str, ...] = ()
    whole: bool = False
    together: tuple[str, ...] = ()
    most: int = 20_000
    mapped: bool = False
    done_at: str = ""

    def __post_init__(self) -> None:
        headings = [column.heading for column in self.columns]
        keys = [column.key for column in self.columns]
        if len(set(headings)) < len(headings) or len(set(keys)) < len(keys):
            raise ValueError(f"the sheet {self.key} has two columns of one name")

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def resolved(self) -> Layout:
        """The same with its choices asked once: they come from the playbook, and a file has many rows."""
        fixed = [replace(c, choices=partial(dict, c.words())) if c.choices else c for c in self.columns]
        return replace(self, columns=tuple(fixed))

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)


_layouts: dict[str, Layout] = {}


def offer(layout: Layout) -> Layout:
    """Adds a sheet (once, when the program starts)."""
    if _layouts.setdefault(layout.key, layout) is not layout:
        raise ValueError(f"the sheet {layout.key} exists twice")
    return layout


def offered() -> list[Layout]:
    return list(_layouts.values())


def find(key: str) -> Layout | None:
    return _layouts.get(key)


def may_hand_in_any(actor: Actor) -> bool:
    return any(permissions.may(actor, layout.verb, None) for layout in _layouts.values())
