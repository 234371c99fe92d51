"""Votes by name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.contexts.ballots.models.rolls import RollMark
from liancun.framework.tables import TableFacts


class Choice(models.TextChoices):
    YES = "yes", _("同意")
    NO = "no", _("反对")
    ABSTAIN = "abstain", _("弃权")


class NamedVote(models.Model):
    """The one open vote of a place on the roll. `key` was made by the sender and belongs to the mark."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name"})

    mark = models.OneToOneField(RollMark, models.PROTECT, primary_key=True, related_name="vote")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    key = models.CharField(max_length=80)
    cast_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values), name="ballots_namedvote_choice_known"
            ),
        ]
