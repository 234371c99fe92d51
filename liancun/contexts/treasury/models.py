"""Accounts at banks, what their statements say, and what was matched. Numbers of accounts lie sealed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts

_OWN_BOOK = "rows of the owner's book in the person's scope"


def _owner() -> models.ForeignKey:  # type: ignore[type-arg]
    """The body that owns the book: the row policy's key."""
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")


def _person() -> models.ForeignKey:  # type: ignore[type-arg]
    """Null where the program itself acts."""
    return models.ForeignKey("people.Person", models.PROTECT, related_name="+", null=True)


def _money(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=15, decimal_places=2, **options)


class Custody(models.Model):
    """An account that an agency centre holds for several books (代管专户), one sub-account for each."""

    facts = TableFacts(
        rows="scoped", why="read where the agency is read", grants="SI", personal={"number": "account"}
    )

    body = _owner()
    bank = models.TextField()
    number = EncryptedText(purpose="bank_account")
    opened_at = models.DateTimeField()


class Account(models.Model):
    """An account whose statements are kept: of one book, or one book's part of a custody account.

    `bank_id`: the ledger's own record of the account; null for a sub-account. `code`: its account in the book.
    `opening`: what it held before its first line, where somebody said so.
    """

    facts = TableFacts(
        rows="scoped",
        why=_OWN_BOOK,
        grants="SI",
        personal={"number": "account", "number_index": "account"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    bank = models.TextField()
    bank_id = models.BigIntegerField(null=True)
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="+", null=True)
    number = EncryptedText(purpose="bank_account")
    number_index = models.BinaryField(null=True)
    code = models.CharField(max_length=20)
    opening = _money(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="treasury_account_of_book"),
            models.UniqueConstraint(fields=["id", "owner"], name="treasury_account_of_owner"),
            models.UniqueConstraint(fields=["bank_id"], name="treasury_account_once"),
            models.UniqueConstraint(fields=["custody", "book_id"], name="treasury_sub_account_per_book"),
            models.UniqueConstraint(fields=["custody", "number_index"], name="treasury_sub_account_number"),
            models.CheckConstraint(
                condition=Q(kind="own", bank_id__isnull=False, custody__isnull=True)
                | Q(kind="sub", bank_id__isnull=True, custody__isnull=False, number_index__isnull=False),
                name="treasury_account_own_or_sub",
            ),
        )


class RememberedShape(models.Model):
    """Which column of a bank's file is which, as somebody said once. The newest with all its headings is used."""

    facts = TableFacts(rows="scoped", why="follows its account, or its custody account", grants="SI")

    owner = _owner()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True)
    custody = models.ForeignKey(Custody, models.PROTECT, related_name="+", null=True)
    heads = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=True, custody__isnull=False)
                | Q(account__isnull=False, custody__isnull=True),
                name="treasury_shape_of_one",
            ),
        )


class Statement(models.Model):
    """One file of one account: what came in with it. The same file again finds this row."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    fresh = models.IntegerField()
    imported_by = _person()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "digest"], name="treasury_statement_once"),
            models.UniqueConstraint(fields=["id", "account"], name="treasury_statement_of_account"),
        )


class StatementLine(models.Model):
    """One movement as the bank tells it, in the order of its balances. It belongs to one account and one book."""

    facts = TableFacts(
        rows="scoped",
        why=_OWN_BOOK,
        grants="SI",
        personal={"payer": "name", "payer_number": "account", "summary": "text"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    order = models.IntegerField()
    day = models.DateField()
    income = _money()
    outgo = _money()
    balance = _money()
    payer = models.TextField(default="")
    payer_number = EncryptedText(purpose="bank_account")
    summary = models.TextField(default="")
    serial = models.TextField(default="")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "key"], name="treasury_line_once"),
            models.UniqueConstraint(fields=["account", "order"], name="treasury_line_order"),
            models.UniqueConstraint(fields=["id", "account"], name="treasury_line_of_account"),
            models.CheckConstraint(
                condition=(Q(income=0) & ~Q(outgo=0)) | (~Q(income=0) & Q(outgo=0)),
                name="treasury_line_one_side",
            ),
        )
        indexes = (models.Index(fields=["account", "day"], name="treasury_line_by_day"),)


class Match(models.Model):
    """Lines of the bank and of the book that are the same money. `reasons` are codes with numbers."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI")

    owner = _owner()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    amount = _money()
    codes = models.JSONField(default=list)
    made_by = _person()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["id", "account"], name="treasury_match_of_account"),)


