"""Reads of accounts: few, and never a password."""

from __future__ import annotations

from dataclasses import dataclass

from liancun.contexts.identity.models import User


@dataclass(frozen=True)
class UserLine:
    id: int
    username: str
    name: str
    is_active: bool
    must_change_password: bool


_FIELDS = ("id", "username", "name", "is_active", "must_change_password")


def user(id: int) -> UserLine | None:
    row = User.objects.filter(pk=id).values_list(*_FIELDS).first()
    return UserLine(*row) if row else None


def active_user(id: int) -> User | None:
    """The account behind a session, as long as it is active."""
    return User.objects.filter(pk=id, is_active=True).first()


def ids_by_name() -> dict[str, int]:
    """Every account's id by user name."""
    return dict(User.objects.values_list("username", "id"))
