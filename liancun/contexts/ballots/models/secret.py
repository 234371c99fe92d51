"""Secret ballots: halves of the key, closed ballots in bags, marks on the roll, the urn.

Nothing here carries a moment finer than the ballot's own opening, close and sealing, and nothing is numbered in the
order in which people voted. Closed ballots lie in bags, sorted by their random beginnings, so that neither a table
nor a dump tells who came after whom.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.contexts.ballots.models.rolls import RollMark
from liancun.framework.tables import TableFacts

PROGRAM_ONLY = "no officer's scope reads it: only the program's own acts"


class BallotSheet(models.Model):
    """The ballot as outsiders know it: the code of its public page. `least`: fewer ballots show no result."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="sheet")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    code = models.CharField(max_length=19, unique=True)
    least = models.PositiveIntegerField(default=0)


class KeyHalf(models.Model):
    """The public half of a key whose private half one officer keeps. Two persons, two posts."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"officer": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="halves")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    officer_id = models.BigIntegerField()
    officer = models.CharField(max_length=60)
    post = models.CharField(max_length=160)
    public = models.BinaryField(max_length=32)
    on_paper = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seat__in=(1, 2)), name="ballots_keyhalf_two_seats"),
            models.UniqueConstraint(fields=["ballot", "seat"], name="ballots_keyhalf_seat_once"),
            models.UniqueConstraint(fields=["ballot", "officer_id"], name="ballots_keyhalf_two_persons"),
            models.UniqueConstraint(fields=["ballot", "post"], name="ballots_keyhalf_two_posts"),
        ]


class SealedHalf(models.Model):
    """A private half under its officer's own passphrase; destroyed with the sealing."""

    facts = TableFacts(rows="scoped", why=PROGRAM_ONLY, grants="SID")

    half = models.OneToOneField(KeyHalf, models.PROTECT, primary_key=True, related_name="sealed")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    data = models.BinaryField(max_length=200)


class HeldHalf(models.Model):
    """A half brought by the first officer after the close, until the second brings theirs; then destroyed."""

    facts = TableFacts(rows="scoped", why=PROGRAM_ONLY, grants="SID")

    half = models.OneToOneField(KeyHalf, models.PROTECT, primary_key=True, related_name="held")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    data = models.BinaryField(max_length=300)


class SecretMark(models.Model):
    """That this place on the roll has voted. `paper`: into the wooden box (forgotten with the sealing).

    Written anew with the sealing, in the order of the roll.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SID")

    mark = models.OneToOneField(RollMark, models.PROTECT, primary_key=True, related_name="secret")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="secret_marks")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    paper = models.BooleanField(default=False)


class Bag(models.Model):
    """Closed ballots, equally long, side by side in the order of their random beginnings."""

    facts = TableFacts(rows="scoped", why=PROGRAM_ONLY, grants="SIUD")

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    boxes = models.PositiveIntegerField(default=0)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "number"], name="ballots_bag_numbered")]


class PaperCount(models.Model):
    """The ballots of the wooden box as one officer counted them; two who agree make the lot."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"officer": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="paper_counts")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    officer_id = models.BigIntegerField()
    officer = models.CharField(max_length=60)
    counts = ArrayField(models.PositiveIntegerField())
    invalid = models.PositiveIntegerField(default=0)
    ballots = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()


class VoidWish(models.Model):
    """An officer's wish to declare a secret ballot void; it is void with the second officer's."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"officer": "name", "reason": "text"}
    )

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="void_wishes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    officer_id = models.BigIntegerField()
    officer = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "officer_id"], name="ballots_voidwish_once_each"),
        ]


class Sealing(models.Model):
    """The end of a secret ballot. `outcome`: counted, too_few (nothing was opened), void.

    `boxes`: ballots that were opened; `paper`: ballots in the wooden box; `work`: the transaction it was done in,
    which alone may take the roll side away.
    """

    facts = TableFacts(
        rows="scoped",
        why=IN_SCOPE,
        grants="SI",
        personal={"first": "name", "second": "name", "reason": "text"},
    )
    OUTCOMES = ("counted", "too_few", "void")

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="sealing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10)
    boxes = models.PositiveIntegerField()
    paper = models.PositiveIntegerField(default=0)
    paper_counts = ArrayField(models.PositiveIntegerField(), default=list)
    paper_invalid = models.PositiveIntegerField(default=0)
    first = models.CharField(max_length=60)
    second = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True, default="")
    sealed_at = models.DateTimeField()
    work = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=("counted", "too_few", "void")), name="ballots_sealing_outcome_known"
            ),
        ]


class UrnPaper(models.Model):
    """An opened ballot: what was chosen, and the code whose holder alone knows whose it is."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    code = models.CharField(max_length=19, primary_key=True)
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="urn")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    answer = ArrayField(models.PositiveSmallIntegerField())
