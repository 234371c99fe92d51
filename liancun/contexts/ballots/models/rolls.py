"""The frozen roll of a ballot, and what alone corrects it: a decision, its reason and a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.framework.tables import TableFacts


class RollMark(models.Model):
    """A place on the roll, named as at the opening. `weight`: its votes. `household_id`, `seat_id`: the household it
    lived in that day, and the member body it speaks for where bodies vote. `correction`: what added it later.

    `body` is that of the ballot (trigger), whose own key holds it: a county's rolls are not checked row by row.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"name": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="roll", db_index=False)
    body = models.ForeignKey(
        "bodies.Body", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    order = models.PositiveIntegerField()
    weight = models.PositiveIntegerField(default=1, db_default=1)
    household_id = models.BigIntegerField(null=True)
    seat_id = models.BigIntegerField(null=True)
    correction = models.OneToOneField(
        "ballots.RollCorrection", models.PROTECT, null=True, related_name="added", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="ballots_rollmark_once"),
            models.UniqueConstraint(
                fields=["ballot", "seat_id"],
                condition=Q(seat_id__isnull=False),
                name="ballots_rollmark_seat_once",
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="ballots_rollmark_has_a_vote"),
        ]


class Change(models.TextChoices):
    ADD = "add", _("补列")
    STRIKE = "strike", _("划去")


class RollCorrection(models.Model):
    """What a decision asks to change on the roll; it does nothing before a second person confirms it.

    `mark`: the place to strike; None where somebody is added.
    """

    facts = TableFacts(
        rows="scoped",
        why=IN_SCOPE,
        grants="SI",
        personal={"name": "name", "reason": "text", "asked_by": "name"},
    )

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="corrections")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    change = models.CharField(max_length=6, choices=Change.choices)
    mark = models.ForeignKey(RollMark, models.PROTECT, null=True, related_name="strikes")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    votes = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=300)
    asked_by_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change="add", mark__isnull=True) | Q(change="strike", mark__isnull=False),
                name="ballots_rollcorrection_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ballots_rollcorrection_reason"),
        ]


class CorrectionWitness(models.Model):
    """That a second person confirmed a correction; from here on it holds."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"witnessed_by": "name"})

    correction = models.OneToOneField(
        RollCorrection, models.PROTECT, primary_key=True, related_name="witness"
    )
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    witnessed_by_id = models.BigIntegerField()
    witnessed_by = models.CharField(max_length=60)
    witnessed_at = models.DateTimeField()
