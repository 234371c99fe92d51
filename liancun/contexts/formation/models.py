"""Plans of groups as they were asked for and found. Rows are written once: a changed plan is a row of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.framework.tables import TableFacts

_AREA = "plans of areas in the person's scope"


class Planning(models.Model):
    """What was asked: the problem frozen as JSON with its digest, the seed, and what it was worked with.

    `rounds`: of prices that the proof may take.

    `based_on`: the plan that a what-if began from.
    """

    facts = TableFacts(rows="scoped", why=_AREA, grants="SI", personal={"made_by_name": "name"})

    area = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=20)
    playbook_id = models.BigIntegerField()
    inputs = models.JSONField()
    digest = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    moves = models.PositiveIntegerField()
    runs = models.PositiveSmallIntegerField()
    proof = models.BooleanField()
    rounds = models.PositiveSmallIntegerField(default=60)
    versions = models.JSONField()
    based_on = models.ForeignKey("formation.Proposal", models.PROTECT, null=True, related_name="+")
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(moves__gt=0, runs__gt=0), name="formation_planning_effort"),
            models.UniqueConstraint(fields=["id", "area"], name="formation_planning_of_area"),
        )
        indexes = (models.Index(fields=["area", "-id"], name="formation_planning_latest"),)


class Proposal(models.Model):
    """A plan: its groups, its score by term, and where it was proven, the bound with its certificate.

    `origin`: searched, edited (moved by hand), varied (rules or weights changed), front (one of a set of undominated plans).
    `faults`: rules of its planning that an edited plan breaks. `digest`: of the canonical bytes of groups and score.
    """

    facts = TableFacts(rows="scoped", why=_AREA, grants="SI", personal={"made_by_name": "name"})

    area = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    planning = models.ForeignKey(Planning, models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10)
    plan = models.JSONField()
    score = models.JSONField()
    total = models.FloatField()
    bound = models.FloatField(null=True)
    best = models.BooleanField(default=False)
    certificate = models.JSONField(null=True)
    faults = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200, default="")
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["planning", "number"], name="formation_proposal_number"),
            models.CheckConstraint(
                condition=Q(origin__in=("searched", "edited", "varied", "front")),
                name="formation_proposal_origin",
            ),
        )


class Application(models.Model):
    """One group asks to be admitted: its villages, its score card, and the township that looks first."""

    facts = TableFacts(
        rows="scoped",
        why="read by those whose scope holds the area, the township or a village of the group",
        grants="SI",
        personal={"made_by_name": "name"},
    )

    area = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    township = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    centre = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="applications")
    name = models.CharField(max_length=80)
    members = models.JSONField()
    card = models.JSONField()
    reason = models.CharField(max_length=1000)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "centre"], name="formation_application_once"),
        )


class ApplicationStep(models.Model):
    """What was said of an application: by the township, by the county, which matter it became, which body was founded."""

    facts = TableFacts(
        rows="scoped",
        why="follows its application",
        grants="SI",
        personal={"made_by_name": "name", "note": "text"},
    )

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    note = models.CharField(max_length=400, default="")
    body_id = models.BigIntegerField(null=True)
    matter_id = models.BigIntegerField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    stage__in=("township", "county", "matter", "founded"),
                    verdict__in=("passed", "waiting", "refused"),
                ),
                name="formation_step_words",
            ),
            models.UniqueConstraint(
                fields=["application", "stage"],
                condition=Q(verdict="passed", stage__in=("township", "county", "founded")),
                name="formation_step_passed_once",
            ),
            models.UniqueConstraint(
                fields=["application", "body_id"],
                condition=Q(stage="matter"),
                name="formation_step_matter_once",
            ),
        )


_BETWEEN = "read by those whose scope holds one of the two villages"


class Road(models.Model):
    """Minutes on the road between two neighbouring villages; the latest row of a pair holds, 0 closes the road."""

    facts = TableFacts(rows="scoped", why=_BETWEEN, grants="SI")

    one = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    other = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="formation_road_ordered"),
        )
        indexes = (models.Index(fields=["one", "other", "-id"], name="formation_road_latest"),)


class Delivery(models.Model):
    """What one village sells to another in a year, yuan; the latest row of a pair holds, 0 ends it."""

    facts = TableFacts(rows="scoped", why=_BETWEEN, grants="SI")

    seller = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    buyer = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    goods = models.CharField(max_length=60, default="")
    source = models.CharField(max_length=120)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0) & ~Q(seller=models.F("buyer")), name="formation_delivery_told"
            ),
        )
        indexes = (models.Index(fields=["seller", "buyer", "-id"], name="formation_delivery_latest"),)
