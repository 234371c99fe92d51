import django.db.models.deletion
from django.db import migrations, models

from liancun.framework.database import operations as op

IN_SCOPE = "body_id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything())"

# A finish or reminder belongs to the village of its task and to no other.
SAME_BODY = """
alter table work_finish add constraint work_finish_of_task
    foreign key (task_id, body_id) references work_task (id, body_id);
alter table work_reminder add constraint work_reminder_of_task
    foreign key (task_id, body_id) references work_task (id, body_id);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("framework", "0001_ground"), ("bodies", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matter_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=60)),
                ("matter_title", models.CharField(max_length=200)),
                ("instructions", models.TextField()),
                ("evidence", models.CharField(max_length=20)),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("due_provisional", models.BooleanField(default=False)),
                ("soon_days", models.PositiveSmallIntegerField()),
                ("playbook_id", models.BigIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "due_on"], name="work_task_body_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("matter_id", "body", "kind"), name="work_task_once"),
                    models.UniqueConstraint(fields=("id", "body"), name="work_task_of_body"),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opened_on"))),
                        name="work_due_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence__in", ["photo_or_paper", "none"])),
                        name="work_evidence_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("finished_at", models.DateTimeField()),
                ("finished_on", models.DateField()),
                ("note", models.TextField()),
                ("files", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="finish", to="work.task"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="work.task"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("task", "kind"), name="work_reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["soon", "overdue"])), name="work_reminder_kind_known"
                    ),
                ],
            },
        ),
        op.sql(SAME_BODY),
        op.protect("work_task", using=IN_SCOPE, grants="SI"),
        op.protect("work_finish", using=IN_SCOPE, grants="SI"),
        op.protect("work_reminder", using=IN_SCOPE, grants="SI"),
        op.immutable("work_task"),
        op.immutable("work_finish"),
        op.immutable("work_reminder"),
    ]
