"""What happened: meetings and votes of the bodies, the joint resolution, notices, the day of effect."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.affairs.models.matters import IN_SCOPE, Matter, joint
from liancun.framework.tables import TableFacts


class How(models.TextChoices):
    HELD = "held", _("开会记录")
    COUNTED = "counted", _("以支部议事计")
    LATE = "late", _("期限已过")


class StageRecord(models.Model):
    """One step taken by a body, or the passing of its time limit, with the verdict as it was given.

    `attempt` counts the tries of the step. `village` empty: a time limit of the joint procedure. `counted_from`:
    the stage whose meeting counted as this step, so that nobody met twice. `votes_*`: where votes have weights.
    """

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name", "note": "text"}
    )

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="records")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, null=True, related_name="+")
    procedure = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField(default=1)
    how = models.CharField(max_length=10, choices=How.choices)
    held_on = models.DateField()
    meeting_id = models.BigIntegerField(null=True)
    ballot_id = models.BigIntegerField(null=True)
    method = models.CharField(max_length=10, blank=True, default="")
    entitled = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    abstain = models.PositiveIntegerField(default=0)
    votes_all = models.PositiveIntegerField(null=True)
    votes_yes = models.PositiveIntegerField(null=True)
    votes_no = models.PositiveIntegerField(null=True)
    alternative = models.CharField(max_length=40, blank=True, default="")
    passed = models.BooleanField()
    needed = models.PositiveIntegerField(default=0)
    sentence = models.TextField()
    params = models.JSONField(default=dict)
    article = models.CharField(max_length=120, blank=True, default="")
    counted_from = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "village", "procedure", "stage", "attempt"],
                name="affairs_stagerecord_once_a_try",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("entitled")) & Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="affairs_stagerecord_counts",
            ),
            models.CheckConstraint(
                condition=~Q(how="late", passed=True), name="affairs_stagerecord_late_fails"
            ),
        ]


class Call(models.Model):
    """A meeting called for the matter: of the committee (`village` empty) or of a village's own body."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="calls")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=40)
    alternative = models.CharField(max_length=40, blank=True, default="")
    meeting_id = models.BigIntegerField(unique=True)
    noticed_on = models.DateField()
    meets_on = models.DateField()


class Vote(models.Model):
    """The ballot opened at a called meeting."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    call = models.OneToOneField(Call, models.PROTECT, primary_key=True, related_name="vote")
    body = joint()
    ballot_id = models.BigIntegerField(unique=True)
    method = models.CharField(max_length=10)


class Resolution(models.Model):
    """What the committee resolved. Only an adopted resolution has a number; it binds no village yet."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name", "text": "text"}
    )

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="resolution")
    body = joint()
    adopted = models.BooleanField()
    number = models.CharField(max_length=60, blank=True, default="")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(null=True)
    text = models.TextField()
    resolved_on = models.DateField()
    meeting_id = models.BigIntegerField()
    entitled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    sentence = models.TextField()
    params = models.JSONField(default=dict)
    article = models.CharField(max_length=120, blank=True, default="")
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "serial"], name="affairs_resolution_number_once"),
            models.CheckConstraint(
                condition=Q(adopted=True, serial__isnull=False) | Q(adopted=False, serial__isnull=True),
                name="affairs_resolution_numbered_when_adopted",
            ),
        ]


class Publication(models.Model):
    """A body's notice: before a step (`stage`), of its decision (with the authority that waits for it), or of the
    result.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"published_by": "name"})

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="publications")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    which = models.CharField(max_length=10)
    stage = models.CharField(max_length=40, blank=True, default="")
    notice_id = models.BigIntegerField(unique=True)
    slug = models.CharField(max_length=64)
    authority_id = models.BigIntegerField(null=True)
    published_on = models.DateField()
    closes_on = models.DateField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "village", "which", "stage"], name="affairs_publication_once_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(which__in=["decision", "result", "rating"], stage="")
                | (Q(which="step") & ~Q(stage="")),
                name="affairs_publication_which_known",
            ),
        ]


class Effect(models.Model):
    """From this day the resolution binds this village."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="effects")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    since = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "village"], name="affairs_effect_once")]
