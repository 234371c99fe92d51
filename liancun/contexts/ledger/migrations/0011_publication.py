"""Statements as they were prepared for publishing: written once, read by whose posts reach the book."""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = (("people", "0011_tallies_kept"), ("ledger", "0010_papers_and_desk_rows"))
    operations = (
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
        op.protect(
            "ledger_publication",
            using="exists (select from ledger_book b where b.id = book_id)",
            grants="SI",
        ),
        op.immutable("ledger_publication"),
    )
