"""Meetings as they were called, attended and minuted. A meeting, its agenda and its minutes never change;
attendance may be put right until the minutes are confirmed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts

IN_SCOPE = "a meeting is known to those whose scope holds the body that meets"


class Meeting(models.Model):
    """A meeting as it was called. `entitled` is the number of persons called; no one is added later (trigger).

    `kind` is the playbook's word for it; `earliest_on` the first lawful day after `notice_days`;
    `needed`, `rule`: how many must come and why, as whoever called it says (0: not said). `kind_key`: the playbook's
    code when it was called by kind; `terms` from then on (rules.Terms) stand in the columns after it.
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
    kind_key = models.CharField(max_length=60, blank=True, default="")
    working_days = models.BooleanField(default=False)
    online = models.BooleanField(default=False)
    proxies = models.CharField(max_length=10, blank=True, default="")
    proxy_most = models.PositiveSmallIntegerField(default=0)
    signers = models.PositiveSmallIntegerField(default=1)
    chair_confirms = models.BooleanField(default=False)
    strict_papers = models.BooleanField(default=False)
    papers = models.JSONField(default=list)
    supervisors = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(entitled__gt=0), name="meetings_meeting_calls_someone"),
            models.CheckConstraint(
                condition=Q(proxies__in=["", "none", "household", "written"]),
                name="meetings_meeting_proxies_known",
            ),
            models.CheckConstraint(condition=Q(signers__in=[1, 2]), name="meetings_meeting_signers_known"),
        ]
        indexes = [
            models.Index(fields=["body", "-starts_at"], name="meetings_meeting_body_when"),
            models.Index(fields=["subject", "subject_id"], name="meetings_meeting_subject"),
            models.Index(fields=["body", "kind_key", "-starts_at"], name="meetings_meeting_body_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """`order` counts from 1. `presenter`: who reports on it, as the notice says."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"presenter": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    presenter = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="meetings_agendaitem_order_once")
        ]


class Presence(models.TextChoices):
    PRESENT = "present", _("到会")
    ONLINE = "online", _("线上")
    PROXY = "proxy", _("委托")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class Attendance(models.Model):
    """A person entitled to take part, named as when called; how they took part is all that changes.

    `carrier`: who carries the written proxy, `paper`: the proxy itself as a file; `reason` of leave.
    """

    facts = TableFacts(
        rows="scoped",
        why=IN_SCOPE,
        grants="SIU",
        personal={"name": "name", "carrier_name": "name", "reason": "text"},
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    order = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Presence.choices, default=Presence.ABSENT)
    carrier = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    carrier_name = models.CharField(max_length=60, blank=True, default="")
    paper = models.ForeignKey("evidence.File", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_attendance_once"),
            models.CheckConstraint(
                condition=Q(state__in=Presence.values), name="meetings_attendance_state_known"
            ),
            models.CheckConstraint(
                condition=Q(carrier=None) | Q(state="proxy"), name="meetings_attendance_carrier_of_proxy"
            ),
            models.CheckConstraint(
                condition=~Q(carrier=F("person")) | Q(carrier=None),
                name="meetings_attendance_not_own_carrier",
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
    """The confirmed minutes. `digest`: SHA-256 over notice, agenda, attendance, what was decided and text.

    `countersigned_by`: the second signer where the kind asks for one; `paper`: the signed original as a file.
    """

    facts = TableFacts(
        rows="scoped",
        why=IN_SCOPE,
        grants="SI",
        personal={"text": "text", "confirmed_by": "name", "countersigned_by": "name"},
    )

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="minutes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=60)
    countersigned_by = models.CharField(max_length=60, blank=True, default="")
    paper = models.ForeignKey("evidence.File", models.PROTECT, null=True, related_name="+")
