import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import liancun.contexts.affairs.rules.life


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0002_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=60)),
                ("purpose", models.TextField()),
                ("raised_by_id", models.BigIntegerField(null=True)),
                ("raised_by", models.CharField(max_length=60)),
                ("raised_on", models.DateField()),
                ("raised_at", models.DateTimeField()),
                ("minimum", models.PositiveSmallIntegerField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=16)),
                ("playbook_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (liancun.contexts.affairs.rules.life.State["DELIBERATING"], "支部议事中"),
                            (liancun.contexts.affairs.rules.life.State["READY"], "待召开党委会"),
                            (liancun.contexts.affairs.rules.life.State["CONVENED"], "党委会已召集"),
                            (liancun.contexts.affairs.rules.life.State["REJECTED"], "党委会未通过"),
                            (liancun.contexts.affairs.rules.life.State["CONSENTING"], "各村决定中"),
                            (liancun.contexts.affairs.rules.life.State["ESCALATED"], "待乡镇决定"),
                            (liancun.contexts.affairs.rules.life.State["APPROVING"], "待上级同意或备案"),
                            (liancun.contexts.affairs.rules.life.State["LAPSED"], "同意的村不够，不生效"),
                            (liancun.contexts.affairs.rules.life.State["WAITING"], "决议公开中"),
                            (liancun.contexts.affairs.rules.life.State["ACTING"], "联动办事中"),
                            (liancun.contexts.affairs.rules.life.State["APPRAISING"], "待群众评事"),
                            (liancun.contexts.affairs.rules.life.State["RATING"], "群众评事中"),
                            (liancun.contexts.affairs.rules.life.State["DONE"], "已办结"),
                            (liancun.contexts.affairs.rules.life.State["REVOKED"], "已由后来的决定撤销"),
                        ],
                        default=liancun.contexts.affairs.rules.life.State["DELIBERATING"],
                        max_length=16,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("alone", models.BooleanField(default=False)),
                ("approvals", models.JSONField(default=list)),
                ("demand_count", models.PositiveIntegerField(null=True)),
                ("demand_of", models.PositiveIntegerField(null=True)),
                ("demanded_by", models.CharField(blank=True, default="", max_length=20)),
                ("opinions", models.BooleanField(default=True)),
                ("resolves", models.BooleanField(default=True)),
                (
                    "revokes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="affairs.matter",
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="affairs.matter",
                    ),
                ),
                ("purchase", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["body", "state"], name="affairs_matter_body_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "key"), name="affairs_matter_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minimum__gte", 1)), name="affairs_matter_minimum"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0)), name="affairs_matter_total"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alone", False),
                            models.Q(("minimum", 1), ("village", models.F("body"))),
                            _connector="OR",
                        ),
                        name="affairs_matter_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("demand_count", None), ("demand_of", None), ("demanded_by", "")),
                            models.Q(
                                ("demand_count__gte", 1),
                                (
                                    "demand_of__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("demand_count"), "*", models.Value(10)
                                    ),
                                ),
                                ("demanded_by", "villagers"),
                            ),
                            models.Q(
                                ("demand_count__gte", 1),
                                (
                                    "demand_of__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("demand_count"), "*", models.Value(5)
                                    ),
                                ),
                                ("demanded_by", "representatives"),
                            ),
                            _connector="OR",
                        ),
                        name="affairs_matter_demand_enough",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingDrive",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("slips", models.PositiveIntegerField()),
                ("opened_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="affairs.matter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slips__gte", 1)), name="affairs_ratingdrive_slips"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="affairs.matter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "village"), name="affairs_effect_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=40)),
                ("meeting_id", models.BigIntegerField(unique=True)),
                ("noticed_on", models.DateField()),
                ("meets_on", models.DateField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="affairs.matter"
                    ),
                ),
                ("alternative", models.CharField(blank=True, default="", max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("article", models.CharField(blank=True, default="", max_length=120)),
                ("procedure", models.CharField(blank=True, default="", max_length=60)),
                ("publishes", models.BooleanField(default=True)),
                ("route", models.CharField(blank=True, default="", max_length=60)),
                ("steps", models.JSONField(default=list)),
                ("why", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "village"), name="affairs_party_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="affairs_party_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("procedure", ""), models.Q(("steps", []), _negated=True), _connector="OR"
                        ),
                        name="affairs_party_procedure_has_steps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("which", models.CharField(max_length=10)),
                ("notice_id", models.BigIntegerField(unique=True)),
                ("slug", models.CharField(max_length=64)),
                ("authority_id", models.BigIntegerField(null=True)),
                ("published_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("published_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("stage", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "village", "which", "stage"),
                        name="affairs_publication_once_a_stage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", ""), ("which__in", ["decision", "result", "rating"])),
                            models.Q(("which", "step"), models.Q(("stage", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="affairs_publication_which_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("adopted", models.BooleanField()),
                ("number", models.CharField(blank=True, default="", max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField(null=True)),
                ("text", models.TextField()),
                ("resolved_on", models.DateField()),
                ("meeting_id", models.BigIntegerField()),
                ("entitled", models.PositiveIntegerField()),
                ("present", models.PositiveIntegerField()),
                ("yes", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("abstain", models.PositiveIntegerField()),
                ("needed", models.PositiveIntegerField()),
                ("sentence", models.TextField()),
                ("params", models.JSONField(default=dict)),
                ("article", models.CharField(blank=True, default="", max_length=120)),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolution",
                        to="affairs.matter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "year", "serial"), name="affairs_resolution_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adopted", True), ("serial__isnull", False)),
                            models.Q(("adopted", False), ("serial__isnull", True)),
                            _connector="OR",
                        ),
                        name="affairs_resolution_numbered_when_adopted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure", models.CharField(max_length=60)),
                ("stage", models.CharField(max_length=40)),
                (
                    "how",
                    models.CharField(
                        choices=[("held", "开会记录"), ("counted", "以支部议事计"), ("late", "期限已过")],
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField()),
                ("meeting_id", models.BigIntegerField(null=True)),
                ("ballot_id", models.BigIntegerField(null=True)),
                ("method", models.CharField(blank=True, default="", max_length=10)),
                ("entitled", models.PositiveIntegerField(default=0)),
                ("present", models.PositiveIntegerField(default=0)),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                ("abstain", models.PositiveIntegerField(default=0)),
                ("passed", models.BooleanField()),
                ("needed", models.PositiveIntegerField(default=0)),
                ("sentence", models.TextField()),
                ("params", models.JSONField(default=dict)),
                ("article", models.CharField(blank=True, default="", max_length=120)),
                ("counted_from", models.CharField(blank=True, default="", max_length=100)),
                ("note", models.TextField(blank=True, default="")),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                ("alternative", models.CharField(blank=True, default="", max_length=40)),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("votes_all", models.PositiveIntegerField(null=True)),
                ("votes_no", models.PositiveIntegerField(null=True)),
                ("votes_yes", models.PositiveIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present__lte", models.F("entitled")),
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "+", models.F("no")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            ),
                        ),
                        name="affairs_stagerecord_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how", "late"), ("passed", True), _negated=True),
                        name="affairs_stagerecord_late_fails",
                    ),
                    models.UniqueConstraint(
                        fields=("matter", "village", "procedure", "stage", "attempt"),
                        name="affairs_stagerecord_once_a_try",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure", models.CharField(max_length=60)),
                ("stage", models.CharField(max_length=40)),
                ("attempt", models.PositiveSmallIntegerField()),
                ("how", models.CharField(max_length=10)),
                ("given", models.BooleanField()),
                ("deemed", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True, default="")),
                ("article", models.CharField(blank=True, default="", max_length=120)),
                ("decided_on", models.DateField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "village", "procedure", "stage", "attempt"),
                        name="affairs_consent_once_a_try",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("given", True)),
                        fields=("matter", "village", "procedure", "stage"),
                        name="affairs_consent_given_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["consent", "register"])),
                        name="affairs_consent_how_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="affairs_consent_no_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure", models.CharField(max_length=60)),
                ("stage", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("cause", models.CharField(max_length=10)),
                ("escalated_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "village", "procedure", "stage", "number"),
                        name="affairs_escalation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["failed", "limit"])),
                        name="affairs_escalation_cause_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "by_matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="affairs.matter"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocations",
                        to="affairs.matter",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "village"), name="affairs_revocation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchasePaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("supplier", models.CharField(max_length=80)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ("file_id", models.BigIntegerField()),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchase_papers",
                        to="affairs.matter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("matter", "kind", "supplier"), name="affairs_purchasepaper_once_a_supplier"
                    ),
                    models.UniqueConstraint(
                        fields=("matter", "file_id"), name="affairs_purchasepaper_file_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quotation", "selection", "trading"])),
                        name="affairs_purchasepaper_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="affairs_purchasepaper_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supplier", ""), _negated=True),
                        name="affairs_purchasepaper_supplier",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingClosing",
            fields=[
                (
                    "drive",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="closing",
                        serialize=False,
                        to="affairs.ratingdrive",
                    ),
                ),
                ("closed_on", models.DateField()),
                ("spent", models.PositiveIntegerField()),
                ("very", models.PositiveIntegerField()),
                ("fairly", models.PositiveIntegerField()),
                ("not_satisfied", models.PositiveIntegerField()),
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
                            (
                                "spent",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("very"), "+", models.F("fairly")
                                    ),
                                    "+",
                                    models.F("not_satisfied"),
                                ),
                            )
                        ),
                        name="affairs_ratingclosing_sum",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingMark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("mark", models.CharField(max_length=10)),
                ("day", models.DateField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="affairs.ratingdrive",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["very", "fairly", "not"])),
                        name="affairs_ratingmark_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingToken",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("spent", models.BooleanField(default=False)),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="affairs.ratingdrive",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="vote",
                        serialize=False,
                        to="affairs.call",
                    ),
                ),
                ("ballot_id", models.BigIntegerField(unique=True)),
                ("method", models.CharField(max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EscalationDecision",
            fields=[
                (
                    "escalation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="affairs.escalation",
                    ),
                ),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.TextField()),
                ("decided_on", models.DateField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
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
                        condition=models.Q(("outcome__in", ["again", "proceed", "end"])),
                        name="affairs_escalation_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="affairs_escalation_reason"
                    ),
                ],
            },
        ),
    ]
