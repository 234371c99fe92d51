"""Accounts: opening one, a new password for whoever forgot theirs, blocking and opening again.

Only the administrator of the area that keeps an account touches it, and never the own one.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.identity import rules
from liancun.contexts.identity.actions.passwords import replace, trace
from liancun.contexts.identity.models import Blocked, User
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Unknown, mark


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
    """Gives the user's id; `body_id` names the body that keeps the account.

    Refusals: identity.odd_name, identity.weak_password, identity.name_taken, access.not_allowed.
    """
    require(actor, "identity.create_user", body_id)
    tidy = username.strip().lower()
    rules.refuse_odd_name(tidy)
    rules.refuse_weak(password, (tidy, name))
    user = User(
        username=tidy,
        name=name.strip(),
        password=make_password(password),
        must_change_password=must_change_password,
        password_changed_at=clock.now(),
        opened_at=clock.now(),
        kept_by=body_id,
    )
    _insert(user)
    trace(actor, "identity.create_user", user.pk)
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


def kept(actor: Actor, user_id: int, right: str) -> User:
    """The account, locked, when it is kept by a body of the administrator's area and is not the own one."""
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Unknown("identity.unknown", mark("没有这个账号。"), remedy=mark("请返回列表重新选择。"))
    # An account that no body keeps belongs to the program alone: 0 is nobody's body.
    require(actor, right, user.kept_by or 0)
    if user.pk == actor.user_id:
        raise NotAllowed(
            "identity.own_account",
            mark("不能管理自己的账号。"),
            remedy=mark("请由另一名管理员办理；改自己的密码请用“更换密码”。"),
        )
    return user


@action("identity.set_password")
def set_password(actor: Actor, *, user_id: int, password: str = "") -> str:
    """A new password given by the administrator; its owner must change it at the next sign-in. Gives it, once."""
    user = kept(actor, user_id, "identity.set_password")
    given = password or rules.initial_password()
    replace(user, given, must_change=True)
    trace(actor, "identity.set_password", user.pk)
    return given


@action("identity.block")
def block(actor: Actor, *, user_id: int) -> None:
    """Ends every session of the account at once. Blocking again changes nothing."""
    user = kept(actor, user_id, "identity.block")
    if user.is_active:
        _switch(user, active=False, blocked_as=Blocked.ADMINISTRATOR)
        trace(actor, "identity.block", user.pk)


@action("identity.unblock")
def unblock(actor: Actor, *, user_id: int) -> None:
    """Opens a blocked account again and lifts a lock of wrong passwords."""
    user = kept(actor, user_id, "identity.unblock")
    _switch(user, active=True, blocked_as="")
    trace(actor, "identity.unblock", user.pk)


def _switch(user: User, *, active: bool, blocked_as: str) -> None:
    user.is_active, user.blocked_as = active, blocked_as
    if active:
        # An account opened again counts as new: the rule of idle accounts would close it the next night.
        user.failed_count, user.locked_until, user.opened_at = 0, None, clock.now()
    user.save(update_fields=["is_active", "blocked_as", "failed_count", "locked_until", "opened_at"])


@action("identity.block_idle")
def block_idle(actor: Actor, *, days: int) -> int:
    """Blocks accounts that nobody signed in with for so many days; gives how many. The worker alone calls it.

    The days are read from the log: no date of a sign-in is kept in the account (law 9).
    """
    require(actor, "identity.block_idle", None)
    before = clock.now() - timedelta(days=days)
    used = audit.subjects_of("identity.sign_in", since=before)
    idle = User.objects.select_for_update().filter(is_active=True, opened_at__lt=before).exclude(pk__in=used)
    found = list(idle)
    for user in found:
        _switch(user, active=False, blocked_as=Blocked.IDLE)
        trace(actor, "identity.block_idle", user.pk)
    return len(found)
