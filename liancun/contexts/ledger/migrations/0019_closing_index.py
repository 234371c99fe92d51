"""Vouchers that close a year are found by themselves: statements and incomes leave them out of what was earned."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("ledger", "0018_shorter_gate")]

    operations = [
        migrations.AddIndex(
            "voucher",
            models.Index(
                fields=["book", "date"],
                condition=Q(state="posted") & ~Q(closing=""),
                name="ledger_voucher_closing",
            ),
        ),
    ]
