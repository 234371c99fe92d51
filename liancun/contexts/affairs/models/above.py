"""What those above said, and what came later: consents, escalated steps, revocations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.contexts.affairs.models.matters import IN_SCOPE, Matter, joint
from liancun.framework.tables import TableFacts


class Consent(models.Model):
    """What somebody above said: yes, no with a reason, or taken on file (`register`), once for each time it was asked.

    `village` empty: to the joint application. `deemed`: the time limit passed, and the playbook takes silence as given.
    """

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"decided_by": "name", "reason": "text"}
    )

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="consents")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, null=True, related_name="+")
    procedure = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=10)
    given = models.BooleanField()
    deemed = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    article = models.CharField(max_length=120, blank=True, default="")
    decided_on = models.DateField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "village", "procedure", "stage", "attempt"],
                name="affairs_consent_once_a_try",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["matter", "village", "procedure", "stage"],
                condition=Q(given=True),
                name="affairs_consent_given_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(how__in=["consent", "register"]), name="affairs_consent_how_known"
            ),
            models.CheckConstraint(
                condition=Q(given=True) | ~Q(reason=""), name="affairs_consent_no_with_reason"
            ),
        ]


class Escalation(models.Model):
    """A step that failed for the last time (or whose limit passed) and came before the township."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="escalations")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=60)
    stage = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=10)
    escalated_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "village", "procedure", "stage", "number"], name="affairs_escalation_once"
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["failed", "limit"]), name="affairs_escalation_cause_known"
            ),
        ]


class EscalationDecision(models.Model):
    """What the township decided on it: hold it again, go on without the step, or end it here."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"decided_by": "name", "reason": "text"}
    )

    escalation = models.OneToOneField(Escalation, models.PROTECT, primary_key=True, related_name="decision")
    body = joint()
    outcome = models.CharField(max_length=10)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["again", "proceed", "end"]), name="affairs_escalation_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="affairs_escalation_reason"),
        ]


class Revocation(models.Model):
    """A later matter of the same body took effect and this one stops there. Both stay."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="revocations")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    by_matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    since = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "village"], name="affairs_revocation_once")]
