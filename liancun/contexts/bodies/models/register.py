"""Where things are: areas, a village's own bodies, joint bodies, and who belonged to what, when.

Periods run from `since` to the day before `until`. The tree is kept by triggers (migration 0002): the path
is made from the parent, and neither kind nor place of a body ever changes by joining something.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Kind(models.TextChoices):
    PREFECTURE = "prefecture", _("市")
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇")
    VILLAGE = "village", _("村")
    BRANCH = "branch", _("村党支部")
    COLLECTIVE = "collective", _("农村集体经济组织")
    VILLAGE_COMMITTEE = "village_committee", _("村民委员会")
    SUPERVISION = "supervision", _("村务监督委员会")
    JOINT_COMMITTEE = "joint_committee", _("联合党委")
    AGENCY = "agency", _("三资代理中心")
    COOPERATIVE = "cooperative", _("农民专业合作社")
    COMPANY = "company", _("企业")


class Body(models.Model):
    """An area, a village's own body, a joint body or an outside party.

    `code` is the 12-digit division code of an area, empty for others. `path` is the ids from the top
    ("1/5/33/"). `x`, `y`: cell in the schematic grid of the county (law 13), not a position on earth.
    """

    facts = TableFacts(
        rows="open", why="names and places of public bodies; every scope is computed from them", grants="SIU"
    )

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    name_pinyin = models.CharField(max_length=240, db_collation="C")
    code = models.CharField(max_length=12, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    registration_code = models.CharField(max_length=18, blank=True, default="")
    x = models.SmallIntegerField(null=True, blank=True)
    y = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path"], name="bodies_body_path_once"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="bodies_body_code_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="bodies_body_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_body_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name_pinyin"], name="bodies_body_kind_pinyin")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A dated overlay: who belonged to a joint body, in which role. It changes nothing else (law 1).

    `sole`: the member may be in no other joint body at the same time (the playbook decides).
    """

    facts = TableFacts(rows="open", why="who belongs to which joint body is public", grants="SI")

    joint = models.ForeignKey(Body, models.PROTECT, related_name="+")
    member = models.ForeignKey(Body, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, default="member")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    sole = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_membership_once",
                expressions=[
                    ("joint", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="bodies_membership_sole",
                expressions=[("member", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
                condition=Q(sole=True),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_membership_until_after_since",
            ),
        ]


class Agency(models.Model):
    """An agreement: this agency centre keeps that village's books for these days (委托代理协议)."""

    facts = TableFacts(
        rows="open", why="who keeps whose books is public and decides who may read them", grants="SI"
    )

    agency = models.ForeignKey(Body, models.PROTECT, related_name="+")
    client = models.ForeignKey(Body, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_agency_once",
                expressions=[("client", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_agency_until_after_since",
            ),
        ]
