"""Looking into a village's data outside one's standing scope: for a written reason, for a few hours."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from liancun.framework.tables import TableFacts

LONGEST = timedelta(hours=8)


class Inspection(models.Model):
    """While it is open the person reads the body and all below it; every page is in the log.

    Only `closed_at` may be set later, and once.
    """

    facts = TableFacts(
        rows="scoped",
        why="read by whoever looks, by the officers of the village, and by the auditor",
        grants="SI",
        personal={"name": "name", "post": "text", "reason": "text"},
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=160)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")) & Q(until__lte=F("since") + LONGEST),
                name="access_inspection_a_day_at_most",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="access_inspection_for_a_reason"),
        ]
        indexes = [models.Index(fields=["person", "until"], name="access_inspection_person")]
