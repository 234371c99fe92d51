"""Passwords and lockout, true on paper (GB/T 22239-2019, 8.1.4.1; domain words in README)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from liancun.kernel.errors import Place, Refusal, mark

SHORTEST = 8
LONGEST = 128
CLASSES_NEEDED = 3
KEPT_PASSWORDS = 5
# Those with wide rights are reminded after so many days.
REMINDED_AFTER = timedelta(days=90)
_TELEPHONE = re.compile(r"1[3-9]\d{9}")
_USER_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
# Without signs that look alike on paper.
_SMALL, _LARGE, _DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


@dataclass(frozen=True)
class Lockout:
    """After `failures` wrong passwords in a row an account waits `minutes`."""

    failures: int
    minutes: int


@dataclass(frozen=True)
class Attempts:
    failed: int
    locked_until: datetime | None


def is_locked(attempts: Attempts, now: datetime) -> bool:
    return attempts.locked_until is not None and now < attempts.locked_until


def after_failure(attempts: Attempts, now: datetime, lockout: Lockout) -> Attempts:
    """A lock that has run out starts the count anew."""
    failed = attempts.failed + 1
    if failed >= lockout.failures:
        return Attempts(0, now + timedelta(minutes=lockout.minutes))
    return Attempts(failed, None)


def classes(password: str) -> int:
    """How many of small letters, capitals, digits and other signs occur."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
    return sum(any(kind(sign) for sign in password) for kind in kinds)


def refuse_weak(password: str, own: tuple[str, ...]) -> None:
    """`own`: user name and name, which the password may not contain. Refusal: identity.weak_password."""
    plain = password.casefold()
    long_enough = SHORTEST <= len(password) <= LONGEST
    names = tuple(text.casefold() for text in own if len(text) >= 2)
    speaks = any(name in plain for name in names) or _TELEPHONE.search(password)
    if long_enough and classes(password) >= CLASSES_NEEDED and not speaks:
        return
    raise Refusal(
        "identity.weak_password",
        mark("新密码不符合要求。"),
        place=Place("field", field="new_password"),
        remedy=mark("密码至少 8 位，含小写字母、大写字母、数字、符号中的三种，且不含用户名、姓名和手机号。"),
    )


def initial_password() -> str:
    """Shown once to whoever opens an account, and changed at the first sign-in; about 65 bits."""
    kinds = (_LARGE, _SMALL, _SMALL, _DIGITS)
    groups = ["".join(secrets.choice(kind) for kind in kinds) for _ in range(4)]
    return "-".join(groups)


def is_old(changed_at: datetime | None, now: datetime) -> bool:
    return changed_at is not None and now - changed_at >= REMINDED_AFTER


def refuse_odd_name(username: str) -> None:
    """Refusal: identity.odd_name."""
    if _USER_NAME.fullmatch(username):
        return
    raise Refusal(
        "identity.odd_name",
        mark("用户名要由 3 至 40 个小写字母、数字、点、横线组成。"),
        place=Place("field", field="username"),
        remedy=mark("例如姓名的拼音加单位简称。"),
    )
