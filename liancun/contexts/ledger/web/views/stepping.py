"""One way for the step forms of a book: show until the act succeeds, say what happened, go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from liancun.contexts.ledger.queries import books
from liancun.contexts.ledger.web.views import shapes
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, page


def step(
    request: HttpRequest,
    book: books.BookLine,
    form: forms.BaseForm,
    doing: Callable[[Mapping[str, Any]], object],
    *,
    onward: str,
    **told: object,
) -> HttpResponse:
    """`told`: title, submit, happened, and what else the page of a step takes. `onward`: where it leads."""
    sent = request.method == "POST" and form.is_valid()
    if sent and act(request, form, lambda: (doing(form.cleaned_data),)) is not None:
        say(request, happened=str(told.get("happened", "")), then=str(told.get("then", "")))
        return redirect(onward)
    context = {
        "lead": book.owner_name,
        "crumbs": shapes.crumbs(book),
        "form": form,
        "cancel_url": onward,
        **told,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
