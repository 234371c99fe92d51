"""Accounts: opening one, signing in, passwords. Every answer to a stranger is the same sentence."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.identity import rules
from liancun.contexts.identity.models import PastPassword, User
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark


@action("identity.create_user")
def create_user(
    actor: Actor,
    *,
    username: str,
    name: str,
    password: str,
    body_id: int | None = None,
    must_change_password: bool = True,
) -> int:
    """Gives the user's id. Refusals: identity.weak_password, identity.name_taken, access.not_allowed."""
    require(actor, "identity.create_user", body_id)
    tidy = username.strip().lower()
    rules.refuse_weak(password, (tidy, name))
    user = User(
        username=tidy,
        name=name.strip(),
        password=make_password(password),
        must_change_password=must_change_password,
        password_changed_at=clock.now(),
    )
    _insert(user)
    _trace(actor, "identity.create_user", user.pk)
    return user.pk


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "identity.name_taken",
            mark("这个用户名已经有人使用。"),
            place=Place("field", field="username"),
            remedy=mark("请另选用户名。"),
        ) from error


@action("identity.set_password")
def set_password(actor: Actor, *, user_id: int, password: str, body_id: int | None = None) -> None:
    """A new password given by the administrator; its owner must change it at the next sign-in."""
    require(actor, "identity.set_password", body_id)
    user = User.objects.select_for_update().get(pk=user_id)
    _replace(user, password, must_change=True)
    _trace(actor, "identity.set_password", user.pk)


@action("identity.change_password")
def change_password(actor: Actor, *, old_password: str, new_password: str) -> None:
    """One's own password. Refusals: identity.wrong_old, identity.weak_password, identity.used_before."""
    if actor.user_id is None:
        raise NotAllowed("identity.not_signed_in", mark("请先登录。"), remedy=mark("登录后再试。"))
    user = User.objects.select_for_update().get(pk=actor.user_id)
    if not check_password(old_password, user.password):
        raise Refusal(
            "identity.wrong_old",
            mark("原密码不对。"),
            place=Place("field", field="old_password"),
            remedy=mark("请重新输入原密码。"),
        )
    _replace(user, new_password, must_change=False)
    _trace(actor, "identity.change_password", user.pk)


def _replace(user: User, password: str, *, must_change: bool) -> None:
    rules.refuse_weak(password, (user.username, user.name))
    _refuse_used(user, password)
    PastPassword.objects.bulk_create(
        [PastPassword(user=user, password=user.password, replaced_at=clock.now())]
    )
    user.password = make_password(password)
    user.must_change_password = must_change
    user.password_changed_at = clock.now()
    user.failed_count, user.locked_until = 0, None
    user.save(
        update_fields=[
            "password",
            "must_change_password",
            "password_changed_at",
            "failed_count",
            "locked_until",
        ]
    )


def _refuse_used(user: User, password: str) -> None:
    past = PastPassword.objects.filter(user=user).order_by("-pk").values_list("password", flat=True)
    used = [user.password, *past[: rules.KEPT_PASSWORDS - 1]]
    if any(check_password(password, old) for old in used):
        raise Refusal(
            "identity.used_before",
            mark("这个密码最近用过。"),
            place=Place("field", field="new_password"),
            remedy=mark("请换一个没有用过的密码。"),
        )


@action("identity.sign_in")
def sign_in(actor: Actor, *, username: str, password: str) -> User | None:
    """The user when name and password fit and the account is open; None for every other reason.

    The row is locked, so that parallel guesses are counted one by one. An unknown name costs as much
    time as a wrong password.
    """
    user = User.objects.select_for_update().filter(username=username.strip().lower()).first()
    if user is None:
        make_password(password)
        return None
    fits = check_password(password, user.password)
    now, attempts = clock.now(), rules.Attempts(user.failed_count, user.locked_until)
    if rules.is_locked(attempts, now) or not user.is_active:
        _trace(actor, "identity.sign_in_refused", user.pk)
        return None
    attempts = rules.Attempts(0, None) if fits else rules.after_failure(attempts, now, _lockout())
    _count(user, attempts)
    _trace(actor, "identity.sign_in" if fits else "identity.sign_in_failed", user.pk)
    return user if fits else None


def _lockout() -> rules.Lockout:
    return rules.Lockout(settings.LIANCUN_LOGIN_FAILURES, settings.LIANCUN_LOCKOUT_MINUTES)


def _count(user: User, attempts: rules.Attempts) -> None:
    if (user.failed_count, user.locked_until) != (attempts.failed, attempts.locked_until):
        user.failed_count, user.locked_until = attempts.failed, attempts.locked_until
        user.save(update_fields=["failed_count", "locked_until"])


def _trace(actor: Actor, verb: str, user_id: int) -> None:
    audit.record(actor, verb, subject="identity.user", subject_id=user_id, body_id=None, detail={})
