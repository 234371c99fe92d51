"""A step form drawn, sent, refused or done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict

from liancun.framework.web.forms import Form
from liancun.framework.web.shortcuts import act, page


def step(request: HttpRequest, form: Form, done: Callable[[], str], words: dict[str, object]) -> HttpResponse:
    """A step form: `done` acts and gives the address to go to, after saying what happened."""
    if request.method == "POST" and form.is_valid():
        url = act(request, form, done)
        if url is not None:
            return redirect(url)
    return page(request, "pages/step.html", {**words, "form": form}, status=422 if form.errors else 200)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None while the form is only looked at. An empty form that was sent is judged too."""
    return request.POST if request.method == "POST" else None


def files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    return request.FILES if request.method == "POST" else None
