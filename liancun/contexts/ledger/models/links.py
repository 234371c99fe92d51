"""Vouchers of two books that belong together: pairs, and the mandates under which one side acts for both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liancun.contexts.ledger.models import columns
from liancun.framework.tables import TableFacts


class Mandate(models.Model):
    """A book's standing word to another: prepare and approve my side of our linked vouchers, up to an amount each.

    `debit`, `credit`: the accounts of the giver that such a voucher moves; `authority`: what it draws on when money
    leaves. Revocable at any time; what was done under it stays.
    """

    facts = TableFacts(
        rows="scoped", why="seen by the book that gives it and the one that holds it", grants="SI"
    )

    book = columns.book()
    holder = columns.book()
    debit = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    credit = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    authority = models.ForeignKey("ledger.Authority", models.PROTECT, related_name="+", null=True)
    each = columns.money()
    purpose = models.TextField()
    given_by = columns.person()
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = columns.person()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(book=F("holder")), name="ledger_mandate_two_books"),
            models.CheckConstraint(condition=Q(each__gt=0), name="ledger_mandate_amount"),
        )


class Pair(models.Model):
    """Two vouchers of two books that are posted together or not at all, of mirror-equal amounts.

    State: prepared → (reserved →) posted, or released. Each side's approval is a person of that side, or a holder of
    its mandate. `key` is made by the sender.
    """

    facts = TableFacts(
        rows="scoped", why="seen by the two books it joins; nothing of their vouchers", grants="SIU"
    )

    key = models.TextField(unique=True)
    purpose = models.TextField()
    amount = columns.money()
    state = models.CharField(max_length=8, default="prepared")
    two_phase = models.BooleanField(default=False)
    payer = columns.book()
    payee = columns.book()
    payer_voucher = models.BigIntegerField(null=True)
    payee_voucher = models.BigIntegerField(null=True)
    payer_by = columns.person()
    payee_by = columns.person()
    payer_mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", null=True)
    payee_mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", null=True)
    made_by = columns.person()
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="ledger_pair_two_books"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_pair_amount"),
            models.CheckConstraint(
                condition=Q(state__in=("prepared", "reserved", "posted", "released")),
                name="ledger_pair_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("reserved", "posted"))
                | Q(
                    payer_voucher__isnull=False,
                    payee_voucher__isnull=False,
                    payer_by__isnull=False,
                    payee_by__isnull=False,
                ),
                name="ledger_pair_both_sides",
            ),
        )
        indexes = (models.Index(fields=["id"], condition=Q(two_phase=True), name="ledger_pair_two_phase"),)
