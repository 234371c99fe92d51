"""Pages that say what is wrong, what to do, and who can help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from liancun.kernel.errors import Refusal

_HIDDEN = {"csrfmiddlewaretoken", "password", "old_password", "new_password", "again"}


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if refusal.status == 404:
        return not_found(request)
    return render(
        request,
        "errors/refused.html",
        {"title": gettext("没有办成"), "refusal": refusal},
        status=refusal.status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", {}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", {}, status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/rate-limited.html", {}, status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", {}, status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token has expired: show what was typed again, to be sent with a fresh one."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _HIDDEN for value in values
    ]
    context = {"fields": fields, "action": request.get_full_path(), "files": bool(request.FILES)}
    return render(request, "errors/stale.html", context, status=403)
