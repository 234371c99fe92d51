"""Counts of a show of hands, by two officers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.framework.tables import TableFacts


class HandCount(models.Model):
    """A count as one officer entered it. It counts once a second officer has confirmed it; a wrong one is
    followed by a new one, never changed. `options`: of a choice or rating, the votes or points of each option.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"counted_by": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="counts")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    present = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField(default=0, db_default=0)
    options = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        db_default=[],
    )
    counted_by_id = models.BigIntegerField()
    counted_by = models.CharField(max_length=60)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="ballots_handcount_within_present",
            ),
        ]


class CountWitness(models.Model):
    """That a second officer confirmed a count; one count of a ballot, once."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"witnessed_by": "name"})

    count = models.OneToOneField(HandCount, models.PROTECT, primary_key=True, related_name="witness")
    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="witness")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    witnessed_by_id = models.BigIntegerField()
    witnessed_by = models.CharField(max_length=60)
    witnessed_at = models.DateTimeField()
