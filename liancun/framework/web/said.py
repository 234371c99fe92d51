"""Saying on the next page what happened and what comes next, as a statement and not a passing bubble."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.http import HttpRequest

Tone = Literal["done", "waiting", "refused"]
_LEVELS = {"done": messages.SUCCESS, "waiting": messages.WARNING, "refused": messages.ERROR}


def say(request: HttpRequest, *, happened: str, then: str = "", tone: Tone = "done") -> None:
    """Leave a statement for the page shown next."""
    words = f"{happened}\n{then}" if then else happened
    messages.add_message(request, _LEVELS[tone], words, extra_tags=tone)
