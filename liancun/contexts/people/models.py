"""Persons and the rolls they stand on. Everything here is personal data: encrypted, scoped, masked when shown."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.database.fields import EncryptedText
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Person(models.Model):
    """`home` is the village (or office) whose officers keep this person's data.

    `identity_index` is a keyed digest of the identity number: equal numbers can be found, none can be read.
    """

    facts = TableFacts(
        rows="scoped",
        why="personal data: read by the officers of the person's home, and by the person",
        grants="SIU",
        personal={
            "name": "name",
            "name_pinyin": "name",
            "phone": "phone",
            "identity_number": "identity",
            "identity_index": "identity",
        },
    )

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=160, db_collation="C")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    phone = EncryptedText(purpose="phone")
    identity_number = EncryptedText(purpose="identity")
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


class Roll(models.TextChoices):
    REPRESENTATIVE = "representative", _("成员代表")
    PARTY_MEMBER = "party_member", _("党员")
    COLLECTIVE_MEMBER = "collective_member", _("集体经济组织成员")


class RollEntry(models.Model):
    """A person stands on a roll of a body from `since` to the day before `until`.

    Once closed a line stays closed; a person returns by a new line. A vote freezes its own copy.
    """

    facts = TableFacts(
        rows="scoped",
        why="membership of the Party and of a collective: read by officers of that body",
        grants="SI",
    )

    kind = models.CharField(max_length=20, choices=Roll.choices)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="people_rollentry_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(kind__in=Roll.values), name="people_rollentry_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_rollentry_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="people_rollentry_body_kind")]
