"""Lists that leave as files: whoever keeps the log listens here, and whoever knows offices names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from liancun.framework.actors import Actor


@dataclass(frozen=True)
class Taken:
    """`page`: name of the list's address; `form`: "xlsx" or "pdf"; `filters`: names only, never what was typed."""

    page: str
    form: str
    rows: int
    filters: tuple[str, ...] = ()


Listener = Callable[[Actor, Taken], None]
Office = Callable[[Actor], str]
_listeners: list[Listener] = []
_office: list[Office] = []


def listen(listener: Listener) -> None:
    if listener not in _listeners:
        _listeners.append(listener)


def tell(actor: Actor, taken: Taken) -> None:
    for listener in _listeners:
        listener(actor, taken)


def plug_office(office: Office) -> None:
    """Says for which body a person works: printed as 编制单位."""
    _office[:] = [office]


def office_of(actor: Actor) -> str:
    return _office[0](actor) if _office else ""
