"""How long a proof may take; roads and deliveries between villages, read by either side."""

import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

SCOPE = "(select unnest(liancun_scope('bodies')))"
ALL = "(select liancun_everything())"
ROAD = f"one_id in {SCOPE} or other_id in {SCOPE} or {ALL}"
DELIVERY = f"seller_id in {SCOPE} or buyer_id in {SCOPE} or {ALL}"


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0009_fact_runs"),
        ("formation", "0002_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="planning",
            name="rounds",
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("goods", models.CharField(default="", max_length=60)),
                ("source", models.CharField(max_length=120)),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "buyer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["seller", "buyer", "-id"], name="formation_delivery_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0), models.Q(("seller", models.F("buyer")), _negated=True)
                        ),
                        name="formation_delivery_told",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Road",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=120)),
                ("made_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["one", "other", "-id"], name="formation_road_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="formation_road_ordered"
                    )
                ],
            },
        ),
        op.protect("formation_road", using=ROAD, grants="SI"),
        op.protect("formation_delivery", using=DELIVERY, grants="SI"),
        op.immutable("formation_road"),
        op.immutable("formation_delivery"),
    ]
