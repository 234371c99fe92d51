"""Before sensitive steps one shows again who one is: a desk left open approves nothing (LIANCUN_STEP_UP)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from liancun.contexts.identity.web import sessions
from liancun.contexts.identity.web.sessions import GetResponse
from liancun.framework import clock

# A form opened in time may be sent a while later: what was typed is not lost.
FORM_MINUTES = 30


class StepUp:
    """Views marked `sensitive` ask for a recent proof; all others pass."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view, "is_sensitive", False) or not request.user.is_authenticated:
            return None
        return None if _recent(request) else redirect(f"{reverse('identity:prove')}?{_next(request)}")


def _recent(request: HttpRequest) -> bool:
    minutes = settings.LIANCUN_STEP_UP
    if not minutes:
        return True
    proved = sessions.proved_at(request)
    grace = FORM_MINUTES if request.method == "POST" else 0
    return proved is not None and clock.now() - proved <= timedelta(minutes=minutes + grace)


def _next(request: HttpRequest) -> str:
    """Back to the page asked for; a button that only posts leads back to the page it stood on."""
    goal = request.get_full_path()
    if request.method == "POST":
        before = urlsplit(request.headers.get("Referer", ""))
        goal = before.path or "/"
    return urlencode({"next": goal})
