"""How many persons, households and lines of rolls there are: derived, kept by triggers, verified by a command."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.framework.tables import TableFacts


class Tally(models.Model):
    """So many came to the body from that day on (less than zero: so many went).

    The sum up to a day is what there is on that day, whichever day is asked for. Persons are counted without days.
    Rows are only added by the triggers of what is counted; a nightly job puts those of one day together.
    `kind`: of a roll its kind, else empty.
    """

    facts = TableFacts(
        rows="scoped",
        why="counts of persons, households and rolls: read by the officers of the body",
        grants="S",
    )

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    what = models.CharField(max_length=10)
    kind = models.CharField(max_length=30, blank=True, default="")
    day = models.DateField()
    change = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["person", "household", "roll"]), name="people_tally_what_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "what", "kind", "day"], include=["change"], name="people_tally_of_body"
            ),
        ]
