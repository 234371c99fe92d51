import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import liancun.contexts.ballots.models.ballots


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("roll_kind", models.CharField(blank=True, default="", max_length=60)),
                ("question", models.CharField(max_length=300)),
                (
                    "method",
                    models.CharField(
                        choices=[("hand", "举手表决"), ("named", "记名表决"), ("secret", "无记名投票")],
                        max_length=10,
                    ),
                ),
                ("entitled", models.PositiveIntegerField()),
                ("subject", models.CharField(blank=True, default="", max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("needed", models.PositiveIntegerField(default=0)),
                ("rule", models.CharField(blank=True, default="", max_length=200)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        db_default=["meeting"],
                        default=liancun.contexts.ballots.models.ballots.nothing_but_the_meeting,
                        size=None,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes_no", "同意、反对或弃权"),
                            ("choice", "从选项中选择"),
                            ("rating", "逐项打分"),
                        ],
                        db_default="yes_no",
                        default="yes_no",
                        max_length=10,
                    ),
                ),
                ("most", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("most_proxies", models.PositiveSmallIntegerField(db_default=1, default=1)),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("person", "一人一票"), ("household", "一户一票"), ("vote", "按票数")],
                        db_default="person",
                        default="person",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["body", "-opened_at"], name="ballots_ballot_body_when"),
                    models.Index(fields=["subject", "subject_id"], name="ballots_ballot_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("entitled__gt", 0)), name="ballots_ballot_asks_someone"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("subject__regex", "(^|\\.)(election|recall|party_election)$"), _negated=True
                            ),
                            models.Q(
                                ("roll_kind__regex", "(^|\\.)(election|recall|party_election)$"),
                                _negated=True,
                            ),
                        ),
                        name="ballots_ballot_no_election",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["hand", "named", "secret"])),
                        name="ballots_ballot_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["yes_no", "choice", "rating"])),
                        name="ballots_ballot_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["person", "household", "vote"])),
                        name="ballots_ballot_unit_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("decided_on", models.DateField()),
                ("decision", models.CharField(max_length=120)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "year"], name="ballots_extradecision_year")],
            },
        ),
        migrations.CreateModel(
            name="HandCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("present", models.PositiveIntegerField()),
                ("yes", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("abstain", models.PositiveIntegerField()),
                ("counted_by_id", models.BigIntegerField()),
                ("counted_by", models.CharField(max_length=60)),
                ("counted_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("invalid", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "options",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("yes"), "+", models.F("no")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            )
                        ),
                        name="ballots_handcount_within_present",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotClosing",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="closing",
                        serialize=False,
                        to="ballots.ballot",
                    ),
                ),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.CharField(max_length=60)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("entitled", models.PositiveIntegerField(db_default=0, default=0)),
                ("present", models.PositiveIntegerField(db_default=0, default=0)),
                ("roll_digest", models.CharField(db_default="", default="", max_length=64)),
                ("votes", models.PositiveBigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=80)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=60)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="ballots.ballot",
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
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="ballots_station_hours",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyHalf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField()),
                ("officer_id", models.BigIntegerField()),
                ("officer", models.CharField(max_length=60)),
                ("post", models.CharField(max_length=160)),
                ("public", models.BinaryField(max_length=32)),
                ("on_paper", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="halves",
                        to="ballots.ballot",
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
                        condition=models.Q(("seat__in", (1, 2))), name="ballots_keyhalf_two_seats"
                    ),
                    models.UniqueConstraint(fields=("ballot", "seat"), name="ballots_keyhalf_seat_once"),
                    models.UniqueConstraint(
                        fields=("ballot", "officer_id"), name="ballots_keyhalf_two_persons"
                    ),
                    models.UniqueConstraint(fields=("ballot", "post"), name="ballots_keyhalf_two_posts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BallotSheet",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sheet",
                        serialize=False,
                        to="ballots.ballot",
                    ),
                ),
                ("code", models.CharField(max_length=19, unique=True)),
                ("least", models.PositiveIntegerField(default=0)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("officer_id", models.BigIntegerField()),
                ("officer", models.CharField(max_length=60)),
                (
                    "counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None
                    ),
                ),
                ("invalid", models.PositiveIntegerField(default=0)),
                ("ballots", models.PositiveIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_counts",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sealing",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealing",
                        serialize=False,
                        to="ballots.ballot",
                    ),
                ),
                ("outcome", models.CharField(max_length=10)),
                ("boxes", models.PositiveIntegerField()),
                ("paper", models.PositiveIntegerField(default=0)),
                (
                    "paper_counts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list, size=None
                    ),
                ),
                ("paper_invalid", models.PositiveIntegerField(default=0)),
                ("first", models.CharField(max_length=60)),
                ("second", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("sealed_at", models.DateTimeField()),
                ("work", models.BigIntegerField(default=0)),
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
                        condition=models.Q(("outcome__in", ("counted", "too_few", "void"))),
                        name="ballots_sealing_outcome_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UrnPaper",
            fields=[
                ("code", models.CharField(max_length=19, primary_key=True, serialize=False)),
                (
                    "answer",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="urn", to="ballots.ballot"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VoidWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("officer_id", models.BigIntegerField()),
                ("officer", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="void_wishes",
                        to="ballots.ballot",
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
                    models.UniqueConstraint(
                        fields=("ballot", "officer_id"), name="ballots_voidwish_once_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("boxes", models.PositiveIntegerField(default=0)),
                ("data", models.BinaryField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ballot", "number"), name="ballots_bag_numbered")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "basis",
                    models.CharField(
                        choices=[("contribution", "出资额较大"), ("transaction", "交易量（额）较大")],
                        max_length=12,
                    ),
                ),
                ("votes", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ballots.extradecision",
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
                    models.UniqueConstraint(fields=("decision", "person"), name="ballots_extravote_once"),
                    models.CheckConstraint(
                        condition=models.Q(("votes__gte", 1)), name="ballots_extravote_some"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["contribution", "transaction"])),
                        name="ballots_extravote_basis_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountWitness",
            fields=[
                (
                    "count",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="witness",
                        serialize=False,
                        to="ballots.handcount",
                    ),
                ),
                ("witnessed_by_id", models.BigIntegerField()),
                ("witnessed_by", models.CharField(max_length=60)),
                ("witnessed_at", models.DateTimeField()),
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witness",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StationOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="ballots.station",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("station", "person"), name="ballots_stationofficer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldHalf",
            fields=[
                (
                    "half",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="held",
                        serialize=False,
                        to="ballots.keyhalf",
                    ),
                ),
                ("data", models.BinaryField(max_length=300)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealedHalf",
            fields=[
                (
                    "half",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealed",
                        serialize=False,
                        to="ballots.keyhalf",
                    ),
                ),
                ("data", models.BinaryField(max_length=200)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RollMark",
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
                    "ballot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
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
                ("household_id", models.BigIntegerField(null=True)),
                ("seat_id", models.BigIntegerField(null=True)),
                ("weight", models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ballot", "person"), name="ballots_rollmark_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("seat_id__isnull", False)),
                        fields=("ballot", "seat_id"),
                        name="ballots_rollmark_seat_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1)), name="ballots_rollmark_has_a_vote"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.CharField(choices=[("add", "补列"), ("strike", "划去")], max_length=6)),
                ("name", models.CharField(max_length=60)),
                ("votes", models.PositiveIntegerField(default=1)),
                ("reason", models.CharField(max_length=300)),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_by", models.CharField(max_length=60)),
                ("asked_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strikes",
                        to="ballots.rollmark",
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
                            models.Q(("change", "add"), ("mark__isnull", True)),
                            models.Q(("change", "strike"), ("mark__isnull", False)),
                            _connector="OR",
                        ),
                        name="ballots_rollcorrection_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="ballots_rollcorrection_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("choice", models.CharField(max_length=10)),
                (
                    "picks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                ("read_by_id", models.BigIntegerField()),
                ("read_by", models.CharField(max_length=60)),
                ("read_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="ballots.rollmark",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proxy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carrier_name", models.CharField(max_length=60)),
                ("paper", models.CharField(max_length=120)),
                ("recorded_by", models.CharField(max_length=60)),
                ("recorded_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proxies",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proxies",
                        to="ballots.rollmark",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code_digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.rollmark"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SecretMark",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="secret",
                        serialize=False,
                        to="ballots.rollmark",
                    ),
                ),
                ("paper", models.BooleanField(default=False)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secret_marks",
                        to="ballots.ballot",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NamedVote",
            fields=[
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="vote",
                        serialize=False,
                        to="ballots.rollmark",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("yes", "同意"),
                            ("no", "反对"),
                            ("abstain", "弃权"),
                            ("picks", "见所选"),
                            ("invalid", "无效票"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("cast_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=60)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="votes", to="ballots.ballot"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
                ("channel", models.CharField(db_default="meeting", default="meeting", max_length=10)),
                (
                    "picks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "proxy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.proxy",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ballots.station",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["yes", "no", "abstain", "picks", "invalid"])),
                        name="ballots_namedvote_choice_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionWitness",
            fields=[
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="witness",
                        serialize=False,
                        to="ballots.rollcorrection",
                    ),
                ),
                ("witnessed_by_id", models.BigIntegerField()),
                ("witnessed_by", models.CharField(max_length=60)),
                ("witnessed_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProxyEnd",
            fields=[
                (
                    "proxy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="ballots.proxy",
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("ended_by", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.ballot"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="rollmark",
            name="correction",
            field=models.OneToOneField(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="added",
                to="ballots.rollcorrection",
            ),
        ),
    ]
