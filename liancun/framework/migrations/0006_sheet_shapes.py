"""Headings of other programs' files that somebody explained, kept for the next file of the same office."""

from django.db import migrations, models

from liancun.framework.database import operations as op


class Migration(migrations.Migration):
    dependencies = [("framework", "0005_reseal")]

    operations = [
        migrations.CreateModel(
            name="SheetShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layout", models.CharField(max_length=60)),
                ("body_id", models.BigIntegerField(null=True)),
                ("heads", models.JSONField()),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["layout", "body_id"], name="framework_sheetshape_of")],
            },
        ),
        op.open_table("framework_sheetshape", grants="SI"),
        op.immutable("framework_sheetshape"),
    ]
