"""Who a session belongs to. Own code and not django.contrib.auth: that app brings groups and superusers."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse

from liancun.contexts.identity.models import User
from liancun.contexts.identity.queries import active_user
from liancun.framework import clock

GetResponse = Callable[[HttpRequest], HttpResponseBase]
USER, HASH = "_auth_user_id", "_auth_user_hash"
_FREE = ("identity:change_password", "identity:sign_out", "preferences")


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


def begin(request: HttpRequest, user: User) -> None:
    """A new session key and form token, so that neither can have been planted before."""
    request.session.cycle_key()
    rotate_token(request)
    now = clock.now().isoformat()
    request.session.update(
        {USER: str(user.pk), HASH: user.get_session_auth_hash(), "begun_at": now, "seen_at": now}
    )


def renew(request: HttpRequest, user: User) -> None:
    """After a changed password this session goes on and all others of the user end."""
    request.session.cycle_key()
    request.session[HASH] = user.get_session_auth_hash()


def end(request: HttpRequest) -> None:
    request.session.flush()
    request.user = Nobody()  # type: ignore[assignment]


def signed_in(get_response: GetResponse) -> GetResponse:
    """Puts the user of the session on the request; a first password must be changed before anything else."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        user = _user_of(request)
        request.user = user  # type: ignore[assignment]
        if (
            isinstance(user, SignedIn)
            and user.must_change_password
            and request.path not in map(reverse, _FREE)
        ):
            return redirect("identity:change_password")
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
