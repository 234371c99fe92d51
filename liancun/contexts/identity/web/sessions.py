"""Who a session belongs to. Own code and not django.contrib.auth: that app brings groups and superusers."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse

from liancun.contexts.identity.models import User
from liancun.contexts.identity.queries import active_user
from liancun.framework import clock

GetResponse = Callable[[HttpRequest], HttpResponseBase]
USER, HASH = "_auth_user_id", "_auth_user_hash"
HALF, ENROL, PROVED = "half_signed_in", "must_enrol", "proved_at"
HALF_MINUTES = 5
_FREE = ("identity:change_password", "identity:sign_out", "preferences")
_FREE_TO_ENROL = ("identity:second_factor", "identity:begin_second_factor", *_FREE)


@dataclass(frozen=True)
class SignedIn:
    """What a request knows of its user before the scope is entered."""

    pk: int
    must_change_password: bool
    is_authenticated: bool = True


@dataclass(frozen=True)
class Nobody:
    pk: None = None
    is_authenticated: bool = False


def half_begin(request: HttpRequest, user: User, goal: str) -> None:
    """The password fitted; nobody is signed in until the code fits too, within a few minutes."""
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": clock.now().isoformat(),
        "goal": goal,
    }


def half_signed_in(request: HttpRequest) -> tuple[int, str, str] | None:
    """User id, hash of the password that fitted, and where to go; None when there is none or it is too old."""
    half = request.session.get(HALF)
    if half is None or clock.now() - datetime.fromisoformat(half["at"]) > timedelta(minutes=HALF_MINUTES):
        return None
    return half["user"], half["hash"], half["goal"]


def begin(request: HttpRequest, user: User, *, must_enrol: bool = False) -> None:
    """A new session key and form token, so that neither can have been planted before."""
    request.session.pop(HALF, None)
    request.session.cycle_key()
    rotate_token(request)
    now = clock.now().isoformat()
    request.session.update(
        {USER: str(user.pk), HASH: user.get_session_auth_hash(), "begun_at": now, "seen_at": now}
    )
    request.session[PROVED] = now
    request.session[ENROL] = must_enrol


def renew(request: HttpRequest, user: User) -> None:
    """After a changed password this session goes on and all others of the user end."""
    request.session.cycle_key()
    request.session[HASH] = user.get_session_auth_hash()


def end(request: HttpRequest) -> None:
    request.session.flush()
    request.user = Nobody()  # type: ignore[assignment]


def prove(request: HttpRequest) -> None:
    """Who sits here has just shown again who they are."""
    request.session[PROVED] = clock.now().isoformat()


def proved_at(request: HttpRequest) -> datetime | None:
    text = request.session.get(PROVED)
    return datetime.fromisoformat(text) if text else None


def enrolled(request: HttpRequest) -> None:
    request.session[ENROL] = False


def signed_in(get_response: GetResponse) -> GetResponse:
    """Puts the user of the session on the request; a first password must be changed before anything else,
    and who must have a second factor sets it up first.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        user = _user_of(request)
        request.user = user  # type: ignore[assignment]
        if (
            isinstance(user, SignedIn)
            and user.must_change_password
            and request.path not in map(reverse, _FREE)
        ):
            return redirect("identity:change_password")
        if (
            isinstance(user, SignedIn)
            and request.session.get(ENROL)
            and request.path not in map(reverse, _FREE_TO_ENROL)
        ):
            return redirect("identity:second_factor")
        return get_response(request)

    return handle


def _user_of(request: HttpRequest) -> SignedIn | Nobody:
    """The session ends when its account is closed or its password was changed elsewhere."""
    key = request.session.get(USER)
    if key is None:
        return Nobody()
    user = active_user(int(key))
    if user is None or not hmac.compare_digest(request.session.get(HASH, ""), user.get_session_auth_hash()):
        request.session.flush()
        return Nobody()
    return SignedIn(user.pk, user.must_change_password)
