"""What allows payments, what ended it, and what was paid without."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.framework.tables import TableFacts


class Authority(models.Model):
    """What allows one owner to pay: a kind, an amount, and an opaque reference upward. Never changes."""

    facts = TableFacts(rows="scoped", why="read beside the matters of the body, or its book", grants="SI")

    owner = columns.body()
    kind = models.CharField(max_length=10)
    label = models.TextField()
    amount = columns.money()
    each = columns.money(null=True)
    subject = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    key = models.TextField()
    notice_id = models.BigIntegerField(null=True)
    waits_until = models.DateField(null=True)
    made_by = columns.person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "key"], name="ledger_authority_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_authority_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=("resolution", "budget", "standing", "duty", "emergency")),
                name="ledger_authority_kind",
            ),
        )
        indexes = (models.Index(fields=["subject", "subject_id"], name="ledger_authority_subject"),)


class AuthorityUse(models.Model):
    """Stored total of what was paid under one authority, in yuan. Kept by the gate alone; verified by `books verify`."""

    facts = TableFacts(rows="scoped", why="read beside its authority", grants="S")

    authority = models.OneToOneField(Authority, models.PROTECT, primary_key=True, related_name="+")
    owner = columns.lean("bodies.Body")
    used = models.DecimalField(max_digits=18, decimal_places=2)


class AuthorityEnd(models.Model):
    """A later decision took the authority's place: nothing more may be ordered under it. The authority stays."""

    facts = TableFacts(rows="scoped", why="read beside the authority it ends", grants="SI")

    authority = models.OneToOneField(Authority, models.PROTECT, primary_key=True, related_name="+")
    owner = columns.body()
    reason = models.TextField()
    ended_on = models.DateField()
    ended_at = models.DateTimeField()


class PaymentWarning(models.Model):
    """Money left the bank without authority: recorded, marked 待补手续, seen by supervisor and township."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"reason": "text"})

    book = columns.book()
    voucher = models.OneToOneField("ledger.Voucher", models.PROTECT, related_name="+")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = columns.person()


class Ratification(models.Model):
    """The authority found afterwards for a payment marked 待补手续. The voucher itself stays as it is."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    owner = columns.body()
    voucher = models.OneToOneField("ledger.Voucher", models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = columns.person(null=False)
