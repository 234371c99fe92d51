"""Reminders of answers that are due: once of each kind, read with the words of the objection, never changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"
TAKE_BODY = """
create trigger disclosure_answerreminder_add before insert on disclosure_answerreminder
    for each row execute function disclosure_take_body();
"""


class Migration(migrations.Migration):
    dependencies = [("bodies", "0001_initial"), ("disclosure", "0002_rows")]

    operations = [
        migrations.CreateModel(
            name="AnswerReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("reminded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="disclosure.objection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("objection", "kind"), name="disclosure_answerreminder_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(kind__in=["soon", "overdue"]), name="disclosure_answerreminder_kind_known"
                    ),
                ],
            },
        ),
        op.sql(TAKE_BODY),
        op.protect("disclosure_answerreminder", using=IN_SCOPE, grants="SI"),
        op.immutable("disclosure_answerreminder"),
    ]
