"""Accounts, passwords, signing in, second factors."""

from liancun.contexts.identity.actions.accounts import (
    block,
    block_idle,
    create_user,
    set_password,
    unblock,
)
from liancun.contexts.identity.actions.passwords import change_password
from liancun.contexts.identity.actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    end_second_factor,
    reset_second_factor,
)
from liancun.contexts.identity.actions.signing_in import check_code, prove, sign_in, sign_in_by_county

__all__ = [
    "begin_second_factor",
    "block",
    "block_idle",
    "change_password",
    "check_code",
    "confirm_second_factor",
    "create_user",
    "end_second_factor",
    "prove",
    "reset_second_factor",
    "set_password",
    "sign_in",
    "sign_in_by_county",
    "unblock",
]
