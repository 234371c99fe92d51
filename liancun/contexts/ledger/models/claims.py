"""Claims (报账单) and their history."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.framework.tables import TableFacts


class Claim(models.Model):
    """A 报账单: what was spent for what, the papers, and the signatures in their order."""

    facts = TableFacts(
        rows="scoped", why=OWN_BOOK, grants="SIU", personal={"payee": "name", "purpose": "text"}
    )

    book = columns.book()
    owner = columns.body()
    number = models.IntegerField()
    key = models.TextField()
    state = models.CharField(max_length=10)
    template = models.TextField()
    purpose = models.TextField()
    payee = models.TextField()
    amount = columns.money()
    authority = models.ForeignKey("ledger.Authority", models.PROTECT, related_name="+", null=True)
    attachments = models.IntegerField(default=0)
    playbook_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    handled_by = columns.person(null=False)
    witnessed_by = columns.person(null=False)
    filed_by = columns.person(null=False)
    checked_by = columns.person()
    approved_by = columns.person()
    approved_above_by = columns.person()
    accepted_by = columns.person()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "number"], name="ledger_claim_number"),
            models.UniqueConstraint(fields=["book", "key"], name="ledger_claim_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_claim_amount"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "filed",
                        "checked",
                        "above",
                        "approved",
                        "accepted",
                        "vouchered",
                        "paid",
                        "returned",
                    )
                ),
                name="ledger_claim_state",
            ),
            models.CheckConstraint(
                condition=~Q(handled_by=F("witnessed_by")), name="ledger_claim_handled_witnessed"
            ),
        )


class ClaimStep(models.Model):
    """What happened to a claim, by whom, when: the history that a return does not erase.

    `name` is the signer's at the time: whoever reads the paper reads it, also without the rolls of people.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"note": "text", "name": "name"})

    book = columns.book()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    act = models.CharField(max_length=16)
    person = columns.person()
    name = models.TextField(default="")
    at = models.DateTimeField()
    note = models.TextField(default="")
