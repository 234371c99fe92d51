"""Agreements of several bodies (联建协议): drafted, signed by each party, in force, replaced or ended.

A draft may be written anew until the first party signs; from then on nothing of it changes (triggers of the
migration). A change afterwards is a new version that names the old one, and both stay.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liancun.contexts.bodies.models.register import Body
from liancun.framework.tables import TableFacts


class Agreement(models.Model):
    """`host`: the joint body or area that keeps it. `readers`: the host and the parties, whose people read it."""

    facts = TableFacts(
        rows="scoped",
        why="read by the people of its host and of its parties",
        grants="SIU",
        personal={"drafted_by_name": "name"},
    )

    host = models.ForeignKey(Body, models.PROTECT, related_name="+")
    readers = ArrayField(models.BigIntegerField())
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=40, blank=True, default="")
    purpose = models.TextField(max_length=2000)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    drafted_by = models.BigIntegerField(null=True)
    drafted_by_name = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="bodies_agreement_until_after_since",
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
                name="bodies_agreement_version_names_old",
            ),
        ]
        indexes = [
            models.Index(fields=["host"], name="bodies_agreement_host_day"),
            models.Index(fields=["until"], name="bodies_agreement_until"),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """What one party takes on: its position in the plan (分村定位), its duties, and its share.

    `share`: in percent; `share_terms`: the same in words.
    """

    facts = TableFacts(rows="scoped", why="follows its agreement", grants="SID")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    position = models.CharField(max_length=200, blank=True, default="")
    duties = models.TextField(max_length=2000, blank=True, default="")
    share = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    share_terms = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "body"], name="bodies_agreementparty_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=100),
                name="bodies_agreementparty_share_percent",
            ),
        ]


class AgreementSignature(models.Model):
    """A party signed: by whom, in which post, on which day, and the digest of the text it signed.

    `on_paper`: signed outside the program and recorded from the original. `completes`: the last one missing
    (set by the database).
    """

    facts = TableFacts(
        rows="scoped",
        why="follows its agreement",
        grants="SI",
        personal={"signer_name": "name", "recorded_by_name": "name"},
    )

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=60)
    signer_post = models.CharField(max_length=120)
    signed_on = models.DateField()
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    on_paper = models.BooleanField(default=False)
    recorded_by_name = models.CharField(max_length=120)
    completes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "body"], name="bodies_signature_once"),
            models.UniqueConstraint(
                fields=["agreement", "person_id"],
                condition=Q(person_id__isnull=False),
                name="bodies_signature_nobody_twice",
            ),
        ]


class AgreementEnd(models.Model):
    """The agreement ends on this day before its time; before all have signed: the draft is withdrawn."""

    facts = TableFacts(
        rows="scoped",
        why="follows its agreement",
        grants="SI",
        personal={"recorded_by_name": "name", "reason": "text"},
    )

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="ending")
    ended_on = models.DateField()
    reason = models.CharField(max_length=200)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()


class AgreementReminder(models.Model):
    """That the worker reminded of the coming end, `days` before it: once each."""

    facts = TableFacts(rows="scoped", why="follows its agreement", grants="SI")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "days"], name="bodies_reminder_once")]