class MatchedLine(models.Model):
    """The bank's side of a match. A line is matched once; undoing the match frees it."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SID")

    owner = _owner()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    match = models.ForeignKey(Match, models.PROTECT, related_name="lines")
    line = models.OneToOneField(StatementLine, models.PROTECT, related_name="+")


class MatchedEntry(models.Model):
    """The book's side of a match: a posted line by its id in the ledger."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SID")

    owner = _owner()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    match = models.ForeignKey(Match, models.PROTECT, related_name="entries")
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry_id"], name="treasury_entry_matched_once"),)


class MonthReconciled(models.Model):
    """That bank and book agree at the end of a month, with the sums of that day. Never changes."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI", personal={"by_name": "name"})

    owner = _owner()
    book_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    month = models.DateField()
    bank = _money()
    book = _money()
    adjusted = _money()
    items = models.IntegerField()
    made_by = _person()
    by_name = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "month"], name="treasury_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="treasury_month_first_day"),
        )


class Payee(models.Model):
    """Who may be paid by a batch, and where: kept once for a book. A new account is a new row."""

    facts = TableFacts(
        rows="scoped",
        why=_OWN_BOOK,
        grants="SI",
        personal={"name": "name", "number": "account"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    name = models.TextField()
    bank = models.TextField()
    number = EncryptedText(purpose="bank_account")
    added_by = _person()
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["book_id", "name"], name="treasury_payee_by_name"),)


class Batch(models.Model):
    """A payment file for the bank: made by one person, handed out by another. No payment is made here."""

    facts = TableFacts(
        rows="scoped",
        why=_OWN_BOOK,
        grants="SI",
        personal={"maker_name": "name", "releaser_name": "name"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    driver = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    total = _money()
    count = models.IntegerField()
    made_by = _person()
    maker_name = models.TextField()
    made_at = models.DateTimeField()
    released_by = _person()
    releaser_name = models.TextField(default="")
    released_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "key"], name="treasury_batch_once"),
            models.UniqueConstraint(fields=["id", "book_id"], name="treasury_batch_of_book"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(made_by=F("released_by")),
                name="treasury_batch_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(dropped_at__isnull=True),
                name="treasury_batch_dropped_before_release",
            ),
        )


class BatchLine(models.Model):
    """One payment asked of the bank, and what the bank answered: of a claim or of a linked pair, each in one line only."""

    facts = TableFacts(
        rows="scoped",
        why=_OWN_BOOK,
        grants="SI",
        personal={"name": "name", "number": "account", "purpose": "text", "reason": "text"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    order = models.IntegerField()
    key = models.CharField(max_length=40, unique=True)
    claim_id = models.BigIntegerField(null=True)
    pair_id = models.BigIntegerField(null=True)
    name = models.TextField()
    bank = models.TextField()
    number = EncryptedText(purpose="bank_account")
    amount = _money()
    purpose = models.TextField()
    state = models.CharField(max_length=8, default="waiting")
    reason = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "order"], name="treasury_batch_line_order"),
            models.UniqueConstraint(
                fields=["claim_id"],
                condition=Q(state__in=("waiting", "paid")),
                name="treasury_claim_paid_once",
            ),
            models.UniqueConstraint(
                fields=["pair_id"],
                condition=Q(state__in=("waiting", "paid")),
                name="treasury_pair_paid_once",
            ),
            models.CheckConstraint(
                condition=Q(claim_id__isnull=False, pair_id__isnull=True)
                | Q(claim_id__isnull=True, pair_id__isnull=False),
                name="treasury_batch_line_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "paid", "failed", "dropped")),
                name="treasury_batch_line_state",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="treasury_batch_line_amount"),
        )
