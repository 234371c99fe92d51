"""What a notice becomes: changed, called off, handed over; papers put out; guests who are not counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.models.meetings import IN_SCOPE, Meeting
from liancun.framework.tables import TableFacts


class NoticeChange(models.Model):
    """A new notice of another day or place; the old ones stay. `number` counts from 1, the last one holds."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"changed_by": "name", "reason": "text"}
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="changes")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    noticed_at = models.DateTimeField()
    earliest_on = models.DateField()
    reason = models.CharField(max_length=200)
    changed_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_noticechange_number_once")
        ]


class Cancellation(models.Model):
    """The meeting does not take place."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"cancelled_by": "name", "reason": "text"}
    )

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="cancellation")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    cancelled_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=60)


class Way(models.TextChoices):
    PAPER = "paper", _("送达书面通知")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信或微信")


class Delivery(models.Model):
    """That a notice reached a person called. `notice`: 0 the first, else the number of the change."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"delivered_by": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="deliveries")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    notice = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    delivered_at = models.DateTimeField()
    delivered_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "notice", "person"], name="meetings_delivery_once_each_notice"
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=Way.values), name="meetings_delivery_way_known"
            ),
        ]


class Paper(models.Model):
    """A paper of the meeting and since when it has been open to those called. `name`: as the kind wants it, or free."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="put_out")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    file = models.ForeignKey("evidence.File", models.PROTECT, related_name="+")
    open_since = models.DateTimeField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "file"], name="meetings_paper_file_once")]


class Observer(models.Model):
    """列席: somebody who sat in and is never counted. The list may be put right until the minutes are confirmed."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SID", personal={"name": "name"})

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="observers")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    office = models.CharField(max_length=100, blank=True, default="")
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="meetings_observer_order_once")
        ]
