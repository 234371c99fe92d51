import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.fields


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0008_scopes_hashed"),
        ("people", "0011_tallies_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bank", models.TextField()),
                (
                    "number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("bank", models.TextField()),
                (
                    "number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                "indexes": [models.Index(fields=["book_id", "name"], name="treasury_payee_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("bank", models.TextField()),
                ("bank_id", models.BigIntegerField(null=True)),
                (
                    "number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("number_index", models.BinaryField(null=True)),
                ("code", models.CharField(max_length=20)),
                ("opening", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("opened_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "custody",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="treasury.custody",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "owner", "book_id"), name="treasury_account_of_book"
                    ),
                    models.UniqueConstraint(fields=("id", "owner"), name="treasury_account_of_owner"),
                    models.UniqueConstraint(fields=("bank_id",), name="treasury_account_once"),
                    models.UniqueConstraint(
                        fields=("custody", "book_id"), name="treasury_sub_account_per_book"
                    ),
                    models.UniqueConstraint(
                        fields=("custody", "number_index"), name="treasury_sub_account_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bank_id__isnull", False), ("custody__isnull", True), ("kind", "own")),
                            models.Q(
                                ("bank_id__isnull", True),
                                ("custody__isnull", False),
                                ("kind", "sub"),
                                ("number_index__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="treasury_account_own_or_sub",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("driver", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=60)),
                ("total", models.DecimalField(decimal_places=2, max_digits=15)),
                ("count", models.IntegerField()),
                ("maker_name", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("releaser_name", models.TextField(default="")),
                ("released_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(default="", max_length=64)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="treasury_batch_once"),
                    models.UniqueConstraint(fields=("id", "book_id"), name="treasury_batch_of_book"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(("made_by", models.F("released_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="treasury_batch_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"
                        ),
                        name="treasury_batch_dropped_before_release",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("codes", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                    models.UniqueConstraint(fields=("id", "account"), name="treasury_match_of_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthReconciled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("bank", models.DecimalField(decimal_places=2, max_digits=15)),
                ("book", models.DecimalField(decimal_places=2, max_digits=15)),
                ("adjusted", models.DecimalField(decimal_places=2, max_digits=15)),
                ("items", models.IntegerField()),
                ("by_name", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                    models.UniqueConstraint(fields=("account", "month"), name="treasury_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="treasury_month_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("heads", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="treasury.account",
                    ),
                ),
                (
                    "custody",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="treasury.custody",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", True), ("custody__isnull", False)),
                            models.Q(("account__isnull", False), ("custody__isnull", True)),
                            _connector="OR",
                        ),
                        name="treasury_shape_of_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("fresh", models.IntegerField()),
                ("imported_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                    models.UniqueConstraint(fields=("account", "digest"), name="treasury_statement_once"),
                    models.UniqueConstraint(fields=("id", "account"), name="treasury_statement_of_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("order", models.IntegerField()),
                ("key", models.CharField(max_length=40, unique=True)),
                ("claim_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("bank", models.TextField()),
                (
                    "number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("purpose", models.TextField()),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("reason", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.batch"
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
                    models.UniqueConstraint(fields=("batch", "order"), name="treasury_batch_line_order"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "paid"))),
                        fields=("claim_id",),
                        name="treasury_claim_paid_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "paid", "failed", "dropped"))),
                        name="treasury_batch_line_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="treasury_batch_line_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_id", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="treasury.match",
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
                    models.UniqueConstraint(fields=("entry_id",), name="treasury_entry_matched_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("order", models.IntegerField()),
                ("day", models.DateField()),
                ("income", models.DecimalField(decimal_places=2, max_digits=15)),
                ("outgo", models.DecimalField(decimal_places=2, max_digits=15)),
                ("balance", models.DecimalField(decimal_places=2, max_digits=15)),
                ("payer", models.TextField(default="")),
                (
                    "payer_number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("summary", models.TextField(default="")),
                ("serial", models.TextField(default="")),
                ("key", models.CharField(max_length=64)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.statement"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "day"], name="treasury_line_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key"), name="treasury_line_once"),
                    models.UniqueConstraint(fields=("account", "order"), name="treasury_line_order"),
                    models.UniqueConstraint(fields=("id", "account"), name="treasury_line_of_account"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("income", 0), models.Q(("outgo", 0), _negated=True)),
                            models.Q(models.Q(("income", 0), _negated=True), ("outgo", 0)),
                            _connector="OR",
                        ),
                        name="treasury_line_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchedLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="treasury.account"
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="treasury.match"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="treasury.statementline",
                    ),
                ),
            ],
        ),
    ]
