"""What the pages of this context share: step forms that try one act, and what an address asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import queries
from liancun.framework import scope
from liancun.framework.actors import Actor
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, page

PAGE = 25
FEW_HOMES = 60


@dataclass(frozen=True)
class Step:
    """A step page and what is said after it. `back`: where one comes from and goes to afterwards."""

    title: str
    submit: str
    back: str
    happened: str
    then: str = ""
    lead: str = ""
    known: Sequence[Fact] = ()
    rules: Sequence[str] = ()
    crumbs: Sequence[Link] = ()
    template: str = "pages/step.html"
    more: dict[str, object] = field(default_factory=dict)


def step(request: HttpRequest, form: forms.BaseForm, do: Callable[[], object], shown: Step) -> HttpResponse:
    """Shows the form, or does it and goes on. `do` gives the address to go to, or anything else to go back."""

    def done() -> str:
        made = do()
        return made if isinstance(made, str) else shown.back

    if request.method == "POST" and form.is_valid():
        target = act(request, form, done)
        if target:
            say(request, happened=shown.happened, then=shown.then)
            return redirect(target)
    return draw(request, form, shown)


def draw(request: HttpRequest, form: forms.BaseForm, shown: Step) -> HttpResponse:
    context = {
        "title": shown.title,
        "lead": shown.lead,
        "crumbs": list(shown.crumbs),
        "known": list(shown.known),
        "rules": list(shown.rules),
        "form": form,
        "submit": shown.submit,
        "cancel_url": shown.back,
        **shown.more,
    }
    return page(request, shown.template, context, status=422 if form.errors else 200)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing is filled in; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def id_of(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 12 else None


def search_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:40]


def homes_in(body_id: int | None) -> list[int] | None:
    """Whose persons a list shows: those below a body; without one what a small scope names, None for a wide one."""
    if body_id is not None:
        return list(bodies.subtree_ids(body_id))
    now = scope.current()
    if now is None or now[1].everything or len(now[1].people) > FEW_HOMES:
        return None
    return list(now[1].people)


def area_of(actor: Actor) -> bodies.BodyLine | None:
    """The village, township or county an officer works for."""
    if actor.body_id is None:
        return None
    return bodies.village_of(actor.body_id) or bodies.get(actor.body_id)


def file_all(actor: Actor, body_id: int, papers: Sequence[UploadedFile[Any]]) -> list[int]:
    return [
        evidence.store(
            actor, body_id=body_id, name=str(one.name), content=one.read(), purpose=queries.SUBJECT
        ).id
        for one in papers
    ]
