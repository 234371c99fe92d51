"""The door of `identity`: accounts. Who a user is, and what they may do, others say."""

from liancun.contexts.identity.actions import (
    block,
    change_password,
    create_user,
    reset_second_factor,
    set_password,
    sign_in,
    unblock,
)
from liancun.contexts.identity.queries import (
    AccountLine,
    UserLine,
    account,
    accounts,
    ids_by_name,
    judge_privileged,
    user,
)
from liancun.contexts.identity.rules import initial_password

__all__ = [
    "AccountLine",
    "UserLine",
    "account",
    "accounts",
    "block",
    "change_password",
    "create_user",
    "ids_by_name",
    "initial_password",
    "judge_privileged",
    "reset_second_factor",
    "set_password",
    "sign_in",
    "unblock",
    "user",
]
