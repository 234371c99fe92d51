"""Contact points with their visits and issues, and businesses somebody leads personally (领办)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Contact(models.Model):
    """联系点: an officer keeps in touch with a body and visits it; how often is in the playbook."""

    facts = TableFacts(
        rows="open",
        why="which officer is the contact of which body is public",
        grants="SI",
        personal={"person_name": "name"},
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="posts_contact_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="posts_contact_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="posts_contact_body_kind")]


class Visit(models.Model):
    """A short note of a visit. No photograph is asked for, no place is taken."""

    facts = TableFacts(
        rows="scoped",
        why="work notes of a body: read by its officers and by whoever visited",
        grants="SI",
        personal={"note": "text", "by_name": "name"},
    )

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="visits")
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    on = models.DateField()
    note = models.CharField(max_length=500)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()


class Issue(models.Model):
    """Something raised at a visit, until it is settled."""

    facts = TableFacts(
        rows="scoped",
        why="as its visit",
        grants="SI",
        personal={"what": "text", "settled_note": "text", "settled_by": "name"},
    )

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="issues")
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    what = models.CharField(max_length=300)
    settled_on = models.DateField(null=True, blank=True)
    settled_note = models.CharField(max_length=300, blank=True, default="")
    settled_by = models.CharField(max_length=120, blank=True, default="")


class Lead(models.Model):
    """领办: an officer personally leads a business of a body, with a target. `business_body` when it is registered."""

    facts = TableFacts(
        rows="open",
        why="which officer leads which collective business is public",
        grants="SI",
        personal={"person_name": "name"},
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    business = models.CharField(max_length=120)
    business_body = models.ForeignKey("bodies.Body", models.PROTECT, null=True, blank=True, related_name="+")
    target = models.CharField(max_length=200)
    target_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True, default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="posts_lead_until_after_since"
            ),
            models.UniqueConstraint(
                fields=["person", "body", "business"],
                condition=Q(until__isnull=True),
                name="posts_lead_once",
            ),
        ]


class LeadResult(models.Model):
    """What came of it by a day."""

    facts = TableFacts(
        rows="scoped",
        why="work notes of a body: read by its officers and by whoever leads",
        grants="SI",
        personal={"note": "text", "by_name": "name"},
    )

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="results")
    body_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
