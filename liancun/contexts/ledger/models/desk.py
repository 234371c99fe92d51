"""What the accountant's desk keeps: vouchers that come every month, the petty cash, who keeps which book."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liancun.contexts.ledger.models.columns import OWN_BOOK, book, money, person
from liancun.framework.tables import TableFacts


class Recurring(models.Model):
    """A usual business that comes every month (rent, wages): proposed as a draft, never posted by itself."""

    facts = TableFacts(
        rows="scoped", why=OWN_BOOK, grants="SI", personal={"summary": "text", "payee": "name"}
    )

    book = book()
    template = models.TextField()
    summary = models.TextField()
    payee = models.TextField(blank=True)
    amount = money()
    authority = models.ForeignKey("ledger.Authority", models.PROTECT, related_name="+", null=True)
    day = models.IntegerField()
    since = models.DateField()
    until = models.DateField(null=True)
    made_by = person(null=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_recurring_amount"),
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=31), name="ledger_recurring_day"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="ledger_recurring_months"
            ),
        )


class PettyCash(models.Model):
    """The cash a village may hold (备用金): who keeps it and up to how much. The newest row counts."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = book()
    ceiling = money()
    keeper = person(null=False)
    set_by = person(null=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ceiling__gt=0), name="ledger_pettycash_ceiling"),)


class Keeping(models.Model):
    """Which accountant of the agency keeps a book, from when to when (委托代理记账)."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = book()
    accountant = person(null=False)
    since = models.DateField()
    until = models.DateField(null=True)
    set_by = person(null=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["book"], condition=Q(until__isnull=True), name="ledger_one_keeper"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="ledger_keeping_days"
            ),
        )
