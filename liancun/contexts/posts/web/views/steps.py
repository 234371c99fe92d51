"""What the pages of this context share: step forms that try one act, and registers cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from liancun.framework.web.parts import Fact, Link, Pager, Register
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, page

PAGE = 25


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


def number_of(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def id_of(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 12 else None


def search_of(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:40]


def chosen(request: HttpRequest, name: str, known: Sequence[str]) -> str:
    text = request.GET.get(name, "")
    return text if text in known else ""


def listing(
    request: HttpRequest,
    title: str,
    register: Register,
    total: int,
    *,
    lead: str = "",
    template: str = "pages/register.html",
    **more: object,
) -> HttpResponse:
    """A register page; a number beyond the last page leads back to the first."""
    number, pages = number_of(request), max(1, -(-total // PAGE))
    if number > pages:
        return redirect(request.path)
    context = {
        "title": title,
        "lead": lead,
        "register": register,
        "pager": Pager(number=number, pages=pages, total=total, size=PAGE),
        **more,
    }
    return page(request, template, context)
