"""Talent as dated events with their basis (头雁, 乡土人才, 返乡学子, 提拔 …). Counted, never ranked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.framework.tables import TableFacts


class TalentEvent(models.Model):
    """The row names nobody: the name is asked of `people`, by those who may know the person."""

    facts = TableFacts(
        rows="scoped",
        why="what happened to a person: read by the officers of the body, counted above",
        grants="SI",
        personal={
            "basis": "text",
            "origin": "text",
            "recorded_by_name": "name",
            "struck_reason": "text",
            "struck_by": "name",
        },
    )

    kind = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    on = models.DateField()
    basis = models.CharField(max_length=200)
    origin = models.CharField(max_length=120, blank=True, default="")
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=120, blank=True, default="")
    struck_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "on"],
                condition=Q(struck_at__isnull=True),
                name="posts_talent_once",
            ),
        ]
        indexes = [models.Index(fields=["body", "on"], name="posts_talent_body_on")]
