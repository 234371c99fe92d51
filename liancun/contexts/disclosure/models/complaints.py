"""An objector who is not satisfied goes to the township: number, words, decision. No veto in either direction."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from liancun.contexts.disclosure.models.notices import READ_BY_ALL, Notice, Objection
from liancun.framework.database.fields import EncryptedText
from liancun.framework.tables import TableFacts


class Complaint(models.Model):
    """That a complaint was received, its number with the office that decides, and when the decision is due."""

    facts = TableFacts(
        rows="open", why="how many complaints there are and when each is due is public; no text", grants="SI"
    )

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="complaint")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="complaints")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="disclosure_complaint_number_once"
            )
        ]


class ComplaintText(models.Model):
    """The words, and an optional telephone number (sealed): read by officers of the deciding office only."""

    facts = TableFacts(
        rows="scoped",
        why="anyone with a receipt may hand one in; the deciding office reads it, the office complained of does not",
        grants="SI",
        personal={"text": "text", "contact": "phone"},
    )

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="words")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    contact = EncryptedText(purpose="phone")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), 1000), name="disclosure_complaint_length"
            ),
        ]


class Outcome(models.TextChoices):
    UPHELD = "upheld", _("支持")
    PARTLY = "partly", _("部分支持")
    DISMISSED = "dismissed", _("不予支持")


class ComplaintDecision(models.Model):
    """The one decision; public, signed by the deciding office."""

    facts = TableFacts(rows="scoped", why=READ_BY_ALL, grants="SI", personal={"by_name": "name"})

    complaint = models.OneToOneField(Complaint, models.PROTECT, primary_key=True, related_name="decision")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField()
    by_person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & ~Q(text=""),
                name="disclosure_complaintdecision_known",
            )
        ]
