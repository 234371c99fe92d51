"""Vouchers, their words, steps and lines; the batches they were imported in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value

from liancun.contexts.ledger.models import columns
from liancun.contexts.ledger.models.books import Account
from liancun.contexts.ledger.models.columns import OWN_BOOK
from liancun.contexts.ledger.models.links import Pair
from liancun.framework.tables import TableFacts

_POSTED = ("number", "sequence", "previous", "digest", "posted_by", "posted_at")
_KEYED = Q(posting_key__isnull=False) | Q(batch__isnull=False) | Q(link__isnull=False)


class Batch(models.Model):
    """Vouchers of one book that came in one import, prepared by one person and posted by another.

    `mirror`: the import of the province's platform it belongs to, in a mirror book.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.book()
    key = models.TextField()
    source = models.TextField(default="")
    vouchers = models.IntegerField()
    lines = models.IntegerField()
    prepared_by = columns.person(null=False)
    prepared_at = models.DateTimeField()
    mirror = models.ForeignKey("ledger.MirrorImport", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["book", "key"], name="ledger_batch_key"),)


class Voucher(models.Model):
    """A 记账凭证. A draft is posted once, or discarded; a posted one never changes.

    `event`: drafts of one event share it and one number, as `part` of `parts` (分数编号法).
    `needs_check`: the playbook's tier asks for a checker (复核) before posting. `closing`: "", result, distribution.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SIU")

    book = columns.lean("ledger.Book")
    owner = columns.lean("bodies.Body")
    state = models.CharField(max_length=9, default="draft")
    word = models.CharField(max_length=1)
    month = models.DateField()
    date = models.DateField()
    key = models.TextField()
    claim = columns.lean("ledger.Claim", null=True)
    authority = columns.lean("ledger.Authority", null=True)
    outstanding = models.BooleanField(default=False)
    corrects = columns.lean("self", null=True)
    spent = columns.money()
    attachments = models.IntegerField(default=0)
    event = models.TextField(null=True)
    part = models.SmallIntegerField(default=1, db_default=1)
    parts = models.SmallIntegerField(default=1, db_default=1)
    closing = models.CharField(max_length=12, default="", db_default="")
    link = models.ForeignKey(Pair, models.PROTECT, related_name="+", null=True, db_index=False)
    batch = columns.lean("ledger.Batch", null=True)
    words = models.CharField(max_length=64)
    prepared_by = columns.person(null=False, db_index=False)
    prepared_at = models.DateTimeField()
    playbook_id = models.BigIntegerField(null=True)
    needs_check = models.BooleanField(default=False, db_default=False)
    checked_by = columns.person(db_index=False)
    checked_at = models.DateTimeField(null=True)
    number = models.IntegerField(null=True)
    sequence = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64, null=True)
    posted_by = columns.person(db_index=False)
    posted_at = models.DateTimeField(null=True)
    posting_key = models.TextField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "key"], name="ledger_voucher_key"),
            models.UniqueConstraint(
                fields=["book", "posting_key"],
                condition=Q(posting_key__isnull=False),
                name="ledger_voucher_posting_key",
            ),
            models.UniqueConstraint(
                fields=["book", "sequence"],
                condition=Q(sequence__isnull=False),
                name="ledger_voucher_sequence",
            ),
            models.UniqueConstraint(
                fields=["book", "word", "month", "number", "part"],
                condition=Q(number__isnull=False),
                name="ledger_voucher_number",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state="discarded") & Q(corrects__isnull=False),
                name="ledger_voucher_corrected_once",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=~Q(state="discarded") & Q(corrects__isnull=True) & Q(claim__isnull=False),
                name="ledger_voucher_one_per_claim",
            ),
            models.UniqueConstraint(
                fields=["link", "book"],
                condition=~Q(state="discarded") & Q(link__isnull=False),
                name="ledger_voucher_side_of_pair",
            ),
            models.CheckConstraint(
                condition=Q(word__in=("记", "收", "付", "转", "初")), name="ledger_voucher_word"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "posted", "discarded")), name="ledger_voucher_state"
            ),
            models.CheckConstraint(
                condition=Q(closing__in=("", "result", "distribution")), name="ledger_voucher_closing"
            ),
            models.CheckConstraint(
                condition=Q(part__gte=1, part__lte=F("parts")) & (Q(parts=1) | Q(event__isnull=False)),
                name="ledger_voucher_parts",
            ),
            models.CheckConstraint(
                condition=~Q(outstanding=True, authority__isnull=False),
                name="ledger_voucher_outstanding_or_authority",
            ),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("posted_by")), name="ledger_voucher_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | (
                    ~Q(checked_by=F("prepared_by"))
                    & (Q(posted_by__isnull=True) | ~Q(checked_by=F("posted_by")))
                ),
                name="ledger_voucher_checker_apart",
            ),
            models.CheckConstraint(
                condition=(Q(state="posted", **{f"{name}__isnull": False for name in _POSTED}) & _KEYED)
                | Q(
                    state__in=("draft", "discarded"),
                    posting_key__isnull=True,
                    **{f"{name}__isnull": True for name in _POSTED},
                ),
                name="ledger_voucher_posted_whole",
            ),
        )
        indexes = (
            models.Index(fields=["book", "date"], name="ledger_voucher_by_date"),
            models.Index(
                fields=["authority"],
                include=["spent"],
                condition=Q(authority__isnull=False, state="posted"),
                name="ledger_voucher_under",
            ),
            models.Index(
                fields=["authority"],
                condition=Q(authority__isnull=False, state="draft"),
                name="ledger_voucher_waiting",
            ),
            models.Index(
                fields=["book", "date"],
                condition=Q(state="posted") & ~Q(closing=""),
                name="ledger_voucher_closing",
            ),
            models.Index(fields=["claim"], condition=Q(claim__isnull=False), name="ledger_voucher_for_claim"),
            models.Index(fields=["batch"], condition=Q(batch__isnull=False), name="ledger_voucher_of_batch"),
        )


class VoucherWords(models.Model):
    """The free text of a voucher, apart from the chain: the voucher keeps only a salted digest of it.

    `lines`: the text of each line in their order, empty where the lines have none of their own.
    """

    facts = TableFacts(
        rows="scoped",
        why=OWN_BOOK,
        grants="SI",
        personal={"summary": "text", "payee": "name", "lines": "text"},
    )

    book = columns.lean("ledger.Book")
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+", db_constraint=False)
    summary = models.TextField()
    payee = models.TextField(default="")
    lines = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    salt = models.BinaryField()


class VoucherStep(models.Model):
    """Who prepared, posted, discarded or ratified a voucher; the name as it was then, outside the chain."""

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI", personal={"name": "name"})

    book = columns.lean("ledger.Book")
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="+", db_constraint=False)
    act = models.CharField(max_length=16)
    person = columns.person()
    name = models.TextField()
    at = models.DateTimeField()


class Line(models.Model):
    """One entry of a voucher: an account of the same book, an amount on one side.

    `quantity` in `unit`; the text of the line stands in the voucher's words.
    """

    facts = TableFacts(rows="scoped", why=OWN_BOOK, grants="SI")

    book = columns.lean("ledger.Book")
    voucher = columns.lean("ledger.Voucher")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False)
    counterparty = columns.lean("ledger.Counterparty", null=True)
    order = models.IntegerField()
    debit = columns.money(default=0)
    credit = columns.money(default=0)
    quantity = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    unit = models.TextField(default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["voucher", "order"], name="ledger_line_order"),
            models.CheckConstraint(
                condition=(~Q(debit=0) & Q(credit=0)) | (Q(debit=0) & ~Q(credit=0)),
                name="ledger_line_one_side",
            ),
        )
        indexes = (
            models.Index(
                fields=["account", "counterparty"],
                condition=Q(counterparty__isnull=False),
                name="ledger_line_counterparty",
            ),
        )
