"""Rent of several years moved into the years it belongs to."""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

IN_BOOKS = "owner_id in (select unnest(liancun_scope('books'))) or (select liancun_everything())"
OF_BOOK = """
alter table estate_rentspread add constraint estate_rentspread_contract_id
    foreign key (contract_id, owner_id, book_id) references estate_contract (id, owner_id, book_id);
"""


class Migration(migrations.Migration):
    dependencies = [("estate", "0003_corrections"), ("bodies", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RentSpread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_id", models.BigIntegerField()),
                ("month", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=15)),
                ("voucher_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spreads",
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
                    models.UniqueConstraint(fields=("contract", "voucher_id"), name="estate_spread_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1), models.Q(("amount", 0), _negated=True)),
                        name="estate_spread_amount",
                    ),
                ],
            },
        ),
        op.protect("estate_rentspread", using=IN_BOOKS, grants="SI"),
        op.immutable("estate_rentspread"),
        op.sql(OF_BOOK),
    ]
