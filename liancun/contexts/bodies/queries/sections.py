"""What higher contexts show of their own on the record page of a body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from liancun.contexts.bodies.queries.tree import BodyLine
from liancun.framework.actors import Actor
from liancun.framework.web.parts import Related, Section

Panel = Callable[[BodyLine, date], Related]
Maker = Callable[[BodyLine, date, Actor], Section | None]
_panels: list[Panel] = []
_sections: list[Maker] = []


def offer_panel(panel: Panel) -> None:
    """A list of links in the narrow column, shown to everyone."""
    if panel not in _panels:
        _panels.append(panel)


def panels(body: BodyLine, day: date) -> tuple[Related, ...]:
    return tuple(panel(body, day) for panel in _panels)


def section(make: Maker) -> Maker:
    """Registers `make(body, day, actor)`: a section of the wide column, or None when there is nothing to show.

    Called in `ready()` of the context above; fit for use as a decorator. It runs on every opening of the page:
    a few statements whatever the size, and nothing the actor may not see.
    """
    if make not in _sections:
        _sections.append(make)
    return make


def sections(body: BodyLine, day: date, actor: Actor) -> tuple[Section, ...]:
    """What all contexts above have to show, lowest `order` first."""
    made = (make(body, day, actor) for make in _sections)
    return tuple(sorted((one for one in made if one is not None), key=lambda one: one.order))
