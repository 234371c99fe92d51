"""Persons. Everything here is personal data: encrypted, scoped, masked when shown."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from liancun.framework.tables import TableFacts


class Person(models.Model):
    """`home` is the village (or office) whose officers keep this person's data.

    `key` names the person's own key in the store outside the database; numbers lie in `Numbers`, sealed under it.
    `identity_index` is a keyed digest of the identity number: equal numbers can be found, none can be read.
    """

    facts = TableFacts(
        rows="scoped",
        why="personal data: read by the officers of the person's home, and by the person",
        grants="SIU",
        personal={
            "name": "name",
            "name_pinyin": "name",
            "identity_index": "identity",
        },
    )

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=160, db_collation="C")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(default=uuid4, db_default=RandomUUID(), editable=False, unique=True)
    identity_index = models.CharField(max_length=64, blank=True, default="")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_index"], condition=~Q(identity_index=""), name="people_person_identity_once"
            ),
        ]
        indexes = [models.Index(fields=["home", "name_pinyin"], name="people_person_home_pinyin")]

    def __str__(self) -> str:
        return f"person {self.pk}"
