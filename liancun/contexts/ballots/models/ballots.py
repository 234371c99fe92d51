"""A question put to a roll, and its end."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts

IN_SCOPE = "a ballot is known to those whose scope holds the body that votes"


OUT_OF_SCOPE = r"(^|\.)(election|recall|party_election)$"


class Method(models.TextChoices):
    HAND = "hand", _("举手表决")
    NAMED = "named", _("记名表决")
    SECRET = "secret", _("无记名投票")


class Kind(models.TextChoices):
    YES_NO = "yes_no", _("同意、反对或弃权")
    CHOICE = "choice", _("从选项中选择")
    RATING = "rating", _("逐项打分")


class Unit(models.TextChoices):
    PERSON = "person", _("一人一票")
    HOUSEHOLD = "household", _("一户一票")
    VOTE = "vote", _("按票数")


def nothing_but_the_meeting() -> list[str]:
    return ["meeting"]


class Ballot(models.Model):
    """A question put to a roll. `entitled` is the length of the roll at the opening; only witnessed corrections
    change it later (trigger).

    `options`, `most`: see `rules.Question`. `channels`: by which ways votes may come. `most_proxies`: how many one
    person may carry.

    `needed`, `rule`: how many must take part and why, as whoever opened it says (0: not said).
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    roll_kind = models.CharField(max_length=60, blank=True, default="")
    question = models.CharField(max_length=300)
    method = models.CharField(max_length=10, choices=Method.choices)
    entitled = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.YES_NO, db_default=Kind.YES_NO)
    options = ArrayField(models.CharField(max_length=80), default=list, db_default=[])
    most = models.PositiveSmallIntegerField(default=1, db_default=1)
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.PERSON, db_default=Unit.PERSON)
    channels = ArrayField(
        models.CharField(max_length=10),
        default=nothing_but_the_meeting,
        db_default=["meeting"],
    )
    most_proxies = models.PositiveSmallIntegerField(default=1, db_default=1)
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
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="ballots_ballot_kind_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="ballots_ballot_unit_known"),
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
    """The end of the vote; after it nothing is received. The trigger writes the roll as it then stood: how many,
    their votes, how many took part, and the digest of the places in their order.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"closed_by": "name"})

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="closing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=60)
    entitled = models.PositiveIntegerField(default=0, db_default=0)
    votes = models.PositiveBigIntegerField(default=0, db_default=0)
    present = models.PositiveIntegerField(default=0, db_default=0)
    roll_digest = models.CharField(max_length=64, default="", db_default="")
