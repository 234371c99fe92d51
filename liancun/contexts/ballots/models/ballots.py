"""A question put to a roll, and its end."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts

IN_SCOPE = "a ballot is known to those whose scope holds the body that votes"


OUT_OF_SCOPE = r"(^|\.)(election|recall|party_election)$"


class Method(models.TextChoices):
    HAND = "hand", _("举手表决")
    NAMED = "named", _("记名表决")


class Ballot(models.Model):
    """A question put to a roll. `entitled` is the length of the roll; no one is added later (trigger).

    `needed`, `rule`: how many must take part and why, as whoever opened it says (0: not said).
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    roll_kind = models.CharField(max_length=60, blank=True, default="")
    question = models.CharField(max_length=300)
    method = models.CharField(max_length=10, choices=Method.choices)
    entitled = models.PositiveIntegerField()
    needed = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(entitled__gt=0), name="ballots_ballot_asks_someone"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="ballots_ballot_method_known"),
            # Elections and recalls have a law and a procedure of their own; this program never holds them.
            models.CheckConstraint(
                condition=~Q(subject__regex=OUT_OF_SCOPE) & ~Q(roll_kind__regex=OUT_OF_SCOPE),
                name="ballots_ballot_no_election",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-opened_at"], name="ballots_ballot_body_when"),
            models.Index(fields=["subject", "subject_id"], name="ballots_ballot_subject"),
        ]

    def __str__(self) -> str:
        return self.question


class BallotClosing(models.Model):
    """The end of the vote; after it nothing is received."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"closed_by": "name"})

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="closing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=60)
