"""Who holds which public post, from when to when. A post grants nothing by itself: `access` reads it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Post(models.Model):
    """`kind` is a code of the playbook. `person_name` is the name at appointment: holders of public posts are named.

    `sole`: at most one holder at a time of this kind in this body. Only `until` may change later, and once.
    """

    facts = TableFacts(
        rows="open",
        why="who holds a public post is public, and every scope is computed from it",
        grants="SI",
        personal={"person_name": "name"},
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=120, blank=True, default="")
    portfolio = models.CharField(max_length=120, blank=True, default="")
    sole = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="posts_post_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="posts_post_sole",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole=True),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="posts_post_until_after_since"
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="posts_post_body_kind")]
