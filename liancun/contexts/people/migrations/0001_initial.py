import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.functions
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

import liancun.framework.database.fields
import liancun.framework.database.ranges


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_collation="C", max_length=60)),
                ("name_pinyin", models.CharField(db_collation="C", max_length=160)),
                ("identity_index", models.CharField(blank=True, default="", max_length=64)),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="identity.user",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("died_on", models.DateField(blank=True, null=True)),
                ("ethnicity", models.CharField(blank=True, default="", max_length=20)),
                ("initials", models.CharField(blank=True, db_collation="C", default="", max_length=60)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("phone_index", models.CharField(blank=True, default="", max_length=64)),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("male", "男"), ("female", "女")], default="", max_length=6
                    ),
                ),
                ("sound", models.CharField(blank=True, db_collation="C", default="", max_length=160)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["home", "name_pinyin"], name="people_person_home_pinyin"),
                    models.Index(fields=["home", "sound", "id"], name="people_person_home_sound"),
                    models.Index(fields=["sound", "id"], name="people_person_sound"),
                    models.Index(fields=["initials", "id"], name="people_person_initials"),
                    models.Index(fields=["name", "id"], name="people_person_name"),
                    models.Index(
                        condition=models.Q(("phone_index", ""), _negated=True),
                        fields=["phone_index"],
                        name="people_person_phone_index",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="people_person_merged_into",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("identity_index", ""), _negated=True),
                        fields=("identity_index",),
                        name="people_person_identity_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_person_not_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("died_on__isnull", True),
                            ("birth_date__isnull", True),
                            ("died_on__gte", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="people_person_dies_after_birth",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("digest", models.CharField(max_length=64)),
                ("conclusion", models.CharField(max_length=400)),
                ("signed_by", models.BigIntegerField(null=True)),
                ("signed_name", models.CharField(max_length=120)),
                ("signed_on", models.DateField()),
                ("keep_until", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_collation="C", max_length=20)),
                ("address", models.CharField(blank=True, default="", max_length=120)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("home", "number"), name="people_household_number_once"),
                    models.UniqueConstraint(fields=("id", "home"), name="people_household_with_home"),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="people_household_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_household_until_after_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("opened_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("body", "kind"), name="people_rollopening_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=10)),
                ("kind", models.CharField(blank=True, default="", max_length=30)),
                ("day", models.DateField()),
                ("change", models.IntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["body", "what", "kind", "day"],
                        include=("change",),
                        name="people_tally_of_body",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["person", "household", "roll"])),
                        name="people_tally_what_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Health",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                (
                    "note",
                    liancun.framework.database.fields.PersonText(blank=True, null=True, purpose="health"),
                ),
                ("guarded_until", models.DateField(blank=True, null=True)),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Numbers",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                (
                    "identity_number",
                    liancun.framework.database.fields.PersonText(blank=True, null=True, purpose="identity"),
                ),
                (
                    "phone",
                    liancun.framework.database.fields.PersonText(blank=True, null=True, purpose="phone"),
                ),
                (
                    "bank_card",
                    liancun.framework.database.fields.PersonText(blank=True, null=True, purpose="bank_card"),
                ),
                ("guarded_until", models.DateField(blank=True, null=True)),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
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
                ("home_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                (
                    "given_by",
                    models.CharField(choices=[("self", "本人"), ("guardian", "监护人")], max_length=10),
                ),
                ("given_on", models.DateField()),
                ("paper", models.CharField(max_length=200)),
                ("file_id", models.BigIntegerField(null=True)),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
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
                        condition=models.Q(("withdrawn_on", None)),
                        fields=("person", "kind"),
                        name="people_consent_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on", None),
                            ("withdrawn_on__gte", models.F("given_on")),
                            _connector="OR",
                        ),
                        name="people_consent_ends_after_begin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_by__in", ["self", "guardian"])),
                        name="people_consent_giver_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("home_id", models.BigIntegerField()),
                ("field", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=200)),
                ("user_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "user_id"], name="people_opening_person_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("opened_at"))), name="people_opening_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="people_opening_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("home_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("export", "查阅、复制"), ("correct", "更正、补充"), ("erase", "删除")],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=400)),
                ("asked_on", models.DateField()),
                ("by_schedule", models.BooleanField(default=False)),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="open", max_length=10)),
                ("answer", models.CharField(blank=True, default="", max_length=400)),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["home_id", "state"], name="people_request_home_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("person", "kind"),
                        name="people_request_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "done", "refused"))),
                        name="people_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["export", "correct", "erase"])),
                        name="people_request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "erase"), ("state", "done"), _negated=True),
                            models.Q(("recorded_by", models.F("answered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_request_two_erase",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Capacity",
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
                            ("own_living", "以自己的劳动收入为主要生活来源"),
                            ("minor", "未成年，由监护人代理"),
                            ("limited", "法院认定不能或不能完全辨认自己行为"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("request_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "guardian",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "home",
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
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("kind", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="people_capacity_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["own_living", "minor", "limited"])),
                        name="people_capacity_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_capacity_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("guardian__isnull", True),
                            models.Q(("guardian", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_capacity_other_guardian",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
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
                            ("add", "列入名册"),
                            ("strike", "移出名册"),
                            ("death", "登记死亡"),
                            ("correct", "更正姓名或号码"),
                            ("transfer", "转到另一个村"),
                            ("guardian", "登记监护人"),
                            ("own_living", "登记以自己的劳动收入为主要生活来源"),
                            ("represent", "确定代表联系的农户"),
                            ("merge", "合并两份人员记录"),
                        ],
                        max_length=12,
                    ),
                ),
                ("roll", models.CharField(blank=True, default="", max_length=30)),
                ("payload", models.JSONField(default=dict)),
                (
                    "words",
                    liancun.framework.database.fields.PersonText(blank=True, null=True, purpose="request"),
                ),
                ("reason", models.CharField(max_length=300)),
                ("effective_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待审批"),
                            ("approved", "已同意"),
                            ("refused", "未同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=300)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
                (
                    "other_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["body", "asked_at"],
                        name="people_changerequest_waiting",
                    ),
                    models.Index(fields=["body", "-asked_at"], name="people_changerequest_body"),
                    models.Index(fields=["person"], name="people_changerequest_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "add",
                                    "strike",
                                    "death",
                                    "correct",
                                    "transfer",
                                    "guardian",
                                    "own_living",
                                    "represent",
                                    "merge",
                                ],
                            )
                        ),
                        name="people_changerequest_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved", "refused", "withdrawn"])),
                        name="people_changerequest_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_by__isnull", True), ("state", "waiting")),
                            models.Q(("decided_by", models.F("asked_by")), ("state", "withdrawn")),
                            models.Q(
                                ("state__in", ("approved", "refused")),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="people_changerequest_two_pairs_of_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_changerequest_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(
                                models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                                models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("agreed_by", models.F("decided_by")), _negated=True),
                                    ("state", "withdrawn"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="people_changerequest_agreed_by_a_third",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "transfer"), ("state", "approved"), _negated=True),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                        name="people_changerequest_transfer_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("transfer",)), _negated=True),
                            ("other__isnull", False),
                            _connector="OR",
                        ),
                        name="people_changerequest_transfer_to",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "roll", "body", "person"),
                        name="people_changerequest_one_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Distinction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("said_at", models.DateTimeField()),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="people_distinction_two_records",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    liancun.framework.database.fields.PersonText(
                        blank=True, null=True, purpose="former_name"
                    ),
                ),
                ("until", models.DateField()),
                ("request_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "home",
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
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("head", "户主"),
                            ("spouse", "配偶"),
                            ("child", "子女"),
                            ("child_in_law", "儿媳或女婿"),
                            ("grandchild", "孙子女或外孙子女"),
                            ("parent", "父母"),
                            ("grandparent", "祖父母或外祖父母"),
                            ("sibling", "兄弟姐妹"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "joined_by",
                    models.CharField(
                        choices=[
                            ("founded", "立户"),
                            ("born", "出生"),
                            ("married", "婚姻"),
                            ("moved", "迁移"),
                            ("split", "分户"),
                            ("merged", "并户"),
                            ("died", "死亡"),
                            ("relation", "与户主关系变更"),
                            ("corrected", "登记更正"),
                        ],
                        default="founded",
                        max_length=10,
                    ),
                ),
                (
                    "left_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "立户"),
                            ("born", "出生"),
                            ("married", "婚姻"),
                            ("moved", "迁移"),
                            ("split", "分户"),
                            ("merged", "并户"),
                            ("died", "死亡"),
                            ("relation", "与户主关系变更"),
                            ("corrected", "登记更正"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.household"
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
                "indexes": [models.Index(fields=["household", "since"], name="people_householdmember_of")],
                "constraints": [
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
                        name="people_householdmember_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("relation", "head")),
                        expressions=[
                            ("household", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="people_householdmember_one_head",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "relation__in",
                                [
                                    "head",
                                    "spouse",
                                    "child",
                                    "child_in_law",
                                    "grandchild",
                                    "parent",
                                    "grandparent",
                                    "sibling",
                                    "other",
                                ],
                            )
                        ),
                        name="people_householdmember_relation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_householdmember_until_after_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", False), ("left_by", ""), _connector="OR"),
                        name="people_householdmember_leaves_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("request_id", models.BigIntegerField()),
                ("merged_at", models.DateTimeField()),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "merged",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged", models.F("kept")), _negated=True),
                        name="people_merge_two_records",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
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
                (
                    "closing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.changerequest",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.changerequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "kind"], name="people_rollentry_body_kind"),
                    models.Index(fields=["person"], name="people_rollentry_person"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            ("body", "="),
                            ("person", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="people_rollentry_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_rollentry_until_after_since",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("request__isnull", False)),
                        fields=("request", "body", "kind", "person"),
                        name="people_rollentry_request_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.changerequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "kind", "person"], name="people_representation_of")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            ("body", "="),
                            ("household", "="),
                            (
                                liancun.framework.database.ranges.Days(
                                    models.F("since"), models.F("until"), models.Value("[)")
                                ),
                                "&&",
                            ),
                        ],
                        name="people_representation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="people_representation_until_after_since",
                    ),
                ],
            },
        ),
    ]
