"""Notices and what happened to them. Nothing here changes once written (law 5): a longer window, the end,
a withdrawal and an answer are rows of their own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts

READ_BY_ALL = "what is published is read by everyone; only officers of the publishing body add rows"


class Kind(models.TextChoices):
    PROPOSAL = "公示", _("公示")
    DISCLOSURE = "公开", _("公开")
    ANNOUNCEMENT = "公告", _("公告")


class Notice(models.Model):
    """A published snapshot. `closes_on` is the last day of the window as counted when it was published;
    a later last day stands in `Extension`. `subject`, `subject_id` point upward without a key. `plan`: what was
    planned and passed its review (`review_outcome` agreed, silent or answered: written by the database); none where
    another procedure led here.
    """

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"published_by": "name"})

    slug = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    office = models.CharField(max_length=120)
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    snapshot = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)
    opens_on = models.DateField()
    closes_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField()
    provisional = models.BooleanField()
    answer_days = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=40, blank=True, default="")
    plan = models.OneToOneField("disclosure.Plan", models.PROTECT, null=True, related_name="notice")
    reviewed_by = models.CharField(max_length=120, blank=True, default="")
    review_outcome = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="disclosure_notice_kind_known"),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opens_on")), name="disclosure_notice_has_days"
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__regex="^[0-9a-f]{64}$"), name="disclosure_notice_fingerprint_form"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-published_at"], name="disclosure_notice_body_when"),
            models.Index(fields=["subject", "subject_id"], name="disclosure_notice_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class Extension(models.Model):
    """A later last day, found when the holidays of a year became known. Never an earlier one (trigger)."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="extensions")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    closes_on = models.DateField()
    provisional = models.BooleanField()
    at = models.DateTimeField()


class Ending(models.TextChoices):
    CLOSED = "closed", _("期满")
    WITHDRAWN = "withdrawn", _("撤回")


class NoticeClosing(models.Model):
    """The end of a notice: its window ran out, or its office took it back and said why."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"by_name": "name"})

    notice = models.OneToOneField(Notice, models.PROTECT, primary_key=True, related_name="closing")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Ending.choices)
    reason = models.CharField(max_length=300, blank=True, default="")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Ending.values), name="disclosure_closing_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="withdrawn") | ~Q(reason=""), name="disclosure_withdrawal_has_reason"
            ),
        ]


class Objection(models.Model):
    """That an objection was received, its number and when an answer is due. The words stand in `ObjectionText`.

    `origin`: keyed digest of notice, day and block of addresses, to count floods; `key`: made by the sender's form;
    `receipt`: digest of the code with which the sender may complain. `outside_at`: when the outside zone received
    it, for those that came back in a file.
    """

    facts = TableFacts(
        rows="open",
        why="how many objections there are and whether they were answered is public; no text, no person",
        grants="SI",
    )

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    answer_due_on = models.DateField()
    origin = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    receipt = models.CharField(max_length=64, blank=True, default="")
    outside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="disclosure_objection_number_once"),
            models.UniqueConstraint(fields=["notice", "key"], name="disclosure_objection_key_once"),
        ]
        indexes = [
            models.Index(fields=["notice", "origin", "received_at"], name="disclosure_objection_origin")
        ]


class ObjectionText(models.Model):
    """The words, and an optional telephone number (sealed): read by officers of the publishing body only.

    No generated key, so that a stranger may insert a row they cannot read back.
    """

    facts = TableFacts(
        rows="scoped",
        why="anyone may hand one in; officers of the publishing body read it",
        grants="SI",
        personal={"text": "text", "contact": "phone"},
    )

    objection = models.OneToOneField(Objection, models.PROTECT, primary_key=True, related_name="words")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    contact = EncryptedText(purpose="phone")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), 1000), name="disclosure_objection_length"
            ),
        ]


class Answer(models.Model):
    """The office's one answer; public, signed by the office."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"by_name": "name"})

    objection = models.OneToOneField(Objection, models.PROTECT, primary_key=True, related_name="answer")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    by_person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class AnswerReminder(models.Model):
    """That the worker reminded of an answer: once when it is nearly due, once when the day has passed."""

    facts = TableFacts(rows="scoped", why="follows the objection's words", grants="SI")

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="reminders")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["objection", "kind"], name="disclosure_answerreminder_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["soon", "overdue"]), name="disclosure_answerreminder_kind_known"
            ),
        ]


class ReleasedText(models.Model):
    """An objection's words as the office shows them to all: read over, every person masked. Once."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"by_name": "name"})

    objection = models.OneToOneField(Objection, models.PROTECT, primary_key=True, related_name="released")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class BoardPhoto(models.Model):
    """That the paper hung on the board on a day: the picture itself is evidence and is never public."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"by_name": "name"})

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="photos")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    file = models.ForeignKey("evidence.File", models.PROTECT, related_name="+")
    taken_on = models.DateField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "file"], name="disclosure_boardphoto_file_once")
        ]
