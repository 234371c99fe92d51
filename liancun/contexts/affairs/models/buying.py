"""Papers of a purchase: what the way of buying needs before money is authorised."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.contexts.affairs.models.matters import IN_SCOPE, Matter, joint
from liancun.framework.tables import TableFacts


class PurchasePaper(models.Model):
    """One quotation (each of another supplier), a record of selection, or a paper of the trading centre.

    `amount`: what the supplier asks, in yuan; none where the paper names none. `file_id`: the stored original.
    """

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"supplier": "name", "recorded_by": "name"}
    )

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="purchase_papers")
    body = joint()
    kind = models.CharField(max_length=20)
    supplier = models.CharField(max_length=80)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    file_id = models.BigIntegerField()
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind", "supplier"], name="affairs_purchasepaper_once_a_supplier"
            ),
            models.UniqueConstraint(fields=["matter", "file_id"], name="affairs_purchasepaper_file_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["quotation", "selection", "trading"]),
                name="affairs_purchasepaper_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0), name="affairs_purchasepaper_amount"
            ),
            models.CheckConstraint(condition=~Q(supplier=""), name="affairs_purchasepaper_supplier"),
        ]
