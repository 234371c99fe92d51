"""Passwords: replacing one, and one's own."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password

from liancun.contexts.audit import api as audit
from liancun.contexts.identity import rules
from liancun.contexts.identity.models import PastPassword, User
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.kernel.errors import NotAllowed, Place, Refusal, mark


@action("identity.change_password")
def change_password(actor: Actor, *, old_password: str, new_password: str) -> None:
    """One's own password. Refusals: identity.wrong_old, identity.weak_password, identity.used_before."""
    user = own(actor)
    if not check_password(old_password, user.password):
        raise Refusal(
            "identity.wrong_old",
            mark("原密码不对。"),
            place=Place("field", field="old_password"),
            remedy=mark("请重新输入原密码。"),
        )
    replace(user, new_password, must_change=False)
    trace(actor, "identity.change_password", user.pk)


def own(actor: Actor) -> User:
    """The account of whoever is signed in, locked."""
    if actor.user_id is None:
        raise NotAllowed("identity.not_signed_in", mark("请先登录。"), remedy=mark("登录后再试。"))
    return User.objects.select_for_update().get(pk=actor.user_id)


def replace(user: User, password: str, *, must_change: bool) -> None:
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


def trace(actor: Actor, verb: str, user_id: int) -> None:
    audit.record(actor, verb, subject="identity.user", subject_id=user_id, body_id=None, detail={})
