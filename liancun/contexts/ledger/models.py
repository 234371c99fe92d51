"""The tables of the books. What they promise below the forms is SQL in `migrations/0002_gate.py`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts

_OWN_BOOK = "rows of books in the person's scope"


def _person(*, null: bool = True) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("people.Person", models.PROTECT, related_name="+", null=null)


def _body() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")


def _book() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("ledger.Book", models.PROTECT, related_name="+")


def _money(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=15, decimal_places=2, **options)


class Book(models.Model):
    """The accounts of exactly one owner. `sequence` and `head` are the end of its voucher chain."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SIU")

    owner = models.OneToOneField("bodies.Body", models.PROTECT, related_name="+")
    chart = models.TextField()
    opened_on = models.DateField()
    sequence = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64)


class Account(models.Model):
    """A first-level account of a book. `side` is stored: 133, 152 and 162 are assets with a credit side."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI")

    book = _book()
    code = models.CharField(max_length=20)
    name = models.TextField()
    account_class = models.CharField(max_length=10)
    side = models.CharField(max_length=6)
    money = models.BooleanField(default=False)

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


class Period(models.Model):
    """A month of a book, named by its first day."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SIU")

    book = _book()
    month = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = _person()

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


class Authority(models.Model):
    """What allows one owner to pay: a kind, an amount, and an opaque reference upward. Never changes."""

    facts = TableFacts(rows="scoped", why="read beside the matters of the body, or its book", grants="SI")

    owner = _body()
    kind = models.CharField(max_length=10)
    label = models.TextField()
    amount = _money()
    each = _money(null=True)
    subject = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    key = models.TextField()
    notice_id = models.BigIntegerField(null=True)
    waits_until = models.DateField(null=True)
    made_by = _person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner", "key"], name="ledger_authority_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_authority_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=("resolution", "budget", "standing", "duty", "emergency")),
                name="ledger_authority_kind",
            ),
        )
        indexes = (models.Index(fields=["subject", "subject_id"], name="ledger_authority_subject"),)


class AuthorityEnd(models.Model):
    """A later decision took the authority's place: nothing more may be ordered under it. The authority stays."""

    facts = TableFacts(rows="scoped", why="read beside the authority it ends", grants="SI")

    authority = models.OneToOneField(Authority, models.PROTECT, primary_key=True, related_name="+")
    owner = _body()
    reason = models.TextField()
    ended_on = models.DateField()
    ended_at = models.DateTimeField()


class Claim(models.Model):
    """A 报账单: what was spent for what, the papers, and the signatures in their order."""

    facts = TableFacts(
        rows="scoped", why=_OWN_BOOK, grants="SIU", personal={"payee": "name", "purpose": "text"}
    )

    book = _book()
    owner = _body()
    number = models.IntegerField()
    key = models.TextField()
    state = models.CharField(max_length=10)
    template = models.TextField()
    purpose = models.TextField()
    payee = models.TextField()
    amount = _money()
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", null=True)
    attachments = models.IntegerField(default=0)
    playbook_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    handled_by = _person(null=False)
    witnessed_by = _person(null=False)
    filed_by = _person(null=False)
    checked_by = _person()
    approved_by = _person()
    approved_above_by = _person()
    accepted_by = _person()

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

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI", personal={"note": "text", "name": "name"})

    book = _book()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    act = models.CharField(max_length=16)
    person = _person()
    name = models.TextField(default="")
    at = models.DateTimeField()
    note = models.TextField(default="")


