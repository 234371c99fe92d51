import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.ranges


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_name", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("how", models.CharField(blank=True, default="", max_length=120)),
                ("portfolio", models.CharField(blank=True, default="", max_length=120)),
                ("sole", models.BooleanField(default=False)),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.post",
                    ),
                ),
                ("decision", models.CharField(blank=True, default="", max_length=200)),
                ("end_note", models.CharField(blank=True, default="", max_length=300)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "source_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                ("speciality", models.CharField(blank=True, default="", max_length=40)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, default="", max_length=120)),
                ("struck_reason", models.CharField(blank=True, default="", max_length=300)),
                ("way", models.CharField(blank=True, default="", max_length=20)),
                ("office", models.CharField(blank=True, default="", max_length=10)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "kind"], name="posts_post_body_kind"),
                    models.Index(
                        condition=models.Q(
                            ("ends_on__isnull", False), ("struck_at__isnull", True), ("until__isnull", True)
                        ),
                        fields=["ends_on"],
                        name="posts_post_ends_on",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="posts_post_until_after_since",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("struck_at__isnull", True)),
                        expressions=[
                            ("person", "="),
                            ("body", "="),
                            ("kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_post_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("sole", True), ("struck_at__isnull", True)),
                        expressions=[
                            ("body", "="),
                            ("kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_post_sole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gt", models.F("since")), _connector="OR"
                        ),
                        name="posts_post_term_after_since",
                    ),
                    models.UniqueConstraint(fields=("corrects",), name="posts_post_corrected_once"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("struck_at__isnull", True), models.Q(("office", ""), _negated=True)
                        ),
                        expressions=[
                            ("person", "="),
                            ("office", "<>"),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_post_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind", "system_admin"), _negated=True),
                                ("office", "system"),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("kind", "security_admin"), _negated=True),
                                ("office", "security"),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("kind", "auditor"), _negated=True),
                                ("office", "audit"),
                                _connector="OR",
                            ),
                        ),
                        name="posts_post_office_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_name", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["body", "kind"], name="posts_contact_body_kind")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("body", "="),
                            ("kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_contact_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="posts_contact_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_name", models.CharField(max_length=60)),
                ("business", models.CharField(max_length=120)),
                ("target", models.CharField(max_length=200)),
                (
                    "target_amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
                ),
                ("unit", models.CharField(blank=True, default="", max_length=20)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "business_body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="posts_lead_until_after_since",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("person", "body", "business"),
                        name="posts_lead_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("made_by_name", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
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
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="posts_rota_until_after_since",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("body", "="),
                            ("kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_rota_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TalentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("on", models.DateField()),
                ("basis", models.CharField(max_length=200)),
                ("origin", models.CharField(blank=True, default="", max_length=120)),
                ("recorded_by_name", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
                ("struck_by", models.CharField(blank=True, default="", max_length=120)),
                ("struck_reason", models.CharField(blank=True, default="", max_length=300)),
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
            ],
            options={
                "indexes": [models.Index(fields=["body", "on"], name="posts_talent_body_on")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at__isnull", True)),
                        fields=("kind", "person", "on"),
                        name="posts_talent_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder_name", models.CharField(max_length=60)),
                ("person_name", models.CharField(max_length=60)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("duties", models.JSONField(default=list)),
                ("reason", models.CharField(max_length=200)),
                ("by_holder", models.BooleanField()),
                ("given_by_name", models.CharField(max_length=120)),
                ("given_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.post"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "until"], name="posts_delegation_person")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        expressions=[
                            ("post", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_delegation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="posts_delegation_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ends_on", models.DateField()),
                ("reminded_at", models.DateTimeField()),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.post"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeadResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ("note", models.CharField(max_length=300)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="posts.lead"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("person_name", models.CharField(max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "rota",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="posts.rota"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("rota", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_slot_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="posts_slot_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))),
                        name="posts_slot_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("on", models.DateField()),
                ("note", models.CharField(max_length=500)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="posts.contact"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("by_name", models.CharField(max_length=120)),
                ("to_name", models.CharField(max_length=60)),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "slot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handover", to="posts.slot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SlotChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("was_name", models.CharField(max_length=60)),
                ("now_name", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="posts.slot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.slot"
                    ),
                ),
                (
                    "theirs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="posts.slot"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed__isnull", True)),
                        fields=("mine",),
                        name="posts_swap_one_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("what", models.CharField(max_length=300)),
                ("settled_on", models.DateField(blank=True, null=True)),
                ("settled_note", models.CharField(blank=True, default="", max_length=300)),
                ("settled_by", models.CharField(blank=True, default="", max_length=120)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="posts.visit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("person_name", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("known", models.JSONField(default=list)),
                ("put_up_by", models.CharField(max_length=120)),
                ("put_up_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("criteria", models.JSONField(default=list)),
                ("needs_approval", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "推选中"),
                            ("concluded", "待批准"),
                            ("approved", "已批准，待任职"),
                            ("appointed", "已任职"),
                            ("dropped", "已中止"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("opened_by_name", models.CharField(max_length=120)),
                ("held_on", models.DateField(blank=True, null=True)),
                ("result", models.TextField(blank=True, default="")),
                ("concluded_by_id", models.BigIntegerField(blank=True, null=True)),
                ("concluded_by_name", models.CharField(blank=True, default="", max_length=120)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                ("approved_by_id", models.BigIntegerField(blank=True, null=True)),
                ("approved_by_name", models.CharField(blank=True, default="", max_length=120)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approval_note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "chosen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.candidate",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "concluded", "approved", "appointed", "dropped"])
                        ),
                        name="posts_selection_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by_id__isnull", True),
                            models.Q(("approved_by_id", models.F("concluded_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="posts_selection_apart",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "dropped")),
                            models.Q(
                                ("chosen__isnull", False),
                                ("concluded_at__isnull", False),
                                ("held_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="posts_selection_concluded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "dropped", "concluded")),
                            ("needs_approval", False),
                            models.Q(("approved_by_id__isnull", False), ("concluded_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="posts_selection_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "appointed"), _negated=True),
                            ("post__isnull", False),
                            _connector="OR",
                        ),
                        name="posts_selection_appointed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("open", "concluded", "approved"))),
                        fields=("body", "kind"),
                        name="posts_selection_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                (
                    "stand",
                    models.CharField(
                        choices=[("agree", "同意"), ("disagree", "不同意"), ("no_view", "没有意见")],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, default="", max_length=300)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="posts.candidate",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="posts.selection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "member"), name="posts_opinion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("stand__in", ["agree", "disagree", "no_view"])),
                        name="posts_opinion_stand_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelectionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body_id", models.BigIntegerField()),
                ("act", models.CharField(max_length=20)),
                ("by_name", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="posts.selection",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="candidate",
            name="selection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidates", to="posts.selection"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("selection", "person"), name="posts_candidate_once"),
        ),
    ]
