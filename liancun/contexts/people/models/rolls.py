"""The rolls persons stand on, from day to day."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models.persons import Person
from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Roll(models.TextChoices):
    REPRESENTATIVE = "representative", _("成员代表")
    PARTY_MEMBER = "party_member", _("党员")
    COLLECTIVE_MEMBER = "collective_member", _("集体经济组织成员")


class RollEntry(models.Model):
    """A person stands on a roll of a body from `since` to the day before `until`.

    Once closed a line stays closed; a person returns by a new line. A vote freezes its own copy.
    """

    facts = TableFacts(
        rows="scoped",
        why="membership of the Party and of a collective: read by officers of that body",
        grants="SI",
    )

    kind = models.CharField(max_length=20, choices=Roll.choices)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

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
            models.CheckConstraint(condition=Q(kind__in=Roll.values), name="people_rollentry_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="people_rollentry_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="people_rollentry_body_kind")]
