"""What is known of a body: facts by year, flags for a time, and where it lies.

Facts and places are never changed: a second value for the same body, fact and year is a correction with the
next number, and the earlier one stays. Flags are read only inside the scope; nothing public reads them (law 8).
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


class BodyFact(models.Model):
    """One value: `quantity` in the unit of the playbook's fact (yes is 1, no is 0), or `wording` of a text.

    `sequence` counts the values of the same body, fact and year from 1; the highest one holds.
    """

    facts = TableFacts(
        rows="scoped",
        why="a body's figures are read by those whose scope holds the body",
        grants="SI",
        personal={"entered_by_name": "name"},
    )

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField(default=1)
    quantity = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    wording = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True, default="")
    entered_by = models.BigIntegerField(null=True)
    entered_by_name = models.CharField(max_length=120)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "code", "year", "sequence"], name="bodies_bodyfact_sequence_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=False, wording="") | (Q(quantity__isnull=True) & ~Q(wording="")),
                name="bodies_bodyfact_one_value",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="bodies_bodyfact_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1949, year__lte=2999), name="bodies_bodyfact_year_known"
            ),
            models.CheckConstraint(
                condition=~Q(source="") & (Q(sequence=1) | ~Q(reason="")), name="bodies_bodyfact_with_grounds"
            ),
        ]
        indexes = [models.Index(fields=["code", "year", "body"], name="bodies_bodyfact_code_year")]


class BodyFlag(models.Model):
    """A body was marked with this weakness or problem for these days, on this basis."""

    facts = TableFacts(
        rows="scoped", why="never public: read by those whose scope holds the body", grants="SI"
    )

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    basis = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_bodyflag_once",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_bodyflag_until_after_since",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="bodies_bodyflag_with_basis"),
        ]


class Crs(models.TextChoices):
    CGCS2000 = "cgcs2000", _("CGCS2000（2000 国家大地坐标系）")
    WGS84 = "wgs84", _("WGS84")
    GCJ02 = "gcj02", _("GCJ-02（火星坐标）")
    BD09 = "bd09", _("BD-09（百度坐标）")
    LOCAL = "local", _("其他或自定坐标系")


class Audience(models.TextChoices):
    INTERNAL = "internal", _("仅内部使用")
    PUBLIC = "public", _("可以公开")


class BodyPlace(models.Model):
    """Where a body lies: a point or an area as GeoJSON geometry, with where it comes from. The latest holds.

    Without a map approval number (审图号) it is never public: the table refuses it and the policy hides it.
    """

    facts = TableFacts(
        rows="scoped",
        why="public only with its map approval number; otherwise read with the body",
        grants="SI",
        personal={"recorded_by_name": "name"},
    )

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    geometry = models.JSONField()
    crs = models.CharField(max_length=10, choices=Crs.choices)
    source = models.CharField(max_length=120)
    approval = models.CharField(max_length=40, blank=True, default="")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    recorded_by = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="public") | ~Q(approval=""), name="bodies_bodyplace_public_is_approved"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values, crs__in=Crs.values),
                name="bodies_bodyplace_words_known",
            ),
        ]
        indexes = [models.Index(fields=["body", "-id"], name="bodies_bodyplace_latest")]
