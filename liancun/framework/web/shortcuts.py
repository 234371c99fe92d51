"""What views say most: who asks, draw this page, try this act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.kernel.errors import Refusal, Refusals

View = TypeVar("View", bound=Callable[..., Any])
R = TypeVar("R")


def public(view: View) -> View:
    """Marks a view that a stranger may open; every other one asks to sign in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def sensitive(view: View) -> View:
    """Marks a view that opens personal data, moves money, counts votes or gives rights: who asks proves once more who
    they are."""
    view.is_sensitive = True  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def as_of(request: HttpRequest) -> date:
    """The day a page is asked to show: `?on=2024-05-30`; today when there is none or none that can be read."""
    text = request.GET.get("on", "") or request.GET.get("day", "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@dataclass(frozen=True)
class AsOf:
    """What `parts/as_of.html` draws: the day in view and the rest of the address, which stays."""

    day: date
    is_today: bool
    kept: tuple[tuple[str, str], ...] = ()


def as_of_picker(request: HttpRequest) -> AsOf:
    day = as_of(request)
    kept = tuple((name, str(text)) for name, text in request.GET.items() if name not in ("on", "day", "page"))
    return AsOf(day, day == clock.today(), kept)


@dataclass
class Taking:
    """Hung on a request whose page leaves as a file: the page's shapes are kept, nothing is drawn."""

    size: int
    context: dict[str, object] | None = None


def page_size(request: HttpRequest, usual: int) -> int:
    """Rows a page of a list: the usual number, or as many as fit at once when the list leaves as a file."""
    taking: Taking | None = getattr(request, "taking", None)
    return taking.size if taking is not None else usual


def page_number(request: HttpRequest) -> int:
    """The page asked for, from 1; anything unreadable is the first."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def is_taken(request: HttpRequest) -> bool:
    """Whether the page leaves as a file: some lists ask for a further right then."""
    return getattr(request, "taking", None) is not None


def page(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    taking: Taking | None = getattr(request, "taking", None)
    if taking is not None:
        taking.context = dict(context or {})
        return HttpResponse()
    return render(request, template, dict(context or {}), status=status)


def kept(response: HttpResponse) -> HttpResponse:
    """Keeps what was written although the answer says no (a failed sign-in must be counted)."""
    response.keep_changes = True  # type: ignore[attr-defined]
    return response


def act(request: HttpRequest, form: forms.BaseForm, function: Callable[[], R]) -> R | None:
    """Runs an action for a filled form. A refusal goes to its field, or to the form, and gives None."""
    try:
        with transaction.atomic():
            return function()
    except (Refusal, Refusals) as error:
        request.refusal = error  # type: ignore[attr-defined]
        for refusal in error.refusals if isinstance(error, Refusals) else (error,):
            form.add_error(_field_of(refusal, form), refusal.text(gettext))
        return None


def _field_of(refusal: Refusal, form: forms.BaseForm) -> str | None:
    name = refusal.place.field if refusal.place else None
    return name if name in form.fields else None
