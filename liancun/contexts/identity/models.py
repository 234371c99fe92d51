"""Who may sign in. Nothing here grants a right: no groups, no superuser."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts


class Users(BaseUserManager["User"]):
    """Users are made by the action `create_user` alone."""


class Blocked(models.TextChoices):
    ADMINISTRATOR = "administrator", _("管理员停用")
    IDLE = "idle", _("长期未用，自动停用")


class User(AbstractBaseUser):
    """`name` is shown in the frame of every page; `failed_count` counts since the last success or lock.

    `kept_by`: id of the body whose administrator keeps the account. `second_factor`: one is set up and asked for.
    """

    facts = TableFacts(
        rows="open",
        why="read before anyone is known: signing in finds its user here",
        grants="SIU",
        personal={"username": "name", "name": "name"},
    )

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    blocked_as = models.CharField(max_length=20, choices=Blocked.choices, blank=True, default="")
    kept_by = models.BigIntegerField(null=True, blank=True, db_index=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    second_factor = models.BooleanField(default=False)
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


class SecondFactor(models.Model):
    """The secret shared with a person's authenticator. `last_step`: the last code used, which never works again.

    Without `confirmed_at` it has been drawn as a QR code and not yet proved.
    """

    facts = TableFacts(rows="scoped", why="a person's own; read at sign-in by the program", grants="SIUD")

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    secret = EncryptedText(purpose="second_factor")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A keyed digest of a code on paper for the day the telephone is lost; each works once."""

    facts = TableFacts(rows="scoped", why="a person's own; read at sign-in by the program", grants="SIUD")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)
