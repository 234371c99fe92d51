"""What was done, by whom, when. Rows are only ever added; a sealer links them into a hash chain."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from liancun.framework.tables import TableFacts


class AuditRow(models.Model):
    """One act or refused attempt, as plain columns: ids, the actor's name and post at that time.

    `origin`: the network the request came from, shortened (/24, /56); empty for what the program does.
    `detail` holds ids, amounts and states, never personal data: rows outlive erasure (law 8).
    """

    facts = TableFacts(
        rows="scoped",
        why="everybody's acts add rows; the auditor alone reads them",
        grants="SI",
        personal={"actor_name": "name"},
    )

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_user_id = models.BigIntegerField(null=True)
    actor_person_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    actor_post = models.CharField(max_length=160)
    verb = models.CharField(max_length=80)
    refused = models.BooleanField(default=False)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    detail = models.JSONField(encoder=DjangoJSONEncoder)
    origin = models.CharField(max_length=50, blank=True, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="audit_auditrow_at"),
            models.Index(fields=["subject", "subject_id"], name="audit_auditrow_subject"),
        ]


class Seal(models.Model):
    """The link of one row: its place in the chain and the digest over the one before and the row."""

    facts = TableFacts(rows="scoped", why="part of the log; written by the sealer", grants="SI")

    position = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class DayHead(models.Model):
    """The last link when a day was over, published for everybody: whoever kept it can prove a later change."""

    facts = TableFacts(rows="scoped", why="published; the program alone adds a day", grants="SI")

    day = models.DateField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
