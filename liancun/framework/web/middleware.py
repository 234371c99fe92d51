"""Around every request: log line, headers, preferences, session limits, and one scoped transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from liancun.framework import clock, origin, refused
from liancun.framework.actors import Actor
from liancun.framework.scope import entered_as_user
from liancun.framework.web import faults, ratelimit
from liancun.kernel.errors import NotAllowed, Refusal, Refusals

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")
NUL = "%00"
ELDER_COOKIE = "liancun_elder"
_log = structlog.get_logger("request")


def request_log(get_response: GetResponse) -> GetResponse:
    """One line a request: route, status, milliseconds. Never the path itself: it may carry a token."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        begun = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        _log.info(
            "request",
            route=match.view_name if match else "-",
            method=request.method,
            status=response.status_code,
            ms=round((time.monotonic() - begun) * 1000),
        )
        return response

    return handle


def writable_query(get_response: GetResponse) -> GetResponse:
    """Drops the sign NUL from a query before anything reads it: nobody types it, and no text in PostgreSQL holds it."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        while NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(NUL, "")
        return get_response(request)

    return handle


def response_headers(get_response: GetResponse) -> GetResponse:
    """Pages of people are never kept by a cache or an index."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        return response

    return handle


def preferences(get_response: GetResponse) -> GetResponse:
    """Language and 长辈版, remembered in cookies that say nothing of the person."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        request.elder = request.COOKIES.get(ELDER_COOKIE) == "on"  # type: ignore[attr-defined]
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return handle


def session_limits(get_response: GetResponse) -> GetResponse:
    """Signs out after a time without acts, and after a day's work whatever happens (GB/T 22239)."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.session.get("_auth_user_id") and _outlived(request):
            request.session.flush()
            if request.method in SAFE:
                return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")
            return redirect(settings.LOGIN_URL)
        return get_response(request)

    return handle


def _outlived(request: HttpRequest) -> bool:
    now = clock.now()
    begun = _moment(request, "begun_at") or now
    seen = _moment(request, "seen_at") or now
    if now - begun > timedelta(hours=settings.LIANCUN_SESSION_MAX_HOURS):
        return True
    if now - seen > timedelta(minutes=settings.LIANCUN_SESSION_IDLE_MINUTES):
        return True
    request.session.setdefault("begun_at", now.isoformat())
    # Polling is not presence; one write a minute is enough.
    fresh = "seen_at" in request.session and now - seen < timedelta(minutes=1)
    if not fresh and not request.headers.get("HX-Trigger-Poll"):
        request.session["seen_at"] = now.isoformat()
    return False


def _acted(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether what waits for the person may have changed; a search sent closed (`only_read`) changes nothing."""
    sent = request.method not in SAFE and response.status_code < 400
    return sent and "begun_at" in request.session and not getattr(response, "only_read", False)


def _moment(request: HttpRequest, key: str) -> datetime | None:
    text = request.session.get(key)
    return datetime.fromisoformat(text) if text else None


class scoped:
    """One transaction a request, told who asks and what they may read; a failed answer leaves no change.

    GET and HEAD run read-only: PostgreSQL itself refuses a page that would change something.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with origin.coming_from(ratelimit.address_block(request)):
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        user_id = user.pk if user.is_authenticated else None
        with entered_as_user(user_id, read_only=request.method in SAFE) as actor:
            request.actor = actor  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 400 and not getattr(response, "keep_changes", False):
                transaction.set_rollback(True)
        if _acted(request, response):
            request.session["acted_at"] = clock.now().isoformat()
        refusal = getattr(request, "refusal", None)
        if isinstance(refusal, NotAllowed):
            match = request.resolver_match
            refused.tell(actor, refusal, match.view_name if match else "-")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        actor = cast(Actor, request.actor)  # type: ignore[attr-defined]
        if getattr(view, "is_public", False) or actor.is_signed_in:
            return None
        if request.method in SAFE:
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
        return faults.forbidden(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusals):
            error = error.refusals[0]
        if isinstance(error, Refusal):
            request.refusal = error  # type: ignore[attr-defined]
            return faults.refused(request, error)
        if isinstance(error, DatabaseError):
            _log.error("database refused", code=getattr(error.__cause__, "sqlstate", None))
        return None
