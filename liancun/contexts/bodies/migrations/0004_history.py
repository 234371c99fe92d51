"""Dated names, codes and places of bodies; endings; what a joint body is."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.ranges


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0003_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("basis", models.CharField(max_length=200)),
                ("paper", models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BodyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("registered", "登记"),
                            ("renamed", "更名"),
                            ("recoded", "更换代码"),
                            ("moved", "调整隶属"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=40)),
                ("name_pinyin", models.CharField(db_collation="C", max_length=240)),
                ("code", models.CharField(blank=True, default="", max_length=12)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
                ("paper", models.BigIntegerField(blank=True, null=True)),
                ("keys", models.TextField(default="", editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="JointProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("functional", "功能型（不改变隶属）"),
                            ("elected", "实体型（党员选举产生）"),
                        ],
                        max_length=10,
                    ),
                ),
                ("bond", models.CharField(blank=True, default="", max_length=20)),
                ("mode", models.CharField(blank=True, default="", max_length=20)),
                ("setting", models.CharField(blank=True, default="", max_length=20)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
                ("paper", models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="body",
            name="bodies_body_code_once",
        ),
        migrations.AddField(
            model_name="body",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("code", ""), _negated=True), ("until__isnull", True)),
                fields=("code",),
                name="bodies_body_code_once",
            ),
        ),
        migrations.AddField(
            model_name="bodyend",
            name="body",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="ending", to="bodies.body"
            ),
        ),
        migrations.AddField(
            model_name="bodyend",
            name="into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bodies.body",
            ),
        ),
        migrations.AddField(
            model_name="bodyversion",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="bodies.body"
            ),
        ),
        migrations.AddField(
            model_name="bodyversion",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="bodies.body",
            ),
        ),
        migrations.AddField(
            model_name="jointprofile",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="profiles", to="bodies.body"
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyend",
            constraint=models.CheckConstraint(
                condition=models.Q(("into", models.F("body")), _negated=True),
                name="bodies_end_not_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyend",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="bodies_end_has_basis"
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("body", "="),
                    (
                        liancun.framework.database.ranges.Days(
                            models.F("since"), models.F("until"), models.Value("[)")
                        ),
                        "&&",
                    ),
                ],
                name="bodies_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("code", ""), _negated=True),
                expressions=[
                    ("code", "="),
                    (
                        liancun.framework.database.ranges.Days(
                            models.F("since"), models.F("until"), models.Value("[)")
                        ),
                        "&&",
                    ),
                ],
                name="bodies_version_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["registered", "renamed", "recoded", "moved"])),
                name="bodies_version_change_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="bodies_version_until_after_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointprofile",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("body", "="),
                    (
                        liancun.framework.database.ranges.Days(
                            models.F("since"), models.F("until"), models.Value("[)")
                        ),
                        "&&",
                    ),
                ],
                name="bodies_profile_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("nature__in", ["functional", "elected"])),
                name="bodies_profile_nature_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="bodies_profile_until_after_since",
            ),
        ),
    ]
