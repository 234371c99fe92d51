"""Pages of rights."""

from liancun.contexts.access.web.views.accounts import account, accounts, new_account, open_for, repair
from liancun.contexts.access.web.views.grants import grants, mine
from liancun.contexts.access.web.views.keys import key, keys, new_key

__all__ = [
    "account",
    "accounts",
    "grants",
    "key",
    "keys",
    "mine",
    "new_account",
    "new_key",
    "open_for",
    "repair",
]
