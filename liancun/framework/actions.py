"""Verbs: what changes something. Each is registered once and runs whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_verbs: dict[str, Callable[..., Any]] = {}


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Registers a verb and wraps it in a savepoint: a refusal leaves nothing half saved."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        if name in _verbs:
            raise ValueError(f"the action {name} exists twice")

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                return function(*args, **kwargs)

        _verbs[name] = run
        return run

    return register


def verbs() -> dict[str, Callable[..., Any]]:
    return dict(_verbs)
