"""One step form for every act: same frame, same way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs.queries.lives import Loaded
from liancun.framework.web import parts
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, page


def step_page(
    request: HttpRequest,
    loaded: Loaded,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    submit: str,
    happened: str,
    then: str,
    rules: Sequence[str] = (),
    known: Sequence[parts.Fact] = (),
    consequence: str = "",
) -> HttpResponse:
    """Shows the form; a valid one is acted on once and leads back to the matter. A refused one keeps its values."""
    if request.method == "POST" and form.is_valid() and act(request, form, do) is not None:
        say(request, happened=happened, then=then)
        return redirect("affairs:matter", loaded.row.id)
    back = reverse("affairs:matter", args=[loaded.row.id])
    context = {
        "title": title,
        "crumbs": [parts.Link(_("事项"), reverse("affairs:matters")), parts.Link(loaded.row.title, back)],
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "known": known,
        "rules": [rule for rule in rules if rule],
        "consequence": consequence,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
