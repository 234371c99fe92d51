"""Votes by name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.contexts.ballots.models.channels import Proxy, Station
from liancun.contexts.ballots.models.rolls import RollMark
from liancun.framework.tables import TableFacts


class Choice(models.TextChoices):
    YES = "yes", _("同意")
    NO = "no", _("反对")
    ABSTAIN = "abstain", _("弃权")
    PICKS = "picks", _("见所选")
    INVALID = "invalid", _("无效票")


class NamedVote(models.Model):
    """The one open vote of a place on the roll, whatever way it came. `key` was made by the sender and belongs to
    the mark. `picks`: see `rules.Answer`. `channel` says by which way, `proxy` and `station` by whose hand.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name"})

    mark = models.OneToOneField(RollMark, models.PROTECT, primary_key=True, related_name="vote")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    picks = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        db_default=[],
    )
    channel = models.CharField(max_length=10, default="meeting", db_default="meeting")
    proxy = models.ForeignKey(Proxy, models.PROTECT, null=True, related_name="+", db_index=False)
    station = models.ForeignKey(Station, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    cast_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=Choice.values), name="ballots_namedvote_choice_known"
            ),
        ]
