"""Passwords, lockout and second factors, true on paper."""

from liancun.contexts.identity.rules.passwords import (
    KEPT_PASSWORDS,
    Attempts,
    Lockout,
    after_failure,
    initial_password,
    is_locked,
    is_old,
    refuse_odd_name,
    refuse_weak,
)

__all__ = [
    "KEPT_PASSWORDS",
    "Attempts",
    "Lockout",
    "after_failure",
    "initial_password",
    "is_locked",
    "is_old",
    "refuse_odd_name",
    "refuse_weak",
]
