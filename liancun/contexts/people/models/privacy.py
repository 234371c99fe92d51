"""What the law asks of who keeps personal data: openings, consents, requests of those concerned, assessments."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models.persons import Person
from liancun.framework.tables import TableFacts


class Opening(models.Model):
    """Who looked at which datum of whom, why, and until when it stays open to them. Never changes."""

    facts = TableFacts(
        rows="scoped",
        why="read by who opened, and by officers of the person's home: the person may ask who looked",
        grants="SI",
        personal={"actor_name": "name", "reason": "text"},
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home_id = models.BigIntegerField()
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "user_id"], name="people_opening_person_user")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="people_opening_ends"),
            models.CheckConstraint(condition=~Q(reason=""), name="people_opening_has_reason"),
        ]


class Giver(models.TextChoices):
    SELF = "self", _("本人")
    GUARDIAN = "guardian", _("监护人")


class Consent(models.Model):
    """A consent of its own for one kind of sensitive datum, given on paper (a filed evidence) and withdrawn once."""

    facts = TableFacts(
        rows="scoped", why="read by officers of the person's home", grants="SI", personal={"paper": "text"}
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    given_by = models.CharField(max_length=10, choices=Giver.choices)
    given_on = models.DateField()
    paper = models.CharField(max_length=200)
    file_id = models.BigIntegerField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(withdrawn_on=None), name="people_consent_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="people_consent_ends_after_begin",
            ),
            models.CheckConstraint(condition=Q(given_by__in=Giver.values), name="people_consent_giver_known"),
        ]


class Wish(models.TextChoices):
    EXPORT = "export", _("查阅、复制")
    CORRECT = "correct", _("更正、补充")
    ERASE = "erase", _("删除")


class Request(models.Model):
    """What a person asks of their own data (or the schedule proposes), who answers it, and how it ended.

    An erasure is asked by one and confirmed by another; the key is destroyed after the decision is kept, and
    `finished_at` says that it is.
    """

    facts = TableFacts(
        rows="scoped",
        why="read by officers of the person's home",
        grants="SIU",
        personal={"words": "text", "answer": "text"},
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    home_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Wish.choices)
    words = models.CharField(max_length=400)
    asked_on = models.DateField()
    by_schedule = models.BooleanField(default=False)
    recorded_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="open")
    answer = models.CharField(max_length=400, blank=True, default="")
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="open"), name="people_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "done", "refused")), name="people_request_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=Wish.values), name="people_request_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="erase", state="done") | ~Q(recorded_by=F("answered_by")),
                name="people_request_two_erase",
            ),
        ]
        indexes = [models.Index(fields=["home_id", "state"], name="people_request_home_state")]


class Assessment(models.Model):
    """An impact assessment as it was signed: what every table kept of persons that day. Never changes."""

    facts = TableFacts(
        rows="open",
        why="describes tables and rules, no person; the page asks for the right",
        grants="SI",
        personal={"signed_name": "name"},
    )

    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    conclusion = models.CharField(max_length=400)
    signed_by = models.BigIntegerField(null=True)
    signed_name = models.CharField(max_length=120)
    signed_on = models.DateField()
    keep_until = models.DateField()
