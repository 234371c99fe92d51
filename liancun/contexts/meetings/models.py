"""Meetings as they were called, attended and minuted. A meeting, its agenda and its minutes never change;
attendance may be put right until the minutes are confirmed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts

IN_SCOPE = "a meeting is known to those whose scope holds the body that meets"


class Meeting(models.Model):
    """A meeting as it was called. `entitled` is the number of persons called; no one is added later (trigger).

    `kind` is the playbook's word for it; `earliest_on` the first lawful day after `notice_days`;
    `needed`, `rule`: how many must come and why, as whoever called it says (0: not said).
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"convened_by": "name"})

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    noticed_at = models.DateTimeField()
    notice_days = models.PositiveSmallIntegerField()
    earliest_on = models.DateField()
    starts_at = models.DateTimeField()
    entitled = models.PositiveIntegerField()
    needed = models.PositiveIntegerField(default=0)
    rule = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    convened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(entitled__gt=0), name="meetings_meeting_calls_someone"),
        ]
        indexes = [
            models.Index(fields=["body", "-starts_at"], name="meetings_meeting_body_when"),
            models.Index(fields=["subject", "subject_id"], name="meetings_meeting_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """`order` counts from 1."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="meetings_agendaitem_order_once")
        ]


class Presence(models.TextChoices):
    PRESENT = "present", _("到会")
    PROXY = "proxy", _("委托")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class Attendance(models.Model):
    """A person entitled to take part, named as when called; `state` is the only column that changes."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SIU", personal={"name": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    order = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Presence.choices, default=Presence.ABSENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_attendance_once"),
            models.CheckConstraint(
                condition=Q(state__in=Presence.values), name="meetings_attendance_state_known"
            ),
        ]


class Sitting(models.Model):
    """That the meeting was held: when it was declared open and who took the chair."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"chair_name": "name"})

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="sitting")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    chair_id = models.BigIntegerField(null=True)
    chair_name = models.CharField(max_length=60)


class Minutes(models.Model):
    """The confirmed minutes. `digest`: SHA-256 over notice, agenda, attendance and text."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"text": "text", "confirmed_by": "name"}
    )

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="minutes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=60)
