"""Households, and who belonged to which on which day."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models.persons import Person
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Household(models.Model):
    """A household of a village. Its head is the member whose relation is `head`, so that heads have a history."""

    facts = TableFacts(
        rows="scoped",
        why="where people live and with whom: read by the officers of the village",
        grants="SI",
        personal={"address": "address", "number": "text"},
    )

    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, db_collation="C")
    address = models.CharField(max_length=120, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["home", "number"], name="people_household_number_once"),
            models.UniqueConstraint(fields=["id", "home"], name="people_household_with_home"),
            models.CheckConstraint(condition=~Q(number=""), name="people_household_numbered"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_household_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"


class Relation(models.TextChoices):
    """与户主关系 (GB/T 4761, the first digit)."""

    HEAD = "head", _("户主")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    CHILD_IN_LAW = "child_in_law", _("儿媳或女婿")
    GRANDCHILD = "grandchild", _("孙子女或外孙子女")
    PARENT = "parent", _("父母")
    GRANDPARENT = "grandparent", _("祖父母或外祖父母")
    SIBLING = "sibling", _("兄弟姐妹")
    OTHER = "other", _("其他")


class Cause(models.TextChoices):
    """Why somebody came to a household or left it."""

    FOUNDED = "founded", _("立户")
    BORN = "born", _("出生")
    MARRIED = "married", _("婚姻")
    MOVED = "moved", _("迁移")
    SPLIT = "split", _("分户")
    MERGED = "merged", _("并户")
    DIED = "died", _("死亡")
    RELATION = "relation", _("与户主关系变更")
    CORRECTED = "corrected", _("登记更正")


class HouseholdMember(models.Model):
    """A person lives in one household at a time, from `since` to the day before `until`.

    `home` is the household's village (a composite key holds them together): the row policy reads it.
    """

    facts = TableFacts(
        rows="scoped",
        why="who lives with whom: read by the officers of the village, and by the person",
        grants="SI",
        personal={"relation": "text"},
    )

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    home = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    joined_by = models.CharField(max_length=10, choices=Cause.choices, default=Cause.FOUNDED)
    left_by = models.CharField(max_length=10, choices=Cause.choices, blank=True, default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="people_householdmember_once",
                expressions=[("person", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="people_householdmember_one_head",
                expressions=[("household", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
                condition=Q(relation="head"),
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values), name="people_householdmember_relation_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_householdmember_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(left_by=""), name="people_householdmember_leaves_once"
            ),
        ]
        indexes = [models.Index(fields=["household", "since"], name="people_householdmember_of")]
