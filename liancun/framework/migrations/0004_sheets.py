"""Files of rows on their way into a register: seen by who handed them in, sealed until they are in."""

import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.fields
from liancun.framework.database import operations as op

OWN = "user_id = (select liancun_user()) or (select liancun_everything())"
PART = "upload_id in (select id from framework_sheetupload)"


class Migration(migrations.Migration):
    dependencies = [
        ("framework", "0003_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layout", models.CharField(max_length=60)),
                ("user_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("state", models.CharField(default="received", max_length=12)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("fresh", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("faulty", models.PositiveIntegerField(default=0)),
                ("repaired", models.PositiveIntegerField(default=0)),
                (
                    "key",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="sheet"
                    ),
                ),
                (
                    "remarks",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="sheet"
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user_id", "layout", "digest"], name="framework_sheet_digest")
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=4)),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="framework.sheetupload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upload", "kind", "number"), name="framework_sheetpart_once"
                    )
                ],
            },
        ),
        op.protect("framework_sheetupload", using=OWN, grants="SIUD"),
        op.protect("framework_sheetpart", using=PART, grants="SID"),
    ]
