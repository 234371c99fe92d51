"""Who is stationed where in turn. Done is what was handed over; nobody checks in."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Rota(models.Model):
    """Turns of some days each at a body, made from a list of persons."""

    facts = TableFacts(
        rows="open",
        why="who is on duty in a public body when is public",
        grants="SI",
        personal={"made_by_name": "name"},
    )

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    days = models.PositiveSmallIntegerField()
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="posts_rota_until_after_since"),
            ExclusionConstraint(
                name="posts_rota_once",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Slot(models.Model):
    """One turn. The person changes only by a swap that both agreed to, or for an absence."""

    facts = TableFacts(rows="open", why="as its rota", grants="SI", personal={"person_name": "name"})

    rota = models.ForeignKey(Rota, models.PROTECT, related_name="slots")
    body_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="posts_slot_once",
                expressions=[("rota", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="posts_slot_one_place",
                expressions=[("person", RangeOperators.EQUAL), (holds(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="posts_slot_until_after_since"),
        ]


class SlotChange(models.Model):
    """Who had a turn before, who has it since, and why."""

    facts = TableFacts(
        rows="scoped",
        why="reasons of absence: read by the officers of the body and those named",
        grants="SI",
        personal={"was_name": "name", "now_name": "name", "reason": "text", "by_name": "name"},
    )

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="changes")
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    was_name = models.CharField(max_length=60)
    now_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Swap(models.Model):
    """One asks, the other answers. `agreed` None: not answered yet."""

    facts = TableFacts(
        rows="open",
        why="who asks whom to change turns; no reason is asked for",
        grants="SI",
    )

    mine = models.ForeignKey(Slot, models.PROTECT, related_name="+")
    theirs = models.ForeignKey(Slot, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mine"], condition=Q(agreed__isnull=True), name="posts_swap_one_open"
            ),
        ]


class Handover(models.Model):
    """A turn is done when it was handed over: to whom, and what is going on."""

    facts = TableFacts(
        rows="scoped",
        why="work notes of a body: read by its officers and by whoever had the turn",
        grants="SI",
        personal={"by_name": "name", "to_name": "name", "note": "text"},
    )

    slot = models.OneToOneField(Slot, models.PROTECT, related_name="handover")
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    by_name = models.CharField(max_length=120)
    to_name = models.CharField(max_length=60)
    note = models.TextField()
    at = models.DateTimeField()
