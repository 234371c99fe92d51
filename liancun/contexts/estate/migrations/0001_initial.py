import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0009_fact_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=30)),
                ("slug", models.CharField(max_length=24, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("category", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(default="", max_length=120)),
                ("quantity", models.DecimalField(decimal_places=3, default=1, max_digits=15)),
                ("unit", models.CharField(default="", max_length=20)),
                ("acquired_on", models.DateField()),
                ("cost", models.DecimalField(decimal_places=2, max_digits=15)),
                ("salvage", models.DecimalField(decimal_places=2, default=0, max_digits=15)),
                ("worn", models.DecimalField(decimal_places=2, default=0, max_digits=15)),
                ("begin", models.DateField()),
                ("months", models.IntegerField(default=0)),
                ("code", models.CharField(max_length=20)),
                ("wear_code", models.CharField(default="", max_length=20)),
                ("expense_code", models.CharField(default="", max_length=20)),
                ("registered_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book_id", "kind"], name="estate_asset_by_kind")],
                "constraints": [
                    models.UniqueConstraint(fields=("book_id", "number"), name="estate_asset_number"),
                    models.UniqueConstraint(fields=("id", "owner", "book_id"), name="estate_asset_of_book"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("fixed", "productive", "consumable", "public", "intangible"))
                        ),
                        name="estate_asset_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost__gte", 0),
                            ("months__gte", 0),
                            ("salvage__gte", 0),
                            ("worn__gte", 0),
                            (
                                "cost__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("salvage"), "+", models.F("worn")
                                ),
                            ),
                        ),
                        name="estate_asset_amounts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(default="", max_length=120)),
                ("area", models.DecimalField(decimal_places=2, max_digits=15)),
                ("use", models.CharField(default="", max_length=120)),
                ("since", models.DateField()),
                ("registered_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book_id", "number"), name="estate_resource_number"),
                    models.UniqueConstraint(
                        fields=("id", "owner", "book_id"), name="estate_resource_of_book"
                    ),
                    models.CheckConstraint(condition=models.Q(("area__gt", 0)), name="estate_resource_area"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("counters", models.TextField()),
                ("key", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book_id", "key"), name="estate_count_once"),
                    models.UniqueConstraint(fields=("id", "owner", "book_id"), name="estate_count_of_book"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WearRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=15)),
                ("voucher_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)),
                        fields=("book_id", "month"),
                        name="estate_wear_month_once",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "owner", "book_id"), name="estate_wear_run_of_book"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="estate_wear_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssetEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("how", models.CharField(max_length=12)),
                ("note", models.TextField(default="")),
                ("worn", models.DecimalField(decimal_places=2, max_digits=15)),
                ("voucher_id", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField()),
                (
                    "asset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="estate.asset"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("number", models.CharField(max_length=40)),
                ("matter", models.CharField(max_length=120)),
                ("party", models.TextField()),
                ("signed_on", models.DateField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("registered_at", models.DateTimeField()),
                (
                    "asset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estate.asset",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="estate.resource",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book_id", "until"], name="estate_contract_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("book_id", "number"), name="estate_contract_number"),
                    models.UniqueConstraint(
                        fields=("id", "owner", "book_id"), name="estate_contract_of_book"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))), name="estate_contract_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("told", models.DecimalField(decimal_places=3, max_digits=15)),
                ("found", models.DecimalField(decimal_places=3, max_digits=15)),
                ("note", models.TextField(default="")),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="estate.asset"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="estate.stockcount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("count", "asset"), name="estate_count_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WearLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="estate.asset"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="estate.wearrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "asset"), name="estate_wear_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RentDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dues", to="estate.contract"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "since"), name="estate_due_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="estate_due_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RentReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("voucher_id", models.BigIntegerField(null=True)),
                ("note", models.TextField(default="")),
                ("key", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="estate.contract",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "key"), name="estate_receipt_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="estate_receipt_amount"
                    ),
                ],
            },
        ),
    ]
