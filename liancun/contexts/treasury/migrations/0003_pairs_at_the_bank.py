"""A payment file carries linked payments too: each line is of one claim or of one pair, and of neither twice."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("treasury", "0002_rows")]

    operations = [
        migrations.AlterField("batchline", "claim_id", models.BigIntegerField(null=True)),
        migrations.AddField("batchline", "pair_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "batchline",
            models.UniqueConstraint(
                fields=["pair_id"],
                condition=Q(state__in=("waiting", "paid")),
                name="treasury_pair_paid_once",
            ),
        ),
        migrations.AddConstraint(
            "batchline",
            models.CheckConstraint(
                condition=Q(claim_id__isnull=False, pair_id__isnull=True)
                | Q(claim_id__isnull=True, pair_id__isnull=False),
                name="treasury_batch_line_of_one",
            ),
        ),
    ]
