"""The rolls persons stand on, from day to day; which kinds there are is the playbook's."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models.households import Household
from liancun.contexts.people.models.persons import Person
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Roll(models.TextChoices):
    """The rolls the program itself asks for; the playbook's section `rolls` names all there are."""

    REPRESENTATIVE = "representative", _("成员代表")
    PARTY_MEMBER = "party_member", _("党员")
    COLLECTIVE_MEMBER = "collective_member", _("集体经济组织成员")


class RollEntry(models.Model):
    """A person stands on a roll of a body from `since` to the day before `until`.

    Once closed a line stays closed; a person returns by a new line. A vote freezes its own copy.
    Of an opened roll `request` brought the line and `closing` ended it: a trigger looks at both.
    """

    facts = TableFacts(
        rows="scoped",
        why="membership of the Party and of a collective: read by officers of that body",
        grants="SI",
    )

    kind = models.CharField(max_length=30)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    request = models.ForeignKey(
        "people.ChangeRequest", models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing = models.ForeignKey(
        "people.ChangeRequest", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="people_rollentry_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_rollentry_until_after_since",
            ),
            models.UniqueConstraint(
                fields=["request", "body", "kind", "person"],
                condition=Q(request__isnull=False),
                name="people_rollentry_request_once",
            ),
        ]
        indexes = [
            models.Index(fields=["body", "kind"], name="people_rollentry_body_kind"),
            models.Index(fields=["person"], name="people_rollentry_person"),
        ]


class RollOpening(models.Model):
    """From now on this roll of this body is kept by change requests only."""

    facts = TableFacts(rows="open", why="which rolls are kept by requests; names nobody", grants="SI")

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="people_rollopening_once")]


class Representation(models.Model):
    """A representative stands for a household, from day to day; a household has one on a roll at a time."""

    facts = TableFacts(
        rows="scoped",
        why="who speaks for which household: read by officers of that body",
        grants="SI",
    )

    kind = models.CharField(max_length=30)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    request = models.ForeignKey("people.ChangeRequest", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="people_representation_once",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("household", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_representation_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind", "person"], name="people_representation_of")]
