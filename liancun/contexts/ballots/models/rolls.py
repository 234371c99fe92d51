"""The frozen roll of a ballot."""

from __future__ import annotations

from django.db import models

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.framework.tables import TableFacts


class RollMark(models.Model):
    """A place on the frozen roll, named as at the opening."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"name": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="roll")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="ballots_rollmark_once")]
