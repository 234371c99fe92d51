import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import liancun.framework.database.fields


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("evidence", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=40)),
                ("kind", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("snapshot", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("days", models.PositiveSmallIntegerField()),
                ("working_days", models.BooleanField()),
                ("review_due_on", models.DateField(null=True)),
                ("answer_days", models.PositiveSmallIntegerField()),
                ("planned_at", models.DateTimeField()),
                ("planned_by", models.CharField(max_length=60)),
                ("planned_by_id", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="disclosure.plan",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                ("part", models.CharField(blank=True, default="", max_length=60)),
                ("subject", models.CharField(blank=True, default="", max_length=40)),
                ("subject_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["body", "-planned_at"], name="disclosure_plan_body_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_due_on", None), ("reviewer", None)),
                            models.Q(("review_due_on__isnull", False), ("reviewer__isnull", False)),
                            _connector="OR",
                        ),
                        name="disclosure_plan_review_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="disclosure_plan_digest_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("part", ""),
                                ("subject", ""),
                                ("subject_id", None),
                                models.Q(("category", ""), _negated=True),
                            ),
                            models.Q(
                                ("category", ""),
                                ("subject_id__isnull", False),
                                models.Q(("subject", ""), _negated=True),
                                models.Q(("part", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_plan_of_a_category_or_a_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=10)),
                ("row_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("reminded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "row_id", "kind"), name="disclosure_duereminder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__in", ["review", "answer", "complaint"]),
                            ("kind__in", ["soon", "overdue"]),
                        ),
                        name="disclosure_duereminder_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("公示", "公示"), ("公开", "公开"), ("公告", "公告")], max_length=10
                    ),
                ),
                ("office", models.CharField(max_length=120)),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("title", models.CharField(max_length=200)),
                ("snapshot", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=60)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("working_days", models.BooleanField()),
                ("provisional", models.BooleanField()),
                ("answer_days", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=40)),
                ("review_outcome", models.CharField(blank=True, default="", max_length=10)),
                ("reviewed_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "plan",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="disclosure.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "-published_at"], name="disclosure_notice_body_when"),
                    models.Index(fields=["subject", "subject_id"], name="disclosure_notice_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["公示", "公开", "公告"])),
                        name="disclosure_notice_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                        name="disclosure_notice_has_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="disclosure_notice_fingerprint_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanEnding",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ending",
                        serialize=False,
                        to="disclosure.plan",
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="review",
                        serialize=False,
                        to="disclosure.plan",
                    ),
                ),
                ("agrees", models.BooleanField()),
                ("text", models.TextField(blank=True, default="")),
                ("answer_due_on", models.DateField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agrees", True), ("answer_due_on", None)),
                            models.Q(
                                ("agrees", False),
                                ("answer_due_on__isnull", False),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_review_objection_has_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="disclosure.plan",
                    ),
                ),
                ("text", models.TextField()),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("received_at", models.DateTimeField()),
                ("answer_due_on", models.DateField()),
                ("origin", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="disclosure.notice",
                    ),
                ),
                ("outside_at", models.DateTimeField(null=True)),
                ("receipt", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["notice", "origin", "received_at"], name="disclosure_objection_origin"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "number"), name="disclosure_objection_number_once"
                    ),
                    models.UniqueConstraint(fields=("notice", "key"), name="disclosure_objection_key_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closes_on", models.DateField()),
                ("provisional", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="disclosure.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeClosing",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="closing",
                        serialize=False,
                        to="disclosure.notice",
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("closed", "期满"), ("withdrawn", "撤回")], max_length=10),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["closed", "withdrawn"])),
                        name="disclosure_closing_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disclosure_withdrawal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_on", models.DateField()),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.file"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="disclosure.notice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "file"), name="disclosure_boardphoto_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="disclosure.objection",
                    ),
                ),
                ("text", models.TextField()),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ObjectionText",
            fields=[
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="disclosure.objection",
                    ),
                ),
                ("text", models.TextField()),
                (
                    "contact",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="phone"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 1000
                        ),
                        name="disclosure_objection_length",
                    )
                ],
            },
        ),
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
                        condition=models.Q(("kind__in", ["soon", "overdue"])),
                        name="disclosure_answerreminder_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("received_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="disclosure.notice",
                    ),
                ),
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint",
                        to="disclosure.objection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "year", "number"), name="disclosure_complaint_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasedText",
            fields=[
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="released",
                        serialize=False,
                        to="disclosure.objection",
                    ),
                ),
                ("text", models.TextField()),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ComplaintDecision",
            fields=[
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="disclosure.complaint",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("upheld", "支持"), ("partly", "部分支持"), ("dismissed", "不予支持")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("by_person_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["upheld", "partly", "dismissed"]),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="disclosure_complaintdecision_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintText",
            fields=[
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="disclosure.complaint",
                    ),
                ),
                ("text", models.TextField()),
                (
                    "contact",
                    liancun.framework.database.fields.EncryptedText(
                        blank=True, editable=True, null=True, purpose="phone"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 1000
                        ),
                        name="disclosure_complaint_length",
                    )
                ],
            },
        ),
    ]