class Voucher(models.Model):
    """A 记账凭证. A draft is posted once, or discarded; a posted one never changes."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SIU")

    book = _book()
    owner = _body()
    state = models.CharField(max_length=9, default="draft")
    word = models.CharField(max_length=1)
    month = models.DateField()
    date = models.DateField()
    key = models.TextField()
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+", null=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", null=True)
    outstanding = models.BooleanField(default=False)
    corrects = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    spent = _money()
    attachments = models.IntegerField(default=0)
    words = models.CharField(max_length=64)
    prepared_by = _person(null=False)
    prepared_at = models.DateTimeField()
    playbook_id = models.BigIntegerField(null=True)
    number = models.IntegerField(null=True)
    sequence = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, null=True)
    digest = models.CharField(max_length=64, null=True)
    posted_by = _person()
    posted_at = models.DateTimeField(null=True)
    posting_key = models.TextField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book", "key"], name="ledger_voucher_key"),
            models.UniqueConstraint(fields=["book", "posting_key"], name="ledger_voucher_posting_key"),
            models.UniqueConstraint(fields=["book", "sequence"], name="ledger_voucher_sequence"),
            models.UniqueConstraint(fields=["book", "word", "month", "number"], name="ledger_voucher_number"),
            models.UniqueConstraint(
                fields=["corrects"], condition=~Q(state="discarded"), name="ledger_voucher_corrected_once"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=~Q(state="discarded") & Q(corrects__isnull=True),
                name="ledger_voucher_one_per_claim",
            ),
            models.CheckConstraint(condition=Q(word__in=("记", "初")), name="ledger_voucher_word"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "posted", "discarded")), name="ledger_voucher_state"
            ),
            models.CheckConstraint(
                condition=~Q(outstanding=True, authority__isnull=False),
                name="ledger_voucher_outstanding_or_authority",
            ),
            models.CheckConstraint(
                condition=~Q(prepared_by=F("posted_by")), name="ledger_voucher_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="posted",
                    number__isnull=False,
                    sequence__isnull=False,
                    previous__isnull=False,
                    digest__isnull=False,
                    posted_by__isnull=False,
                    posted_at__isnull=False,
                    posting_key__isnull=False,
                )
                | Q(
                    state__in=("draft", "discarded"),
                    number__isnull=True,
                    sequence__isnull=True,
                    previous__isnull=True,
                    digest__isnull=True,
                    posted_by__isnull=True,
                    posted_at__isnull=True,
                    posting_key__isnull=True,
                ),
                name="ledger_voucher_posted_whole",
            ),
        )
        indexes = (
            models.Index(fields=["book", "state", "date"], name="ledger_voucher_by_date"),
            models.Index(fields=["authority"], name="ledger_voucher_under"),
        )


class VoucherWords(models.Model):
    """The free text of a voucher, apart from the chain: the voucher keeps only a salted digest of it."""

    facts = TableFacts(
        rows="scoped", why=_OWN_BOOK, grants="SI", personal={"summary": "text", "payee": "name"}
    )

    book = _book()
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+")
    summary = models.TextField()
    payee = models.TextField(default="")
    salt = models.BinaryField()


class VoucherStep(models.Model):
    """Who prepared, posted, discarded or ratified a voucher; the name as it was then, outside the chain."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI", personal={"name": "name"})

    book = _book()
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="+")
    act = models.CharField(max_length=16)
    person = _person()
    name = models.TextField()
    at = models.DateTimeField()


class Line(models.Model):
    """One entry of a voucher: an account of the same book, an amount on one side."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI")

    book = _book()
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    order = models.IntegerField()
    debit = _money(default=0)
    credit = _money(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["voucher", "order"], name="ledger_line_order"),
            models.CheckConstraint(
                condition=(~Q(debit=0) & Q(credit=0)) | (Q(debit=0) & ~Q(credit=0)),
                name="ledger_line_one_side",
            ),
        )


class PaymentWarning(models.Model):
    """Money left the bank without authority: recorded, marked 待补手续, seen by supervisor and township."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI", personal={"reason": "text"})

    book = _book()
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = _person()


class Ratification(models.Model):
    """The authority found afterwards for a payment marked 待补手续. The voucher itself stays as it is."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI")

    book = _book()
    owner = _body()
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = _person(null=False)


class BankAccount(models.Model):
    """An account at a bank. A collective has one basic account (浙江条例 art. 22; the village practice)."""

    facts = TableFacts(rows="scoped", why=_OWN_BOOK, grants="SI", personal={"number": "account"})

    book = _book()
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
