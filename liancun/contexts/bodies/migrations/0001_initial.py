import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.ranges


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(max_length=40)),
                ("name_pinyin", models.CharField(db_collation="C", max_length=240)),
                ("code", models.CharField(blank=True, default="", max_length=12)),
                ("path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("registration_code", models.CharField(blank=True, default="", max_length=18)),
                ("x", models.SmallIntegerField(blank=True, null=True)),
                ("y", models.SmallIntegerField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("area", "行政区划"),
                            ("part", "区划自身的组织"),
                            ("joint", "联建组织"),
                            ("outside", "其他单位"),
                            ("place", "片区与示范点"),
                        ],
                        max_length=10,
                    ),
                ),
                ("joins", models.BooleanField(default=False)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "name_pinyin"], name="bodies_body_kind_pinyin")],
                "constraints": [
                    models.UniqueConstraint(fields=("path",), name="bodies_body_path_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_body_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["area", "part", "joint", "outside", "place"])),
                        name="bodies_body_form_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("code", ""), _negated=True), ("until__isnull", True)),
                        fields=("code",),
                        name="bodies_body_code_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agency",
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
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("client", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_agency_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_agency_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(default="member", max_length=20)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("sole", models.BooleanField(default=True)),
                (
                    "joint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("joint_kind", models.CharField(default="", editable=False, max_length=20)),
                ("basis", models.CharField(blank=True, default="", max_length=200)),
                ("end_basis", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("joint", "="),
                            ("member", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_membership_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_membership_until_after_since",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("sole", True)),
                        expressions=[
                            ("member", "="),
                            ("joint_kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_membership_sole",
                    ),
                ],
            },
        ),
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
                (
                    "body",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ending", to="bodies.body"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("into", models.F("body")), _negated=True),
                        name="bodies_end_not_into_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="bodies_end_has_basis"
                    ),
                ],
            },
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
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="bodies.body"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("change__in", ["registered", "renamed", "recoded", "moved"])),
                        name="bodies_version_change_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_version_until_after_since",
                    ),
                ],
            },
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
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="profiles", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["functional", "elected"])),
                        name="bodies_profile_nature_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_profile_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("title", models.CharField(max_length=120)),
                ("number", models.CharField(blank=True, default="", max_length=40)),
                ("purpose", models.TextField(max_length=2000)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("drafted_by", models.BigIntegerField(null=True)),
                ("drafted_by_name", models.CharField(max_length=120)),
                ("drafted_at", models.DateTimeField()),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="bodies.agreement",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["host"], name="bodies_agreement_host_day"),
                    models.Index(fields=["until"], name="bodies_agreement_until"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_agreement_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces__isnull", True), ("version", 1)),
                            models.Q(("replaces__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="bodies_agreement_version_names_old",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveSmallIntegerField(default=1)),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("wording", models.CharField(blank=True, default="", max_length=200)),
                ("source", models.CharField(max_length=120)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("entered_by", models.BigIntegerField(null=True)),
                ("entered_by_name", models.CharField(max_length=120)),
                ("entered_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["code", "year", "body"], name="bodies_bodyfact_code_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "code", "year", "sequence"), name="bodies_bodyfact_sequence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quantity__isnull", False), ("wording", "")),
                            models.Q(("quantity__isnull", True), models.Q(("wording", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="bodies_bodyfact_one_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__isnull", True), ("quantity__gte", 0), _connector="OR"),
                        name="bodies_bodyfact_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1949), ("year__lte", 2999)),
                        name="bodies_bodyfact_year_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True),
                            models.Q(
                                ("sequence", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                            ),
                        ),
                        name="bodies_bodyfact_with_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("basis", models.CharField(max_length=200)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("body", "="),
                            ("code", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_bodyflag_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_bodyflag_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="bodies_bodyflag_with_basis"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("geometry", models.JSONField()),
                (
                    "crs",
                    models.CharField(
                        choices=[
                            ("cgcs2000", "CGCS2000（2000 国家大地坐标系）"),
                            ("wgs84", "WGS84"),
                            ("gcj02", "GCJ-02（火星坐标）"),
                            ("bd09", "BD-09（百度坐标）"),
                            ("local", "其他或自定坐标系"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=120)),
                ("approval", models.CharField(blank=True, default="", max_length=40)),
                (
                    "audience",
                    models.CharField(
                        choices=[("internal", "仅内部使用"), ("public", "可以公开")], max_length=10
                    ),
                ),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("recorded_by_name", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "-id"], name="bodies_bodyplace_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "public"), _negated=True),
                            models.Q(("approval", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bodies_bodyplace_public_is_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience__in", ["internal", "public"]),
                            ("crs__in", ["cgcs2000", "wgs84", "gcj02", "bd09", "local"]),
                        ),
                        name="bodies_bodyplace_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=400)),
                ("sole", models.BooleanField(default=False)),
                (
                    "helped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["helper"], name="bodies_pairing_helper")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            ("helper", "="),
                            ("helped", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_pairing_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("sole", True)),
                        expressions=[
                            ("kind", "="),
                            ("helped", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="bodies_pairing_sole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("helper", models.F("helped")), _negated=True),
                        name="bodies_pairing_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("until__isnull", False), _connector="OR"),
                        name="bodies_pairing_outcome_at_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="bodies_pairing_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("recorded_by_name", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="bodies.agreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.CharField(blank=True, default="", max_length=200)),
                ("duties", models.TextField(blank=True, default="", max_length=2000)),
                ("share", models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ("share_terms", models.CharField(blank=True, default="", max_length=200)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="bodies.agreement",
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
                    models.UniqueConstraint(fields=("agreement", "body"), name="bodies_agreementparty_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True),
                            models.Q(("share__gte", 0), ("share__lte", 100)),
                            _connector="OR",
                        ),
                        name="bodies_agreementparty_share_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("reminded_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="bodies.agreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "days"), name="bodies_reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                ("signer_name", models.CharField(max_length=60)),
                ("signer_post", models.CharField(max_length=120)),
                ("signed_on", models.DateField()),
                ("signed_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("on_paper", models.BooleanField(default=False)),
                ("recorded_by_name", models.CharField(max_length=120)),
                ("completes", models.BooleanField(default=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="bodies.agreement",
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
                    models.UniqueConstraint(fields=("agreement", "body"), name="bodies_signature_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=("agreement", "person_id"),
                        name="bodies_signature_nobody_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairingGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.CharField(blank=True, default="", max_length=30)),
                ("measure", models.CharField(max_length=100)),
                ("target", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("unit", models.CharField(blank=True, default="", max_length=10)),
                ("due_on", models.DateField()),
                (
                    "pairing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="goals", to="bodies.pairing"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PairingResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reached_on", models.DateField()),
                ("quantity", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("note", models.CharField(max_length=400)),
                ("recorded_by_name", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="bodies.pairinggoal",
                    ),
                ),
                (
                    "pairing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="bodies.pairing",
                    ),
                ),
            ],
        ),
    ]
