"""Persons. Everything here is personal data: encrypted, scoped, masked when shown."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.database.fields import PersonText
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Sex(models.TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Person(models.Model):
    """`home` is the village (or office) whose officers keep this person's data.

    `key` names the person's own key in the store outside the database; numbers lie in `Numbers`, sealed under it.
    `identity_index` and `phone_index` are keyed digests: equal numbers can be found, none can be read.
    `sound` is the pinyin without spaces, `initials` its first letters: what a search begins with.
    `birth_date` lies readable because who may vote is a question of the day (18 years, 16 for those who live by
    their own work), asked of whole rolls and of past days; pages show the year.
    """

    facts = TableFacts(
        rows="scoped",
        why="personal data: read by the officers of the person's home, and by the person",
        grants="SIU",
        personal={
            "name": "name",
            "name_pinyin": "name",
            "sound": "name",
            "initials": "name",
            "sex": "text",
            "birth_date": "birth",
            "ethnicity": "text",
            "died_on": "text",
            "phone_index": "phone",
            "identity_index": "identity",
        },
    )

    name = models.CharField(max_length=60, db_collation="C")
    name_pinyin = models.CharField(max_length=160, db_collation="C")
    sound = models.CharField(max_length=160, db_collation="C", blank=True, default="")
    initials = models.CharField(max_length=60, db_collation="C", blank=True, default="")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.UUIDField(default=uuid4, db_default=RandomUUID(), editable=False, unique=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True, default="")
    died_on = models.DateField(null=True, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, default="")
    identity_index = models.CharField(max_length=64, blank=True, default="")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_index"], condition=~Q(identity_index=""), name="people_person_identity_once"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="people_person_not_itself",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(died_on__gte=F("birth_date")),
                name="people_person_dies_after_birth",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "name_pinyin"], name="people_person_home_pinyin"),
            models.Index(fields=["home", "sound", "id"], name="people_person_home_sound"),
            models.Index(fields=["sound", "id"], name="people_person_sound"),
            models.Index(fields=["initials", "id"], name="people_person_initials"),
            models.Index(fields=["name", "id"], name="people_person_name"),
            models.Index(
                fields=["phone_index"], condition=~Q(phone_index=""), name="people_person_phone_index"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="people_person_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class FormerName(models.Model):
    """A name a person bore until that day (曾用名), sealed under the person's own key."""

    facts = TableFacts(
        rows="scoped",
        why="names of persons: read by the officers of the person's home, and by the person",
        grants="SI",
        personal={"name": "name"},
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    name = PersonText(purpose="former_name")
    until = models.DateField()
    request_id = models.BigIntegerField(null=True, blank=True)


class Merge(models.Model):
    """Two records were the same person: the merged one stays readable and points to the kept one."""

    facts = TableFacts(
        rows="scoped",
        why="which records are the same person: read by the officers of the kept record's home",
        grants="SI",
    )

    merged = models.OneToOneField(Person, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    request_id = models.BigIntegerField()
    merged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged=F("kept")), name="people_merge_two_records"),
        ]


class Distinction(models.Model):
    """Somebody looked at two alike records and said why they are two persons."""

    facts = TableFacts(
        rows="scoped",
        why="which records look alike: read by the officers of the person's home",
        grants="SI",
        personal={"reason": "text"},
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="people_distinction_two_records"),
        ]


class CapacityKind(models.TextChoices):
    """民法典 art. 17–24: what changes a person's civil capacity besides age."""

    OWN_LIVING = "own_living", _("以自己的劳动收入为主要生活来源")
    MINOR = "minor", _("未成年，由监护人代理")
    LIMITED = "limited", _("法院认定不能或不能完全辨认自己行为")


class Capacity(models.Model):
    """A fact about a person's civil capacity, from day to day, with the guardian where there is one."""

    facts = TableFacts(
        rows="scoped",
        why="whether somebody may vote for themselves: read by the officers of the person's home",
        grants="SI",
        personal={"kind": "text"},
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CapacityKind.choices)
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    request_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="people_capacity_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CapacityKind.values), name="people_capacity_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_capacity_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | ~Q(guardian=F("person")),
                name="people_capacity_other_guardian",
            ),
        ]
