import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import liancun.framework.database.fields


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("evidence", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("label", models.TextField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("each", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("subject", models.TextField()),
                ("subject_id", models.BigIntegerField(null=True)),
                ("key", models.TextField()),
                ("notice_id", models.BigIntegerField(null=True)),
                ("waits_until", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["subject", "subject_id"], name="ledger_authority_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="ledger_authority_key"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="ledger_authority_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("resolution", "budget", "standing", "duty", "emergency"))
                        ),
                        name="ledger_authority_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chart", models.TextField()),
                ("opened_on", models.DateField()),
                ("sequence", models.BigIntegerField(default=0)),
                ("head", models.CharField(max_length=64)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("kind", models.CharField(default="own", max_length=6)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "kind"), name="ledger_book_of_owner"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("own", "mirror"))), name="ledger_book_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("bank", models.TextField()),
                (
                    "number",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="bank_account"
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "basic")),
                        fields=("book",),
                        name="ledger_one_basic_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("basic", "special"))), name="ledger_bank_kind"
                    ),
                ],
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
                ("code", models.CharField(max_length=20)),
                ("name", models.TextField()),
                ("account_class", models.CharField(max_length=10)),
                ("side", models.CharField(max_length=6)),
                ("money", models.BooleanField(default=False)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                ("closed_on", models.DateField(null=True)),
                ("counterparties", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("quantities", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "code"), name="ledger_account_code"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ("debit", "credit", "both"))),
                        name="ledger_account_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "account_class__in",
                                ("asset", "liability", "equity", "cost", "income", "expense"),
                            )
                        ),
                        name="ledger_account_class",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("key", models.TextField()),
                ("state", models.CharField(max_length=10)),
                ("template", models.TextField()),
                ("purpose", models.TextField()),
                ("payee", models.TextField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("attachments", models.IntegerField(default=0)),
                ("playbook_id", models.BigIntegerField()),
                ("filed_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "approved_above_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.authority",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "witnessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "number"), name="ledger_claim_number"),
                    models.UniqueConstraint(fields=("book", "key"), name="ledger_claim_key"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="ledger_claim_amount"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "filed",
                                    "checked",
                                    "above",
                                    "approved",
                                    "accepted",
                                    "vouchered",
                                    "paid",
                                    "returned",
                                ),
                            )
                        ),
                        name="ledger_claim_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handled_by", models.F("witnessed_by")), _negated=True),
                        name="ledger_claim_handled_witnessed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "closed_by",
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
                    models.UniqueConstraint(fields=("book", "month"), name="ledger_period_month"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="ledger_period_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledger_period_closed_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorityEnd",
            fields=[
                (
                    "authority",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="ledger.authority",
                    ),
                ),
                ("reason", models.TextField()),
                ("ended_on", models.DateField()),
                ("ended_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
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
                ("key", models.TextField()),
                ("source", models.TextField(default="")),
                ("vouchers", models.IntegerField()),
                ("lines", models.IntegerField()),
                ("prepared_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("book", "key"), name="ledger_batch_key")],
            },
        ),
        migrations.CreateModel(
            name="Counterparty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=9)),
                ("name", models.TextField()),
                ("household_id", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "person",
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
                    models.UniqueConstraint(fields=("book", "kind", "name"), name="ledger_counterparty_name"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("member", "household", "unit", "outside"))),
                        name="ledger_counterparty_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("act", models.CharField(max_length=8)),
                ("reason", models.TextField(default="")),
                ("decision", models.TextField(default="")),
                ("name", models.TextField(default="")),
                ("at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "person",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("act", "close"),
                            models.Q(
                                ("act", "reopen"),
                                models.Q(("reason", ""), _negated=True),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_periodstep_act",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("given_on", models.DateField()),
                ("given_name", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_name", models.TextField(blank=True)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "taken_by",
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
                    models.UniqueConstraint(fields=("book", "number"), name="ledger_handover_number"),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("taken_by")), _negated=True),
                        name="ledger_handover_two_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "accountant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("book",),
                        name="ledger_one_keeper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="ledger_keeping_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PettyCash",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ceiling", models.DecimalField(decimal_places=2, max_digits=15)),
                ("set_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ceiling__gt", 0)), name="ledger_pettycash_ceiling"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=20)),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("taken_on", models.DateField()),
                ("returned_on", models.DateField(null=True)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "series", "first"), name="ledger_receipts_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__gt", 0),
                            ("last__gte", models.F("first")),
                            (
                                "last__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("first"), "+", models.Value(1000)
                                ),
                            ),
                        ),
                        name="ledger_receipts_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recurring",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template", models.TextField()),
                ("summary", models.TextField()),
                ("payee", models.TextField(blank=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("day", models.IntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.authority",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="ledger_recurring_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", 1), ("day__lte", 31)), name="ledger_recurring_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="ledger_recurring_months",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Volume",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("number", models.IntegerField()),
                ("first", models.IntegerField()),
                ("last", models.IntegerField()),
                ("sheets", models.IntegerField()),
                ("box", models.CharField(max_length=20)),
                ("place", models.TextField(blank=True)),
                ("bound_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "bound_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("book", "month", "number"), name="ledger_volume_number"),
                    models.CheckConstraint(
                        condition=models.Q(("first__gt", 0), ("last__gte", models.F("first"))),
                        name="ledger_volume_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("sequence", models.BigIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("statements", models.JSONField()),
                ("debt_share", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ("over_line", models.BooleanField(default=False)),
                ("plan_id", models.BigIntegerField(null=True)),
                ("unplanned", models.TextField(default="")),
                ("playbook_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
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
            ],
            options={
                "indexes": [models.Index(fields=["month", "book"], name="ledger_publication_month")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="ledger_publication_first_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(default="")),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.claim"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("name", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("opening", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                (
                    "debit",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=18), size=12
                    ),
                ),
                (
                    "credit",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=18), size=12
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["book", "year"], name="ledger_balance_of_book")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "year"), name="ledger_balance_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("each", models.DecimalField(decimal_places=2, max_digits=15)),
                ("purpose", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.authority",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "revoked_by",
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
                    models.CheckConstraint(
                        condition=models.Q(("book", models.F("holder")), _negated=True),
                        name="ledger_mandate_two_books",
                    ),
                    models.CheckConstraint(condition=models.Q(("each__gt", 0)), name="ledger_mandate_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheets", models.IntegerField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.claim"
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.handover"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("format", models.CharField(max_length=5)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("code", models.CharField(blank=True, max_length=12)),
                ("date", models.DateField(null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("seller", models.TextField(blank=True)),
                ("unread", models.TextField(blank=True)),
                ("mark", models.CharField(max_length=64, null=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.claim"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.file",
                    ),
                ),
                (
                    "noted_by",
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
                    models.UniqueConstraint(fields=("mark",), name="ledger_invoice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ("ofd", "xml", "pdf", "typed"))),
                        name="ledger_invoice_format",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("void", models.BooleanField(default=False)),
                ("date", models.DateField()),
                ("payer", models.TextField(blank=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ("note", models.TextField(blank=True)),
                ("noted_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "receipts",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.receiptbook"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("receipts", "number"), name="ledger_receipt_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", True), ("void", True)),
                            models.Q(("amount__gt", 0), ("void", False)),
                            _connector="OR",
                        ),
                        name="ledger_receipt_void_or_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("purpose", models.TextField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("state", models.CharField(default="prepared", max_length=8)),
                ("two_phase", models.BooleanField(default=False)),
                ("payer_voucher", models.BigIntegerField(null=True)),
                ("payee_voucher", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
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
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "payee_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "payee_mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.mandate",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "payer_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "payer_mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.mandate",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("payer", models.F("payee")), _negated=True),
                        name="ledger_pair_two_books",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="ledger_pair_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("prepared", "reserved", "posted", "released"))),
                        name="ledger_pair_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("reserved", "posted")), _negated=True),
                            models.Q(
                                ("payee_by__isnull", False),
                                ("payee_voucher__isnull", False),
                                ("payer_by__isnull", False),
                                ("payer_voucher__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_pair_both_sides",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="draft", max_length=9)),
                ("word", models.CharField(max_length=1)),
                ("month", models.DateField()),
                ("date", models.DateField()),
                ("key", models.TextField()),
                ("outstanding", models.BooleanField(default=False)),
                ("spent", models.DecimalField(decimal_places=2, max_digits=15)),
                ("attachments", models.IntegerField(default=0)),
                ("words", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField()),
                ("playbook_id", models.BigIntegerField(null=True)),
                ("number", models.IntegerField(null=True)),
                ("sequence", models.BigIntegerField(null=True)),
                ("previous", models.CharField(max_length=64, null=True)),
                ("digest", models.CharField(max_length=64, null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("posting_key", models.TextField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.authority",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.claim",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("closing", models.CharField(db_default="", default="", max_length=12)),
                ("event", models.TextField(null=True)),
                ("needs_check", models.BooleanField(db_default=False, default=False)),
                ("part", models.SmallIntegerField(db_default=1, default=1)),
                ("parts", models.SmallIntegerField(db_default=1, default=1)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.batch",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.pair",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["book", "date"], name="ledger_voucher_by_date"),
                    models.Index(
                        condition=models.Q(("authority__isnull", False)),
                        fields=["authority"],
                        name="ledger_voucher_under",
                    ),
                    models.Index(
                        condition=models.Q(("claim__isnull", False)),
                        fields=["claim"],
                        name="ledger_voucher_for_claim",
                    ),
                    models.Index(
                        condition=models.Q(("batch__isnull", False)),
                        fields=["batch"],
                        name="ledger_voucher_of_batch",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("book", "key"), name="ledger_voucher_key"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "posted", "discarded"))),
                        name="ledger_voucher_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authority__isnull", False), ("outstanding", True), _negated=True
                        ),
                        name="ledger_voucher_outstanding_or_authority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prepared_by", models.F("posted_by")), _negated=True),
                        name="ledger_voucher_two_persons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("posting_key__isnull", False)),
                        fields=("book", "posting_key"),
                        name="ledger_voucher_posting_key",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sequence__isnull", False)),
                        fields=("book", "sequence"),
                        name="ledger_voucher_sequence",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("book", "word", "month", "number", "part"),
                        name="ledger_voucher_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True), ("corrects__isnull", False)
                        ),
                        fields=("corrects",),
                        name="ledger_voucher_corrected_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True),
                            ("corrects__isnull", True),
                            ("claim__isnull", False),
                        ),
                        fields=("claim",),
                        name="ledger_voucher_one_per_claim",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True), ("link__isnull", False)
                        ),
                        fields=("link", "book"),
                        name="ledger_voucher_side_of_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("word__in", ("记", "收", "付", "转", "初"))),
                        name="ledger_voucher_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing__in", ("", "result", "distribution"))),
                        name="ledger_voucher_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part__gte", 1),
                            ("part__lte", models.F("parts")),
                            models.Q(("parts", 1), ("event__isnull", False), _connector="OR"),
                        ),
                        name="ledger_voucher_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(
                                models.Q(("checked_by", models.F("prepared_by")), _negated=True),
                                models.Q(
                                    ("posted_by__isnull", True),
                                    models.Q(("checked_by", models.F("posted_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_voucher_checker_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest__isnull", False),
                                ("number__isnull", False),
                                ("posted_at__isnull", False),
                                ("posted_by__isnull", False),
                                ("previous__isnull", False),
                                ("sequence__isnull", False),
                                ("state", "posted"),
                                models.Q(
                                    ("posting_key__isnull", False),
                                    ("batch__isnull", False),
                                    ("link__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("digest__isnull", True),
                                ("number__isnull", True),
                                ("posted_at__isnull", True),
                                ("posted_by__isnull", True),
                                ("posting_key__isnull", True),
                                ("previous__isnull", True),
                                ("sequence__isnull", True),
                                ("state__in", ("draft", "discarded")),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_voucher_posted_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ratification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.authority"
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaymentWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("raised_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.IntegerField()),
                ("debit", models.DecimalField(decimal_places=2, default=0, max_digits=15)),
                ("credit", models.DecimalField(decimal_places=2, default=0, max_digits=15)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=15, null=True)),
                ("unit", models.TextField(db_default="", default="")),
                (
                    "counterparty",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.counterparty",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("counterparty__isnull", False)),
                        fields=["account", "counterparty"],
                        name="ledger_line_counterparty",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("voucher", "order"), name="ledger_line_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("debit", 0), _negated=True), ("credit", 0)),
                            models.Q(("debit", 0), models.Q(("credit", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="ledger_line_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoucherWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("summary", models.TextField()),
                ("payee", models.TextField(default="")),
                ("salt", models.BinaryField()),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                ("lines", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
            ],
        ),
        migrations.CreateModel(
            name="VoucherStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=16)),
                ("name", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.book",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.voucher",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
    ]
