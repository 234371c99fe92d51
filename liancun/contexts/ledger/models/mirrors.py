"""Mirror books (镜像账): what came from the province's 三资 platform, month by month, and what it agrees with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.books import Account
from liancun.contexts.ledger.models.claims import Claim
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.contexts.ledger.models.vouchers import Voucher
from liancun.framework.tables import TableFacts


class MirrorShape(models.Model):
    """Which column of the platform's file is which, as somebody said once. The newest that fits is used.

    `sheet`: vouchers or balances; `heads`: role → heading.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    sheet = models.CharField(max_length=8)
    platform = models.TextField()
    heads = models.JSONField()
    made_by = columns.person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sheet__in=("vouchers", "balances")), name="ledger_mirrorshape_sheet"
            ),
        )


class MirrorImport(models.Model):
    """What came in at once for one month: files by their digests, and how many vouchers they made or changed.

    `drafts`: the vouchers this import may write; `gone`: those it takes back. Files that were not given are empty.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"name": "name"})

    book = columns.book()
    month = models.DateField()
    platform = models.TextField()
    voucher_file = models.TextField(default="")
    voucher_digest = models.CharField(max_length=64, default="")
    balance_file = models.TextField(default="")
    balance_digest = models.CharField(max_length=64, default="")
    drafts = models.IntegerField()
    kept = models.IntegerField(default=0)
    gone = models.IntegerField(default=0)
    imported_by = columns.person(null=False)
    name = models.TextField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(month__day=1), name="ledger_mirrorimport_first_day"),
            models.CheckConstraint(
                condition=~Q(voucher_digest="", balance_digest=""), name="ledger_mirrorimport_file"
            ),
        )
        indexes = (models.Index(fields=["book", "month"], name="ledger_mirrorimport_month"),)


class MirrorVoucher(models.Model):
    """What the platform says of a voucher besides what a voucher holds: its number there, who made it.

    `turned`: the places of red-letter lines, which stand on the other side here; `digest` covers the voucher as it
    was in the file.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"preparer": "name"})

    book = columns.book()
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+", db_constraint=False)
    month = models.DateField()
    word = models.CharField(max_length=4)
    number = models.IntegerField()
    preparer = models.TextField(default="")
    turned = ArrayField(models.SmallIntegerField(), default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["book", "month"], name="ledger_mirrorvoucher_month"),)


class MirrorBalance(models.Model):
    """A row of the platform's balance table of a month: debit less credit, none where it has no such column."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    source = models.ForeignKey(MirrorImport, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False)
    row = models.IntegerField()
    name = models.TextField()
    opening = columns.money(null=True)
    debit = columns.money(null=True)
    credit = columns.money(null=True)
    closing = columns.money()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "account"], name="ledger_mirrorbalance_account"),
        )


class ClaimMatch(models.Model):
    """An approved claim of a mirror book and the imported voucher that paid it, as somebody accepted."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"name": "name"})

    book = columns.book()
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="+", db_constraint=False)
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+", db_constraint=False)
    matched_by = columns.person(null=False)
    name = models.TextField()
    matched_at = models.DateTimeField()
