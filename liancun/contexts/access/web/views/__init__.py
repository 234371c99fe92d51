"""Pages of rights."""

from liancun.contexts.access.web.views.accounts import account, accounts, new_account, open_for, repair
from liancun.contexts.access.web.views.grants import grants, mine
from liancun.contexts.access.web.views.inspections import end_inspection, inspect, inspections
from liancun.contexts.access.web.views.keys import key, keys, new_key
from liancun.contexts.access.web.views.own_data import give_link, own_data
from liancun.contexts.access.web.views.relatives import declare_kin, end_kin, relatives

__all__ = [
    "account",
    "accounts",
    "declare_kin",
    "end_inspection",
    "end_kin",
    "give_link",
    "grants",
    "inspect",
    "inspections",
    "key",
    "keys",
    "mine",
    "new_account",
    "new_key",
    "open_for",
    "own_data",
    "relatives",
    "repair",
]
