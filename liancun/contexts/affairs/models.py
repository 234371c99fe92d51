"""What happened to joint matters, one row for one event. Only `Matter.state` follows; nothing else changes.

Every row carries the joint committee in `body`, because all members of a committee see all of its matters.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.affairs.rules.life import State
from liancun.contexts.affairs.rules.rating import MARK_KEYS
from liancun.framework.tables import TableFacts

IN_SCOPE = "a joint matter is known to those whose scope holds the joint committee"
STATE_WORDS = {
    State.DELIBERATING: _("支部议事中"),
    State.READY: _("待召开党委会"),
    State.CONVENED: _("党委会已召集"),
    State.REJECTED: _("党委会未通过"),
    State.CONSENTING: _("各村决定中"),
    State.LAPSED: _("同意的村不够，不生效"),
    State.WAITING: _("决议公开中"),
    State.ACTING: _("联动办事中"),
    State.APPRAISING: _("待群众评事"),
    State.RATING: _("群众评事中"),
    State.DONE: _("已办结"),
}


def _joint() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")


class Matter(models.Model):
    """`body` is the joint committee. `minimum`: how many villages must agree. `key`: made by the sender's form."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SIU", personal={"raised_by": "name"})

    body = _joint()
    title = models.CharField(max_length=120)
    subject = models.CharField(max_length=60)
    purpose = models.TextField()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    raised_by_id = models.BigIntegerField(null=True)
    raised_by = models.CharField(max_length=60)
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=2)
    playbook_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=list(STATE_WORDS.items()), default=State.DELIBERATING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "key"], name="affairs_matter_key_once"),
            models.CheckConstraint(condition=Q(minimum__gte=1), name="affairs_matter_minimum"),
            models.CheckConstraint(condition=Q(total__gte=0), name="affairs_matter_total"),
        ]
        indexes = [models.Index(fields=["body", "state"], name="affairs_matter_body_state")]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A village concerned and what it would pay, in yuan; fixed when the matter is raised."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties")
    body = _joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "village"], name="affairs_party_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="affairs_party_amount"),
        ]


class How(models.TextChoices):
    HELD = "held", _("开会记录")
    COUNTED = "counted", _("以支部议事计")
    LATE = "late", _("期限已过")


class StageRecord(models.Model):
    """One step taken by one village's body, or the passing of its time limit, with the verdict as it was given.

    `counted_from`: the stage whose meeting counted as this step, so that nobody met twice.
    """

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name", "note": "text"}
    )

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="records")
    body = _joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
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
                fields=["matter", "village", "procedure", "stage"], name="affairs_stagerecord_once"
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
    body = _joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=40)
    meeting_id = models.BigIntegerField(unique=True)
    noticed_on = models.DateField()
    meets_on = models.DateField()


class Vote(models.Model):
    """The ballot opened at a called meeting."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    call = models.OneToOneField(Call, models.PROTECT, primary_key=True, related_name="vote")
    body = _joint()
    ballot_id = models.BigIntegerField(unique=True)
    method = models.CharField(max_length=10)


class Resolution(models.Model):
    """What the committee resolved. Only an adopted resolution has a number; it binds no village yet."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"recorded_by": "name", "text": "text"}
    )

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="resolution")
    body = _joint()
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
    """A village's notice of its decision (with the authority that waits for it) or of the result."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"published_by": "name"})

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="publications")
    body = _joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    which = models.CharField(max_length=10)
    notice_id = models.BigIntegerField(unique=True)
    slug = models.CharField(max_length=64)
    authority_id = models.BigIntegerField(null=True)
    published_on = models.DateField()
    closes_on = models.DateField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "village", "which"], name="affairs_publication_once"),
            models.CheckConstraint(
                condition=Q(which__in=["decision", "result", "rating"]),
                name="affairs_publication_which_known",
            ),
        ]


class Effect(models.Model):
    """From this day the resolution binds this village."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="effects")
    body = _joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    since = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "village"], name="affairs_effect_once")]


class RatingDrive(models.Model):
    """Villagers rate the matter until `closes_on`, with `slips` printed tokens."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="rating")
    body = _joint()
    opened_on = models.DateField()
    closes_on = models.DateField()
    slips = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(slips__gte=1), name="affairs_ratingdrive_slips")]


class RatingToken(models.Model):
    """Digest of a printed token and whether it was used. Destroyed at the close; no mark refers to it.

    Read and written by the program itself only: no officer's scope reaches these rows.
    """

    facts = TableFacts(rows="scoped", why="only the program itself, never a person", grants="SIUD")

    digest = models.CharField(max_length=64, primary_key=True)
    drive = models.ForeignKey(RatingDrive, models.PROTECT, related_name="+")
    spent = models.BooleanField(default=False)


class RatingMark(models.Model):
    """One mark: a random key, the drive, the choice and the date. Nothing of the token, its order or the hour."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    drive = models.ForeignKey(RatingDrive, models.PROTECT, related_name="marks")
    body = _joint()
    mark = models.CharField(max_length=10)
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mark__in=list(MARK_KEYS)), name="affairs_ratingmark_known"),
        ]


class RatingClosing(models.Model):
    """The end of a rating with its counts, which the marks can prove at any time."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    drive = models.OneToOneField(RatingDrive, models.PROTECT, primary_key=True, related_name="closing")
    body = _joint()
    closed_on = models.DateField()
    spent = models.PositiveIntegerField()
    very = models.PositiveIntegerField()
    fairly = models.PositiveIntegerField()
    not_satisfied = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent=F("very") + F("fairly") + F("not_satisfied")),
                name="affairs_ratingclosing_sum",
            ),
        ]
