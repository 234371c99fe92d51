import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("evidence", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=120)),
                ("noticed_at", models.DateTimeField()),
                ("notice_days", models.PositiveSmallIntegerField()),
                ("earliest_on", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("entitled", models.PositiveIntegerField()),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("convened_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("needed", models.PositiveIntegerField(default=0)),
                ("rule", models.CharField(blank=True, default="", max_length=200)),
                ("chair_confirms", models.BooleanField(default=False)),
                ("kind_key", models.CharField(blank=True, default="", max_length=60)),
                ("online", models.BooleanField(default=False)),
                ("papers", models.JSONField(default=list)),
                ("proxies", models.CharField(blank=True, default="", max_length=10)),
                ("proxy_most", models.PositiveSmallIntegerField(default=0)),
                ("signers", models.PositiveSmallIntegerField(default=1)),
                ("strict_papers", models.BooleanField(default=False)),
                ("supervisors", models.BooleanField(default=False)),
                ("working_days", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "-starts_at"], name="meetings_meeting_body_when"),
                    models.Index(fields=["subject", "subject_id"], name="meetings_meeting_subject"),
                    models.Index(
                        fields=["body", "kind_key", "-starts_at"], name="meetings_meeting_body_kind"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entitled__gt", 0)), name="meetings_meeting_calls_someone"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proxies__in", ["", "none", "household", "written"])),
                        name="meetings_meeting_proxies_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signers__in", [1, 2])), name="meetings_meeting_signers_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("order", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "到会"),
                            ("online", "线上"),
                            ("proxy", "委托"),
                            ("leave", "请假"),
                            ("absent", "缺席"),
                        ],
                        default="absent",
                        max_length=10,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("carrier_name", models.CharField(blank=True, default="", max_length=60)),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.file",
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=100)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="meetings_attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["present", "online", "proxy", "leave", "absent"])),
                        name="meetings_attendance_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carrier", None), ("state", "proxy"), _connector="OR"),
                        name="meetings_attendance_carrier_of_proxy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carrier", models.F("person")), _negated=True),
                            ("carrier", None),
                            _connector="OR",
                        ),
                        name="meetings_attendance_not_own_carrier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="meetings.meeting",
                    ),
                ),
                ("presenter", models.CharField(blank=True, default="", max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "order"), name="meetings_agendaitem_order_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="minutes",
                        serialize=False,
                        to="meetings.meeting",
                    ),
                ),
                ("text", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("confirmed_at", models.DateTimeField()),
                ("confirmed_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("countersigned_by", models.CharField(blank=True, default="", max_length=60)),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.file",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sitting",
                        serialize=False,
                        to="meetings.meeting",
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("chair_id", models.BigIntegerField(null=True)),
                ("chair_name", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="cancellation",
                        serialize=False,
                        to="meetings.meeting",
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("cancelled_at", models.DateTimeField()),
                ("cancelled_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "corrected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="meetings.meeting",
                    ),
                ),
            ],
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
                ("notice", models.PositiveSmallIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "送达书面通知"), ("phone", "电话"), ("message", "短信或微信")],
                        max_length=10,
                    ),
                ),
                ("delivered_at", models.DateTimeField()),
                ("delivered_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "notice", "person"), name="meetings_delivery_once_each_notice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["paper", "phone", "message"])),
                        name="meetings_delivery_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "number"), name="meetings_draft_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meeting_title", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=200)),
                ("owner_name", models.CharField(max_length=60)),
                ("due", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner"], name="meetings_followup_owner"),
                    models.Index(fields=["body", "due"], name="meetings_followup_body"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                ("noticed_at", models.DateTimeField()),
                ("earliest_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("changed_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"), name="meetings_noticechange_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Observer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("office", models.CharField(blank=True, default="", max_length=100)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observers",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "order"), name="meetings_observer_order_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("open_since", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=60)),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="put_out",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "file"), name="meetings_paper_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("progress", "有进展"),
                            ("moved", "改期限"),
                            ("done", "已办结"),
                            ("dropped", "不再办理"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(max_length=400)),
                ("due", models.DateField(null=True)),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="meetings.followup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["progress", "moved", "done", "dropped"])),
                        name="meetings_followupstep_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["done", "dropped"])),
                        fields=("follow_up",),
                        name="meetings_followupstep_closed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due__isnull", False), ("kind", "moved")),
                            models.Q(models.Q(("kind", "moved"), _negated=True), ("due", None)),
                            _connector="OR",
                        ),
                        name="meetings_followupstep_due_when_moved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notes", models.TextField(blank=True, default="")),
                ("decision", models.TextField(blank=True, default="")),
                ("result", models.CharField(blank=True, default="", max_length=10)),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="meetings.draft"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="meetings.agendaitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "item"), name="meetings_itemrecord_once"),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["", "adopted", "rejected", "deferred", "noted"])),
                        name="meetings_itemrecord_result_known",
                    ),
                ],
            },
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
                ("kind_key", models.CharField(blank=True, default="", max_length=60)),
                ("by", models.DateField()),
                ("reminded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="meetings.followup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("follow_up", None)),
                        fields=("body", "kind_key", "by"),
                        name="meetings_reminder_due_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("follow_up__isnull", False)),
                        fields=("follow_up", "by"),
                        name="meetings_reminder_late_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="signing",
                        serialize=False,
                        to="meetings.draft",
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                ("signed_at", models.DateTimeField()),
                ("signed_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.file",
                    ),
                ),
            ],
        ),
    ]
