"""Signing in: password, then a code where a second factor is set up. Every failure counts on the account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from liancun.contexts.identity import rules
from liancun.contexts.identity.actions.passwords import own, trace
from liancun.contexts.identity.actions.second_factor import spend_code
from liancun.contexts.identity.models import User
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor


@action("identity.sign_in")
def sign_in(actor: Actor, *, username: str, password: str) -> User | None:
    """The user when name and password fit and the account is open; None for every other reason.

    The row is locked, so that parallel guesses are counted one by one. An unknown name costs as much
    time as a wrong password. With a second factor the sign-in is whole only after `check_code`.
    """
    user = User.objects.select_for_update().filter(username=username.strip().lower()).first()
    if user is None:
        make_password(password)
        return None
    fits = check_password(password, user.password)
    if _closed(actor, user):
        return None
    if fits and user.second_factor:
        return user  # the count goes on until the code fits: else a known password would allow endless codes
    _judge(actor, user, fits)
    return user if fits else None


@action("identity.sign_in_by_county")
def sign_in_by_county(actor: Actor, *, username: str) -> User | None:
    """The open account of a name that the county's own sign-on has confirmed; None when there is none."""
    user = User.objects.select_for_update().filter(username=username.strip().lower()).first()
    if user is None or _closed(actor, user):
        return None
    if not user.second_factor:
        _judge(actor, user, True)
    return user


@action("identity.check_code")
def check_code(actor: Actor, *, user_id: int, code: str) -> User | None:
    """The second half of a sign-in: a code of the authenticator or a recovery code, each used once."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or _closed(actor, user):
        return None
    fits = spend_code(user, code)
    _judge(actor, user, fits)
    return user if fits else None


@action("identity.prove")
def prove(actor: Actor, *, secret: str) -> bool:
    """Once more before a sensitive step: a code where a second factor is set up, else the password."""
    user = own(actor)
    if _closed(actor, user):
        return False
    fits = spend_code(user, secret) if user.second_factor else check_password(secret, user.password)
    _judge(actor, user, fits, done="identity.prove")
    return fits


def _closed(actor: Actor, user: User) -> bool:
    attempts = rules.Attempts(user.failed_count, user.locked_until)
    closed = rules.is_locked(attempts, clock.now()) or not user.is_active
    if closed:
        trace(actor, "identity.sign_in_refused", user.pk)
    return closed


def _judge(actor: Actor, user: User, fits: bool, *, done: str = "identity.sign_in") -> None:
    now, attempts = clock.now(), rules.Attempts(user.failed_count, user.locked_until)
    attempts = rules.Attempts(0, None) if fits else rules.after_failure(attempts, now, _lockout())
    _count(user, attempts)
    trace(actor, done if fits else "identity.sign_in_failed", user.pk)


def _lockout() -> rules.Lockout:
    return rules.Lockout(settings.LIANCUN_LOGIN_FAILURES, settings.LIANCUN_LOCKOUT_MINUTES)


def _count(user: User, attempts: rules.Attempts) -> None:
    if (user.failed_count, user.locked_until) != (attempts.failed, attempts.locked_until):
        user.failed_count, user.locked_until = attempts.failed, attempts.locked_until
        user.save(update_fields=["failed_count", "locked_until"])
