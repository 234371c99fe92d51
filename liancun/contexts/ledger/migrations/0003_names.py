"""The names of signers at the time, beside the chain and not in it."""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

OWN_BOOK = "book_id = any ((select ledger_books())::bigint[])"


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_gate"), ("people", "0001_initial"))
    operations = (
        migrations.AddField("claimstep", "name", models.TextField(default="")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.book"
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.voucher"
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
        op.sql(
            "alter table ledger_voucherstep add constraint ledger_voucherstep_voucher "
            "foreign key (voucher_id, book_id) references ledger_voucher (id, book_id)"
        ),
        op.protect("ledger_voucherstep", using=OWN_BOOK, grants="SI"),
        op.immutable("ledger_voucherstep"),
    )
