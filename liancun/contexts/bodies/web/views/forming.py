"""One step form for every act on agreements, pairings and facts: same frame, same way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from liancun.contexts.evidence import api as evidence
from liancun.framework.actors import Actor
from liancun.framework.web.parts import Fact, Link, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, page, page_number, page_size

FORM = ["GET", "HEAD", "POST"]
PAGE = 25


def step_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    submit: str,
    said: tuple[str, str],
    back: str,
    then: str = "",
    crumbs: Sequence[Link] = (),
    rules: Sequence[str] = (),
    known: Sequence[Fact] = (),
    consequence: str = "",
    template: str = "pages/step.html",
    **more: object,
) -> HttpResponse:
    """Shows the form; a valid one is acted on once and leads on. A refused one keeps its values.

    `said`: what happened and what comes next; `then`: the address after the act, else `back`.
    """
    if request.method == "POST" and form.is_valid() and act(request, form, lambda: (do(), True)) is not None:
        say(request, happened=said[0], then=said[1])
        return redirect(then or back)
    context = {
        "title": title,
        "crumbs": crumbs,
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "rules": rules,
        "known": known,
        "consequence": consequence,
        **more,
    }
    return page(request, template, context, status=422 if form.errors else 200)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was filled with; None when it is only opened. An empty answer is an answer."""
    return request.POST if request.method == "POST" else None


def stored(actor: Actor, body_id: int, form: forms.Form, purpose: str) -> list[int]:
    """The uploaded papers of a form, kept for a body; gives their ids."""
    return [
        evidence.store(actor, body_id=body_id, name=file.name, content=file, purpose=purpose).id
        for file in form.cleaned_data["papers"]
    ]


def window(request: HttpRequest) -> tuple[int, int]:
    """Where the page of a list begins, and how many rows it has."""
    size = page_size(request, PAGE)
    return (page_number(request) - 1) * size, size


def pager(request: HttpRequest, total: int) -> Pager:
    size = page_size(request, PAGE)
    return Pager(number=page_number(request), pages=max(1, -(-total // size)), total=total, size=size)
