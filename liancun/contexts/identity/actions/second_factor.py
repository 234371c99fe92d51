"""A second factor: setting it up, proving it, giving it up, and spending a code."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password

from liancun.contexts.identity.actions.accounts import kept
from liancun.contexts.identity.actions.passwords import own, trace
from liancun.contexts.identity.models import RecoveryCode, SecondFactor, User
from liancun.contexts.identity.rules import second_factor as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.scope import entered
from liancun.kernel.errors import Conflict, Place, Refusal, mark

# Secrets are a person's own rows; at sign-in nobody is known yet.
PROGRAM = Actor.system("identity.second_factor")


@action("identity.begin_second_factor")
def begin_second_factor(actor: Actor) -> None:
    """Makes a new secret, to be proved with a first code. Refusal: identity.has_second_factor."""
    user = own(actor)
    if user.second_factor:
        raise Conflict(
            "identity.has_second_factor",
            mark("您已经启用动态口令。"),
            remedy=mark("要换手机，请先停用再重新启用。"),
        )
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": rules.new_secret(), "confirmed_at": None, "last_step": 0}
    )


@action("identity.confirm_second_factor")
def confirm_second_factor(actor: Actor, *, code: str) -> list[str]:
    """From now on a code is asked at sign-in. Gives recovery codes, shown once. Refusal: identity.wrong_code."""
    user = own(actor)
    row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at=None).first()
    if row is None or not _spend_one_time(row, rules.tidy(code)):
        raise wrong_code()
    row.confirmed_at = clock.now()
    row.save(update_fields=["confirmed_at"])
    user.second_factor = True
    user.save(update_fields=["second_factor"])
    trace(actor, "identity.confirm_second_factor", user.pk)
    return _new_recovery_codes(user)


def wrong_code() -> Refusal:
    return Refusal(
        "identity.wrong_code",
        mark("动态口令不对，或者已经用过。"),
        place=Place("field", field="code"),
        remedy=mark("请等手机显示下一个口令再输入，并核对手机时间。"),
    )


def _new_recovery_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = rules.new_recovery_codes()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return [rules.grouped(code) for code in codes]


def _digest(code: str) -> str:
    return blind_index(code, "recovery_code").hex()


@action("identity.end_second_factor")
def end_second_factor(actor: Actor, *, password: str) -> None:
    """Gives up the own second factor; the password proves who asks."""
    user = own(actor)
    if not check_password(password, user.password):
        raise Refusal(
            "identity.wrong_old",
            mark("密码不对。"),
            place=Place("field", field="password"),
            remedy=mark("请重新输入密码。"),
        )
    _forget(user)
    trace(actor, "identity.end_second_factor", user.pk)


@action("identity.reset_second_factor")
def reset_second_factor(actor: Actor, *, user_id: int) -> None:
    """For a lost telephone. The security administrator does this, who can give nobody a password: it takes two."""
    user = kept(actor, user_id, "identity.reset_second_factor")
    with entered(PROGRAM):
        _forget(user)
    trace(actor, "identity.reset_second_factor", user.pk)


def _forget(user: User) -> None:
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.second_factor = False
    user.save(update_fields=["second_factor"])


def spend_code(user: User, code: str) -> bool:
    """Whether this code fits, and never again afterwards. The user's row is locked by the caller."""
    told = rules.tidy(code)
    with entered(PROGRAM):
        if rules.is_one_time_code(told):
            row = (
                SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
            )
            return row is not None and _spend_one_time(row, told)
        unused = RecoveryCode.objects.filter(user=user, digest=_digest(told), used_at=None)
        return unused.update(used_at=clock.now()) == 1


def _spend_one_time(row: SecondFactor, code: str) -> bool:
    step = rules.matching_step(str(row.secret), code, clock.now().timestamp(), row.last_step)
    if step is None:
        return False
    row.last_step = step
    row.save(update_fields=["last_step"])
    return True
