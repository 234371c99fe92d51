"""The papers beside the books: invoices, receipt books, lists of papers handed over, bound volumes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liancun.contexts.ledger.models.columns import OWN_BOOK, book, money, person
from liancun.framework.tables import TableFacts


class Invoice(models.Model):
    """What an invoice says of itself (format "typed": what a person added to it), for one claim.

    `mark` is a keyed digest of number and code, unique in the whole county: it says that an invoice was used and
    neither which one nor by whom.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"seller": "name"})

    book = book()
    claim = models.ForeignKey("ledger.Claim", models.PROTECT, related_name="+")
    file = models.ForeignKey("evidence.File", models.PROTECT, related_name="+", null=True)
    format = models.CharField(max_length=5)
    number = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=12, blank=True)
    date = models.DateField(null=True)
    amount = money(null=True)
    seller = models.TextField(blank=True)
    unread = models.TextField(blank=True)
    mark = models.CharField(max_length=64, null=True)
    noted_by = person()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mark"], name="ledger_invoice_once"),
            models.CheckConstraint(
                condition=Q(format__in=("ofd", "xml", "pdf", "typed")), name="ledger_invoice_format"
            ),
        )


class ReceiptBook(models.Model):
    """A book of numbered receipts (收款收据): every number is accounted for, used or void."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = book()
    series = models.CharField(max_length=20)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    taken_on = models.DateField()
    keeper = person(null=False)
    returned_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "series", "first"], name="ledger_receipts_once"),
            models.CheckConstraint(
                condition=Q(first__gt=0, last__gte=F("first"), last__lt=F("first") + 1000),
                name="ledger_receipts_range",
            ),
        )


class Receipt(models.Model):
    """One number of a receipt book: given for money received, or void with all its copies kept."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"payer": "name", "note": "text"})

    book = book()
    receipts = models.ForeignKey(ReceiptBook, models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    void = models.BooleanField(default=False)
    date = models.DateField()
    payer = models.TextField(blank=True)
    amount = money(null=True)
    note = models.TextField(blank=True)
    noted_by = person(null=False)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["receipts", "number"], name="ledger_receipt_once"),
            models.CheckConstraint(
                condition=Q(void=True, amount__isnull=True) | Q(void=False, amount__gt=0),
                name="ledger_receipt_void_or_amount",
            ),
        )


class Handover(models.Model):
    """A list of papers given by the 报账员 to the agency, and taken against the list."""

    facts = TableFacts(
        rows="scoped",
        why=OWN_BOOK,
        grants="SI",
        personal={"note": "text", "given_name": "name", "taken_name": "name"},
    )

    book = book()
    number = models.IntegerField()
    given_on = models.DateField()
    given_by = person(null=False)
    given_name = models.TextField()
    note = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = person()
    taken_name = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "number"], name="ledger_handover_number"),
            models.CheckConstraint(condition=~Q(given_by=F("taken_by")), name="ledger_handover_two_persons"),
        )


class HandoverItem(models.Model):
    """The papers of one claim on a list. A claim stands on one list only."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = book()
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="+")
    claim = models.OneToOneField("ledger.Claim", models.PROTECT, related_name="+")
    sheets = models.IntegerField()


class Volume(models.Model):
    """Vouchers of a month bound into a volume, and the box in which it stands (会计档案)."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"place": "text"})

    book = book()
    month = models.DateField()
    number = models.IntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    sheets = models.IntegerField()
    box = models.CharField(max_length=20)
    place = models.TextField(blank=True)
    bound_by = person(null=False)
    bound_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "month", "number"], name="ledger_volume_number"),
            models.CheckConstraint(
                condition=Q(first__gt=0, last__gte=F("first")), name="ledger_volume_range"
            ),
        )
