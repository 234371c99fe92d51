"""Books, their accounts, counterparties, months, stored balances and bank accounts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts


class Book(models.Model):
    """The accounts of exactly one owner. `sequence` and `head` are the end of its voucher chain.

    `kind`: own (主账, kept here) or mirror (镜像账: imported, read only).
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SIU")

    owner = columns.body()
    kind = models.CharField(max_length=6, default="own")
    chart = models.TextField()
    opened_on = models.DateField()
    sequence = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "kind"], name="ledger_book_of_owner"),
            models.CheckConstraint(condition=Q(kind__in=("own", "mirror")), name="ledger_book_kind"),
        )


class Account(models.Model):
    """An account of a book. `side` is stored: 133, 152 and 162 are assets with a credit side.

    `parent`: the account above; the owner extends a first-level account by sub-accounts. `counterparties`,
    `quantities`: every line names a counterparty, may carry a quantity. `closed_on`: no line after that day.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    code = models.CharField(max_length=20)
    name = models.TextField()
    account_class = models.CharField(max_length=10)
    side = models.CharField(max_length=6)
    money = models.BooleanField(default=False)
    parent = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    counterparties = models.BooleanField(default=False)
    quantities = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code"),
            models.CheckConstraint(
                condition=Q(side__in=("debit", "credit", "both")), name="ledger_account_side"
            ),
            models.CheckConstraint(
                condition=Q(account_class__in=("asset", "liability", "equity", "cost", "income", "expense")),
                name="ledger_account_class",
            ),
        )


class Counterparty(models.Model):
    """With whom a balance stands: a member, a household, a unit below, somebody outside. Of one book."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"name": "name"})

    book = columns.book()
    kind = models.CharField(max_length=9)
    name = models.TextField()
    person = columns.person()
    body = columns.body(null=True)
    household_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "kind", "name"], name="ledger_counterparty_name"),
            models.CheckConstraint(
                condition=Q(kind__in=("member", "household", "unit", "outside")),
                name="ledger_counterparty_kind",
            ),
        )


class Period(models.Model):
    """A month of a book, named by its first day."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SIU")

    book = columns.book()
    month = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = columns.person()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "month"], name="ledger_period_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="ledger_period_first_day"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="ledger_period_closed_by",
            ),
        )


class PeriodStep(models.Model):
    """A month was closed or opened again: by whom, when, why, on which decision."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"reason": "text", "name": "name"})

    book = columns.book()
    month = models.DateField()
    act = models.CharField(max_length=8)
    reason = models.TextField(default="")
    decision = models.TextField(default="")
    person = columns.person()
    name = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(act="close") | (Q(act="reopen") & ~Q(reason="") & ~Q(decision="")),
                name="ledger_periodstep_act",
            ),
        )


class Balance(models.Model):
    """Stored totals of one account in one year. Kept by the gate alone; verified by `books verify`.

    `opening`: the opening voucher, debit less credit. `debit`, `credit`: twelve totals of everything posted from
    the book's beginning to the end of each month, opening excluded. In yuan.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="S")

    book = columns.lean("ledger.Book")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    opening = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    debit = ArrayField(models.DecimalField(max_digits=18, decimal_places=2), size=12)
    credit = ArrayField(models.DecimalField(max_digits=18, decimal_places=2), size=12)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "year"], name="ledger_balance_year"),)
        indexes = (models.Index(fields=["book", "year"], name="ledger_balance_of_book"),)


class BankAccount(models.Model):
    """An account at a bank. A collective has one basic account (浙江条例 art. 22; the village practice)."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"number": "account"})

    book = columns.book()
    kind = models.CharField(max_length=8)
    bank = models.TextField()
    number = EncryptedText(purpose="bank_account")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["book"], condition=Q(kind="basic"), name="ledger_one_basic_account"
            ),
            models.CheckConstraint(condition=Q(kind__in=("basic", "special")), name="ledger_bank_kind"),
        )
