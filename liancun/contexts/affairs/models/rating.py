"""群众评事: slips, marks and their counts; no mark refers to a slip."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from liancun.contexts.affairs.models.matters import IN_SCOPE, Matter, joint
from liancun.contexts.affairs.rules.rating import MARK_KEYS
from liancun.framework.tables import TableFacts


class RatingDrive(models.Model):
    """Villagers rate the matter until `closes_on`, with `slips` printed tokens."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="rating")
    body = joint()
    opened_on = models.DateField()
    closes_on = models.DateField()
    slips = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(slips__gte=1), name="affairs_ratingdrive_slips")]


class RatingToken(models.Model):
    """Digest of a printed token and whether it was used. Destroyed at the close; no mark refers to it.

    Read and written by the program itself only: no officer's scope reaches these rows.
    """

    facts = TableFacts(rows="scoped", why="only the program itself, never a person", grants="SIUD")

    digest = models.CharField(max_length=64, primary_key=True)
    drive = models.ForeignKey(RatingDrive, models.PROTECT, related_name="+")
    spent = models.BooleanField(default=False)


class RatingMark(models.Model):
    """One mark: a random key, the drive, the choice and the date. Nothing of the token, its order or the hour."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    drive = models.ForeignKey(RatingDrive, models.PROTECT, related_name="marks")
    body = joint()
    mark = models.CharField(max_length=10)
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mark__in=list(MARK_KEYS)), name="affairs_ratingmark_known"),
        ]


class RatingClosing(models.Model):
    """The end of a rating with its counts, which the marks can prove at any time."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    drive = models.OneToOneField(RatingDrive, models.PROTECT, primary_key=True, related_name="closing")
    body = joint()
    closed_on = models.DateField()
    spent = models.PositiveIntegerField()
    very = models.PositiveIntegerField()
    fairly = models.PositiveIntegerField()
    not_satisfied = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent=F("very") + F("fairly") + F("not_satisfied")),
                name="affairs_ratingclosing_sum",
            ),
        ]
