"""Who may sign in. Nothing here grants a right: no groups, no superuser."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from liancun.framework.tables import TableFacts


class Users(BaseUserManager["User"]):
    """Users are made by the action `create_user` alone."""


class User(AbstractBaseUser):
    """`name` is shown in the frame of every page; `failed_count` counts since the last success or lock."""

    facts = TableFacts(
        rows="open",
        why="read before anyone is known: signing in finds its user here",
        grants="SIU",
        personal={"username": "name", "name": "name"},
    )

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    failed_count = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    last_login = None  # a count or date of log-ins is nobody's business (law 9)

    objects = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.username


class PastPassword(models.Model):
    """Hashes of a user's former passwords, so that the last ones are not used again (GB/T 22239)."""

    facts = TableFacts(rows="open", why="hashes only, read when a user changes the own password", grants="SI")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()
