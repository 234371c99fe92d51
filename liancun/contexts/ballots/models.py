"""Open votes: the roll, and either votes by name or a hand count by two officers. Nothing changes once written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts

IN_SCOPE = "a ballot is known to those whose scope holds the body that votes"
OUT_OF_SCOPE = r"(^|\.)(election|recall|party_election)$"


class Method(models.TextChoices):
    HAND = "hand", _("举手表决")
    NAMED = "named", _("记名表决")


class Choice(models.TextChoices):
    YES = "yes", _("同意")
    NO = "no", _("反对")
    ABSTAIN = "abstain", _("弃权")


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


class HandCount(models.Model):
    """A count as one officer entered it. It counts once a second officer has confirmed it; a wrong one is
    followed by a new one, never changed.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"counted_by": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="counts")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    present = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
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


class BallotClosing(models.Model):
    """The end of the vote; after it nothing is received."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"closed_by": "name"})

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="closing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=60)
