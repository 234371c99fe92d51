"""Foreign keys point downward, and across contexts only to those whose rows others may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from tools.contracts import FLOORS

OPEN = {"bodies", "people", "posts", "evidence"}
# A person is linked to the account they sign in with; nobody else knows accounts.
ALLOWED = {("people", "identity")}
PREFIX = "liancun.contexts."


@dataclass(frozen=True)
class Link:
    """A foreign key from one context to another."""

    source: str
    target: str
    field: str
    backwards: str


def _links(models: list[type[Model]]) -> Iterator[Link]:
    for model in models:
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField) and field.model is model:
                yield from _link(model, field)


def _link(model: type[Model], field: Field[object, object]) -> Iterator[Link]:
    target = field.related_model
    assert isinstance(target, type)
    here, there = _context(model), _context(target)
    if here and there and here != there:
        backwards = str(field.remote_field.related_name or "") if field.remote_field else ""
        yield Link(here, there, f"{model._meta.label}.{field.name}", backwards)


def _context(model: type[Model]) -> str:
    name = apps.get_app_config(model._meta.app_label).name
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""


def _floor(context: str) -> int:
    return next(height for height, floor in enumerate(reversed(FLOORS)) if context in floor)


def _crossings() -> list[Link]:
    return list(_links(apps.get_models(include_auto_created=False)))


def test_there_are_crossings_to_look_at() -> None:
    assert _crossings()


def test_none_points_upward_or_sideways() -> None:
    wrong = [link.field for link in _crossings() if _floor(link.target) >= _floor(link.source)]
    assert wrong == []


def test_none_crosses_to_a_context_that_keeps_its_rows_to_itself() -> None:
    wrong = [
        link.field
        for link in _crossings()
        if link.target not in OPEN and (link.source, link.target) not in ALLOWED
    ]
    assert wrong == []


def test_none_can_be_walked_backwards() -> None:
    wrong = [link.field for link in _crossings() if not link.backwards.endswith("+")]
    assert wrong == []


@pytest.mark.parametrize(
    ("lower", "upper"), [("audit", "bodies"), ("people", "posts"), ("ledger", "affairs")]
)
def test_floors_are_counted_from_below(lower: str, upper: str) -> None:
    assert _floor(lower) < _floor(upper)
