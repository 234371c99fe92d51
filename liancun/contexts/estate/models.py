"""What a collective owns and what was agreed about it. Rows are written once; what ends or changes is a row of its own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from liancun.framework.tables import TableFacts

_OWN = "rows of the owner's book in the person's scope"


def _owner() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")


def _money(**options: Any) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(max_digits=15, decimal_places=2, **options)


class Asset(models.Model):
    """A fixed, biological or intangible asset. `worn`: written down before `begin`, the rest over `months`."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    slug = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    category = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, default="")
    quantity = models.DecimalField(max_digits=15, decimal_places=3, default=1)
    unit = models.CharField(max_length=20, default="")
    acquired_on = models.DateField()
    cost = _money()
    salvage = _money(default=0)
    worn = _money(default=0)
    begin = models.DateField()
    months = models.IntegerField(default=0)
    code = models.CharField(max_length=20)
    wear_code = models.CharField(max_length=20, default="")
    expense_code = models.CharField(max_length=20, default="")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book_id", "number"], name="estate_asset_number"),
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="estate_asset_of_book"),
            models.CheckConstraint(
                condition=Q(kind__in=("fixed", "productive", "consumable", "public", "intangible")),
                name="estate_asset_kind",
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0, salvage__gte=0, worn__gte=0, months__gte=0)
                & Q(cost__gte=F("salvage") + F("worn")),
                name="estate_asset_amounts",
            ),
        )
        indexes = (models.Index(fields=["book_id", "kind"], name="estate_asset_by_kind"),)


class AssetEnd(models.Model):
    """A thing is sold, scrapped or lost: the day, how, and the draft that takes it out of the accounts."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"note": "text"})

    owner = _owner()
    book_id = models.BigIntegerField()
    asset = models.OneToOneField(Asset, models.PROTECT, related_name="end")
    on = models.DateField()
    how = models.CharField(max_length=12)
    note = models.TextField(default="")
    worn = _money()
    voucher_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField()


class WearRun(models.Model):
    """One month's depreciation of a book as proposed to the accountant; dropped when its draft was discarded."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    month = models.DateField()
    total = _money()
    voucher_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["book_id", "month"], condition=Q(dropped_at=None), name="estate_wear_month_once"
            ),
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="estate_wear_run_of_book"),
            models.CheckConstraint(condition=Q(month__day=1), name="estate_wear_first_day"),
        )


class WearLine(models.Model):
    """What one thing loses in that month."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    run = models.ForeignKey(WearRun, models.PROTECT, related_name="lines")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+")
    amount = _money()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "asset"], name="estate_wear_line_once"),)


class Resource(models.Model):
    """Land, wood, water: what belongs to the collective and stands in no account."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, default="")
    area = models.DecimalField(max_digits=15, decimal_places=2)
    use = models.CharField(max_length=120, default="")
    since = models.DateField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book_id", "number"], name="estate_resource_number"),
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="estate_resource_of_book"),
            models.CheckConstraint(condition=Q(area__gt=0), name="estate_resource_area"),
        )


class Contract(models.Model):
    """What is let or contracted out: to whom, from when to when, for what rent."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"party": "name"})

    owner = _owner()
    book_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    matter = models.CharField(max_length=120)
    party = models.TextField()
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+", null=True)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+", null=True)
    signed_on = models.DateField()
    since = models.DateField()
    until = models.DateField()
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book_id", "number"], name="estate_contract_number"),
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="estate_contract_of_book"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="estate_contract_days"),
        )
        indexes = (models.Index(fields=["book_id", "until"], name="estate_contract_by_end"),)


class RentDue(models.Model):
    """One period's rent of a contract."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="dues")
    since = models.DateField()
    until = models.DateField()
    on = models.DateField()
    amount = _money()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["contract", "since"], name="estate_due_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="estate_due_amount"),
        )


class RentReceipt(models.Model):
    """Money that came for a contract: pays its earliest dues."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"note": "text"})

    owner = _owner()
    book_id = models.BigIntegerField()
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="receipts")
    on = models.DateField()
    amount = _money()
    voucher_id = models.BigIntegerField(null=True)
    note = models.TextField(default="")
    key = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["contract", "key"], name="estate_receipt_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="estate_receipt_amount"),
        )


class RentSpread(models.Model):
    """Rent of a contract moved between income and the account where it waits for its years, in one month's draft.

    `amount`: above zero what waits for later years, below zero what becomes this year's income.
    """

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI")

    owner = _owner()
    book_id = models.BigIntegerField()
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="spreads")
    month = models.DateField()
    amount = _money()
    voucher_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["contract", "voucher_id"], name="estate_spread_once"),
            models.CheckConstraint(condition=Q(month__day=1) & ~Q(amount=0), name="estate_spread_amount"),
        )


class StockCount(models.Model):
    """A 盘点 of a book's things on a day; closed once with what was found."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"counters": "name"})

    owner = _owner()
    book_id = models.BigIntegerField()
    on = models.DateField()
    counters = models.TextField()
    key = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["book_id", "key"], name="estate_count_once"),
            models.UniqueConstraint(fields=["id", "owner", "book_id"], name="estate_count_of_book"),
        )


class CountLine(models.Model):
    """One thing as the register has it and as it was found."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"note": "text"})

    owner = _owner()
    book_id = models.BigIntegerField()
    count = models.ForeignKey(StockCount, models.PROTECT, related_name="lines")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+")
    told = models.DecimalField(max_digits=15, decimal_places=3)
    found = models.DecimalField(max_digits=15, decimal_places=3)
    note = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["count", "asset"], name="estate_count_line_once"),)


class Correction(models.Model):
    """What stood wrongly in the register and was put right: the row as it was, the row as it is, why, by whom."""

    facts = TableFacts(
        rows="scoped",
        why=_OWN,
        grants="SI",
        personal={"before": "text", "after": "text", "reason": "text", "name": "name"},
    )

    owner = _owner()
    book_id = models.BigIntegerField()
    subject = models.CharField(max_length=10)
    subject_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(subject__in=("asset", "contract")) & ~Q(reason=""), name="estate_correction_told"
            ),
        )
        indexes = (models.Index(fields=["subject", "subject_id"], name="estate_correction_of"),)


class ContractEnd(models.Model):
    """A contract ends before its day: periods that would begin later are not due."""

    facts = TableFacts(rows="scoped", why=_OWN, grants="SI", personal={"reason": "text", "name": "name"})

    owner = _owner()
    book_id = models.BigIntegerField()
    contract = models.OneToOneField(Contract, models.PROTECT, related_name="end")
    on = models.DateField()
    reason = models.TextField()
    name = models.TextField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="estate_contract_end_told"),)
