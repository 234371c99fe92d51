"""What every layout reads."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from liancun.framework import playbook, scope, todo
from liancun.framework.actors import Actor
from liancun.framework.web.menu import menu


def frame(request: HttpRequest) -> dict[str, Any]:
    """Lazy where it costs: a layout that does not show a thing does not compute it."""
    actor: Actor = getattr(request, "actor", Actor.stranger())
    common = {
        "elder": getattr(request, "elder", False),
        "sign_in_url": reverse("identity:sign_in"),
        "county_name": playbook.place_name,
        "demonstration": playbook.is_demonstration,
    }
    if not actor.is_signed_in:
        return common
    return common | {
        "menu": cache(lambda: menu(request)),
        "person": actor,
        "scope_note": _note,
        "todo_count": cache(lambda: todo.count_for(actor, acted_at(request))),
        "todo_url": reverse("insight:home"),
        "search_url": reverse("insight:search"),
        "sign_out_url": reverse("identity:sign_out"),
    }


def _note() -> str:
    """What stands above every page while more is open than usual."""
    now = scope.current()
    return "" if now is None else now[1].note


def acted_at(request: HttpRequest) -> str:
    """When this person last did something here, as their session remembers."""
    session = getattr(request, "session", {})
    return str(session.get("acted_at", ""))
