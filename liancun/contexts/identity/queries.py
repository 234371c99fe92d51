"""Reads of accounts: few, and never a password."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from liancun.contexts.identity.models import SecondFactor, User
from liancun.contexts.identity.rules import second_factor
from liancun.framework import clock


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


@dataclass(frozen=True)
class AccountLine:
    """An account as its administrators see it; nothing says when or how often it was used."""

    id: int
    username: str
    name: str
    is_active: bool
    blocked_as: str
    locked: bool
    must_change_password: bool
    second_factor: bool
    kept_by: int


def _account(row: User) -> AccountLine:
    locked = row.locked_until is not None and clock.now() < row.locked_until
    return AccountLine(
        row.pk,
        row.username,
        row.name,
        row.is_active,
        row.blocked_as,
        locked,
        row.must_change_password,
        row.second_factor,
        row.kept_by or 0,
    )


def accounts(
    body_ids: Collection[int], search: str, *, first: int, count: int
) -> tuple[int, list[AccountLine]]:
    """How many accounts these bodies keep that match, and one page of them, by user name."""
    found = User.objects.filter(kept_by__in=set(body_ids))
    if search:
        found = found.filter(Q(username__startswith=search.lower()) | Q(name__contains=search))
    return found.count(), [_account(row) for row in found.order_by("username")[first : first + count]]


def account(id: int) -> AccountLine | None:
    row = User.objects.filter(pk=id).first()
    return _account(row) if row else None


@dataclass(frozen=True)
class Enrolment:
    """A second factor that waits for its first code: what the authenticator must be told."""

    secret: str
    address: str


def enrolment(user_id: int, issuer: str) -> Enrolment | None:
    row = SecondFactor.objects.filter(user_id=user_id, confirmed_at=None).select_related("user").first()
    if row is None:
        return None
    secret = str(row.secret)
    return Enrolment(secret, second_factor.address(secret, row.user.username, issuer))


Judge = Callable[[int], bool]
_judges: list[Judge] = []


def judge_privileged(judge: Judge) -> None:
    """Higher contexts know which accounts hold wide rights; this one does not."""
    if judge not in _judges:
        _judges.append(judge)


def is_privileged(user_id: int) -> bool:
    return any(judge(user_id) for judge in _judges)
