"""Passwords and lockout, true on paper (GB/T 22239-2019, 8.1.4.1; domain words in README)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from liancun.kernel.errors import Place, Refusal, mark

SHORTEST = 8
LONGEST = 128
CLASSES_NEEDED = 3
KEPT_PASSWORDS = 5


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
    if long_enough and classes(password) >= CLASSES_NEEDED and not any(name in plain for name in names):
        return
    raise Refusal(
        "identity.weak_password",
        mark("新密码不符合要求。"),
        place=Place("field", field="new_password"),
        remedy=mark("密码至少 8 位，含小写字母、大写字母、数字、符号中的三种，且不含用户名和姓名。"),
    )
