"""What a closed month showed: the statements as they were prepared for publishing, with the chain's head."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.framework.tables import TableFacts


class Publication(models.Model):
    """Statements of one closed month, frozen. Never changes; a month closed again makes another.

    `statements`: statement → row → amounts of its columns as text. `plan_id`: the plan in disclosure that carries
    the sheet to the supervisors and the board, none where the owner publishes nothing. `sequence`, `head`: the end
    of the book's chain at that moment. `debt_share`: what is owed as a part of all assets, none without assets;
    `over_line`: it reached the playbook's warning line.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    month = models.DateField()
    sequence = models.BigIntegerField()
    head = models.CharField(max_length=64)
    statements = models.JSONField()
    debt_share = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    over_line = models.BooleanField(default=False)
    plan_id = models.BigIntegerField(null=True)
    unplanned = models.TextField(default="")
    playbook_id = models.BigIntegerField()
    made_by = columns.person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="ledger_publication_first_day"),
        )
        indexes = (models.Index(fields=["month", "book"], name="ledger_publication_month"),)
