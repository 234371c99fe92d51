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


class Form(models.TextChoices):
    """What a body is at bottom; its kind is a word of the playbook."""

    AREA = "area", _("行政区划")
    PART = "part", _("区划自身的组织")
    JOINT = "joint", _("联建组织")
    OUTSIDE = "outside", _("其他单位")
    PLACE = "place", _("片区与示范点")


class Body(models.Model):
    """An area, a village's own body, a joint body or an outside party.

    `code` is the 12-digit division code of an area, empty for others. `path` is the ids from the top
    ("1/5/33/"). `kind` is a word of the playbook, `form` and `joins` (it may be a member of joint bodies) are
    what that word said at registration and stay. Name, code and
    place are those of the newest `BodyVersion`; `basis` is the paper the body was set up by. `x`, `y`: cell in the schematic grid of the county (law 13), not a position on earth.
    """

    facts = TableFacts(
        rows="open", why="names and places of public bodies; every scope is computed from them", grants="SIU"
    )

    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=10, choices=Form.choices)
    joins = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    name_pinyin = models.CharField(max_length=240, db_collation="C")
    code = models.CharField(max_length=12, blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    registration_code = models.CharField(max_length=18, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")
    x = models.SmallIntegerField(null=True, blank=True)
    y = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path"], name="bodies_body_path_once"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(until__isnull=True), name="bodies_body_code_once"
            ),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="bodies_body_form_known"),
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

    `sole`: the member may be in no other joint body of this kind at the same time (the playbook decides).
    `joint_kind` is the kind of the joint body, written by the database.
    """

    facts = TableFacts(rows="open", why="who belongs to which joint body is public", grants="SI")

    joint = models.ForeignKey(Body, models.PROTECT, related_name="+")
    member = models.ForeignKey(Body, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, default="member")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    sole = models.BooleanField(default=True)
    joint_kind = models.CharField(max_length=20, editable=False, default="")
    basis = models.CharField(max_length=200, blank=True, default="")
    end_basis = models.CharField(max_length=200, blank=True, default="")

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
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("joint_kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
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
