"""The door of `identity`: accounts. Who a user is, and what they may do, others say."""

from liancun.contexts.identity.actions import change_password, create_user, set_password, sign_in
from liancun.contexts.identity.queries import UserLine, ids_by_name, user

__all__ = ["UserLine", "change_password", "create_user", "ids_by_name", "set_password", "sign_in", "user"]
