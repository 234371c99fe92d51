"""What was said and decided, item by item; drafts, signatures, corrections; what is to be done next."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.models.meetings import IN_SCOPE, AgendaItem, Meeting
from liancun.framework.tables import TableFacts


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("通过")
    REJECTED = "rejected", _("未通过")
    DEFERRED = "deferred", _("暂缓")
    NOTED = "noted", _("知悉")


class Draft(models.Model):
    """A saved version of the minutes; the last one counts until they are confirmed."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"text": "text", "saved_by": "name"}
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="drafts")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_draft_number_once")
        ]


class ItemRecord(models.Model):
    """What this draft says on one item: speakers' notes, what was decided, where the result stands.

    `subject`, `subject_id`: the vote or resolution the result refers to.
    """

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"notes": "text", "decision": "text"}
    )

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="items")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="records")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    notes = models.TextField(blank=True, default="")
    decision = models.TextField(blank=True, default="")
    result = models.CharField(max_length=10, blank=True, default="")
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "item"], name="meetings_itemrecord_once"),
            models.CheckConstraint(
                condition=models.Q(result__in=["", *Outcome.values]), name="meetings_itemrecord_result_known"
            ),
        ]


class Signing(models.Model):
    """The chair's signature under a draft, where a second one must follow."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"signed_by": "name"})

    draft = models.OneToOneField(Draft, models.PROTECT, primary_key=True, related_name="signing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField()
    signed_by = models.CharField(max_length=60)
    paper = models.ForeignKey("evidence.File", models.PROTECT, null=True, related_name="+")


class Correction(models.Model):
    """A later meeting of the same body puts right what confirmed minutes say; both stay."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"text": "text", "made_by": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="corrections")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    corrected = models.ForeignKey(Meeting, models.PROTECT, related_name="corrected_by")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)


class FollowUp(models.Model):
    """Something the meeting gave somebody to do by a day. It comes back at the next meeting until it is done.

    It names its meeting and the meeting's kind: whom it was given to may know of no more than that.
    """

    facts = TableFacts(
        rows="scoped",
        why="known where the meeting is known, and to whom it was given",
        grants="SI",
        personal={"text": "text", "owner_name": "name", "made_by": "name"},
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="follow_ups")
    meeting_title = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=60)
    due = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["owner"], name="meetings_followup_owner"),
            models.Index(fields=["body", "due"], name="meetings_followup_body"),
        ]


class Happened(models.TextChoices):
    PROGRESS = "progress", _("有进展")
    MOVED = "moved", _("改期限")
    DONE = "done", _("已办结")
    DROPPED = "dropped", _("不再办理")


class FollowUpStep(models.Model):
    """What happened to it: progress, another day, done, dropped. `due` only with another day."""

    facts = TableFacts(
        rows="scoped", why="as its follow-up", grants="SI", personal={"note": "text", "taken_by": "name"}
    )

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Happened.choices)
    note = models.CharField(max_length=400)
    due = models.DateField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Happened.values), name="meetings_followupstep_kind_known"
            ),
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=models.Q(kind__in=["done", "dropped"]),
                name="meetings_followupstep_closed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="moved", due__isnull=False)
                | ~models.Q(kind="moved") & models.Q(due=None),
                name="meetings_followupstep_due_when_moved",
            ),
        ]


class Reminder(models.Model):
    """The worker noticed that a body must meet, or that something given to somebody is late; once for each."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind_key = models.CharField(max_length=60, blank=True, default="")
    by = models.DateField()
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, related_name="reminders")
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind_key", "by"],
                condition=models.Q(follow_up=None),
                name="meetings_reminder_due_once",
            ),
            models.UniqueConstraint(
                fields=["follow_up", "by"],
                condition=models.Q(follow_up__isnull=False),
                name="meetings_reminder_late_once",
            ),
        ]
