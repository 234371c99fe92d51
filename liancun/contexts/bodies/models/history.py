"""What a body was called, coded and placed under, day by day; how it ended; what a union was.

Rows only come. A new version closes the one before it and is copied to the body by triggers (migration
0004), so that the periods of a body touch: no overlap, no gap, and nobody rewrites what was true on a day.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies.models.register import Body
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Change(models.TextChoices):
    REGISTERED = "registered", _("登记")
    RENAMED = "renamed", _("更名")
    RECODED = "recoded", _("更换代码")
    MOVED = "moved", _("调整隶属")


class BodyVersion(models.Model):
    """Name, code and place of a body from `since` to the day before `until`; the open one is today's.

    `basis` is the paper the change rests on, in words; `paper` the id of its scan. `keys` is what the search
    box compares: name, short name, pinyin, initials and code between bars, written by the database.
    """

    facts = TableFacts(rows="open", why="names and codes of public bodies", grants="SI")

    body = models.ForeignKey(Body, models.PROTECT, related_name="versions")
    change = models.CharField(max_length=12, choices=Change.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    name_pinyin = models.CharField(max_length=240, db_collation="C")
    code = models.CharField(max_length=12, blank=True, default="")
    parent = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=200, blank=True, default="")
    paper = models.BigIntegerField(null=True, blank=True)
    keys = models.TextField(editable=False, default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_version_once",
                expressions=[("body", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="bodies_version_code_once",
                expressions=[("code", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
                condition=~Q(code=""),
            ),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="bodies_version_change_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_version_until_after_since",
            ),
        ]


class BodyEnd(models.Model):
    """A body was abolished, or merged into another one, which then carries its path."""

    facts = TableFacts(rows="open", why="that a public body ended is public", grants="SI")

    body = models.OneToOneField(Body, models.PROTECT, related_name="ending")
    day = models.DateField()
    into = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=200)
    paper = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(into=F("body")), name="bodies_end_not_into_itself"),
            models.CheckConstraint(condition=~Q(basis=""), name="bodies_end_has_basis"),
        ]


class Nature(models.TextChoices):
    FUNCTIONAL = "functional", _("功能型（不改变隶属）")
    ELECTED = "elected", _("实体型（党员选举产生）")


class JointProfile(models.Model):
    """What a joint body is: its nature, kind of union, type and setting basis, as words of the playbook."""

    facts = TableFacts(rows="open", why="what a joint body is, is public", grants="SI")

    body = models.ForeignKey(Body, models.PROTECT, related_name="profiles")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    nature = models.CharField(max_length=10, choices=Nature.choices)
    bond = models.CharField(max_length=20, blank=True, default="")
    mode = models.CharField(max_length=20, blank=True, default="")
    setting = models.CharField(max_length=20, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")
    paper = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_profile_once",
                expressions=[("body", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="bodies_profile_nature_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_profile_until_after_since",
            ),
        ]
