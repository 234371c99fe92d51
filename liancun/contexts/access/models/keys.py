"""Keys with which a program of a body reads or brings records."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liancun.framework.tables import TableFacts


class ApiKey(models.Model):
    """`digest`: SHA-256 of the key, which is shown once and kept nowhere; `until`: the first day it no longer works.

    Only `revoked_at` may be set later, and once.
    """

    facts = TableFacts(
        rows="open",
        why="a key is found by its digest before anyone is known; digests tell nothing",
        grants="SI",
    )

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    label = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=30), size=12)
    digest = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    maker_user_id = models.BigIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="access_apikey_until_after_since"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="access_apikey_for_something"),
        ]
        indexes = [models.Index(fields=["body"], name="access_apikey_body")]

    def __str__(self) -> str:
        return f"key …{self.last_four}"
