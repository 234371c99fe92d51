"""Who helps whom (结对): dated, of a kind the playbook names, with goals, results and a closing."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from liancun.contexts.bodies.models.register import Body
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Pairing(models.Model):
    """`sole`: the helped body has no other helper of this kind at the same time (the playbook decides).

    The end and its outcome are set once, together.
    """

    facts = TableFacts(
        rows="scoped", why="says who is weak: read by those whose scope holds one of the two", grants="SI"
    )

    kind = models.CharField(max_length=40)
    helper = models.ForeignKey(Body, models.PROTECT, related_name="+")
    helped = models.ForeignKey(Body, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True, default="")
    sole = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="bodies_pairing_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("helper", RangeOperators.EQUAL),
                    ("helped", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="bodies_pairing_sole",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("helped", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole=True),
            ),
            models.CheckConstraint(condition=~Q(helper=F("helped")), name="bodies_pairing_of_two"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(until__isnull=False), name="bodies_pairing_outcome_at_end"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_pairing_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["helper"], name="bodies_pairing_helper")]


class PairingGoal(models.Model):
    """What the two want to reach: measured by what, how much, until when. `line`: a line of joint work."""

    facts = TableFacts(rows="scoped", why="follows its pairing", grants="SI")

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="goals")
    line = models.CharField(max_length=30, blank=True, default="")
    measure = models.CharField(max_length=100)
    target = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    unit = models.CharField(max_length=10, blank=True, default="")
    due_on = models.DateField()


class PairingResult(models.Model):
    """What was reached on a day, for a goal or for the pairing as a whole."""

    facts = TableFacts(
        rows="scoped",
        why="follows its pairing",
        grants="SI",
        personal={"recorded_by_name": "name", "note": "text"},
    )

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="results")
    goal = models.ForeignKey(PairingGoal, models.PROTECT, null=True, related_name="results")
    reached_on = models.DateField()
    quantity = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    note = models.CharField(max_length=400)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
