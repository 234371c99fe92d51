"""Who holds which public post, from when to when, and who stands in. A post grants nothing by itself: `access` reads it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from liancun.framework.database.ranges import holds
from liancun.framework.tables import TableFacts


class Post(models.Model):
    """`kind`, `way`, `speciality` and the parts of `portfolio` are codes of the playbook (or old words).

    `person_name` is the name at appointment: holders of public posts are named. `sole`: at most one holder at a
    time of this kind in this body. `ends_on`: when the term is expected to end; only `until` ends it, and once.
    `office`: "business", or which of the three administrators ("system", "security", "audit"), or "" when the post
    brings no role: no person holds two kinds at a time (三员分立), and the database refuses it.
    A mistaken line is struck and another one, which names it in `corrects`, takes its place: both stay.
    """

    facts = TableFacts(
        rows="open",
        why="who holds a public post is public, and every scope is computed from it",
        grants="SI",
        personal={
            "person_name": "name",
            "end_note": "text",
            "struck_reason": "text",
            "struck_by": "name",
        },
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=20, blank=True, default="")
    how = models.CharField(max_length=120, blank=True, default="")
    decision = models.CharField(max_length=200, blank=True, default="")
    source_body = models.ForeignKey("bodies.Body", models.PROTECT, null=True, blank=True, related_name="+")
    speciality = models.CharField(max_length=40, blank=True, default="")
    portfolio = models.CharField(max_length=120, blank=True, default="")
    ends_on = models.DateField(null=True, blank=True)
    end_note = models.CharField(max_length=300, blank=True, default="")
    sole = models.BooleanField(default=False)
    office = models.CharField(max_length=10, blank=True, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.CharField(max_length=120, blank=True, default="")
    struck_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="posts_post_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(struck_at__isnull=True),
            ),
            ExclusionConstraint(
                name="posts_post_sole",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(sole=True, struck_at__isnull=True),
            ),
            ExclusionConstraint(
                name="posts_post_apart",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("office", RangeOperators.NOT_EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(struck_at__isnull=True) & ~Q(office=""),
            ),
            models.CheckConstraint(
                condition=(~Q(kind="system_admin") | Q(office="system"))
                & (~Q(kind="security_admin") | Q(office="security"))
                & (~Q(kind="auditor") | Q(office="audit")),
                name="posts_post_office_said",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="posts_post_until_after_since"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("since")),
                name="posts_post_term_after_since",
            ),
            models.UniqueConstraint(fields=["corrects"], name="posts_post_corrected_once"),
        ]
        indexes = [
            models.Index(fields=["body", "kind"], name="posts_post_body_kind"),
            models.Index(
                fields=["ends_on"],
                name="posts_post_ends_on",
                condition=Q(ends_on__isnull=False, until__isnull=True, struck_at__isnull=True),
            ),
        ]


class TermReminder(models.Model):
    """The worker noticed that a term comes to its end; once for each post."""

    facts = TableFacts(rows="open", why="only that a public term ends, as the post itself says", grants="SI")

    post = models.OneToOneField(Post, models.PROTECT, related_name="+")
    ends_on = models.DateField()
    reminded_at = models.DateTimeField()


class Delegation(models.Model):
    """AB 岗: for these days `person` does the duties of a post in its holder's stead, and signs with 代.

    `duties` are codes of the playbook; none means all duties of the post. `by_holder`: given by the holder
    (otherwise by a superior). It ends with its last day, with the post, or when it is taken back.
    """

    facts = TableFacts(
        rows="open",
        why="who acts for whom in a public post is public, and every scope is computed from it",
        grants="SI",
        personal={
            "person_name": "name",
            "holder_name": "name",
            "given_by_name": "name",
            "reason": "text",
        },
    )

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    holder_name = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField()
    duties = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    by_holder = models.BooleanField()
    given_by_name = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="posts_delegation_once",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (holds(), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="posts_delegation_until_after_since"
            ),
        ]
        indexes = [models.Index(fields=["person", "until"], name="posts_delegation_person")]
