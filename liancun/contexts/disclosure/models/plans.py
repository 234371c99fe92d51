"""What an office plans to publish, what the supervisors say about it, what the office answers (law 5: rows apart)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from liancun.framework.tables import TableFacts

IN_SCOPE = "only officers of the planning body, its supervisors and those above read and add"


class Plan(models.Model):
    """A snapshot before it is published. `reviewer`: the supervisors asked, none where no rule asks for them.

    `subject`, `subject_id`, `part`: what another context means to publish of its own (a matter's decision); it alone
    publishes such a plan. `review_due_on`: the last day of their objection; saying nothing until then lets the plan pass.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"planned_by": "name"})

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    category = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    part = models.CharField(max_length=60, blank=True, default="")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    days = models.PositiveSmallIntegerField()
    working_days = models.BooleanField()
    reviewer = models.ForeignKey("bodies.Body", models.PROTECT, null=True, related_name="+")
    review_due_on = models.DateField(null=True)
    answer_days = models.PositiveSmallIntegerField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=60)
    planned_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewer=None, review_due_on=None)
                | Q(reviewer__isnull=False, review_due_on__isnull=False),
                name="disclosure_plan_review_has_day",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"), name="disclosure_plan_digest_form"
            ),
            models.CheckConstraint(
                condition=(Q(subject="", subject_id=None, part="") & ~Q(category=""))
                | (Q(category="", subject_id__isnull=False) & ~Q(subject="") & ~Q(part="")),
                name="disclosure_plan_of_a_category_or_a_subject",
            ),
        ]
        indexes = [models.Index(fields=["body", "-planned_at"], name="disclosure_plan_body_when")]

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """The supervisors' one word on a plan: agreed, or an objection that the office answers by `answer_due_on`."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"text": "text", "by_name": "name"})

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="review")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    text = models.TextField(blank=True, default="")
    answer_due_on = models.DateField(null=True)
    by_name = models.CharField(max_length=60)
    by_person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agrees=True, answer_due_on=None)
                | (Q(agrees=False, answer_due_on__isnull=False) & ~Q(text="")),
                name="disclosure_review_objection_has_words",
            )
        ]


class ReviewAnswer(models.Model):
    """The office's one answer to the supervisors' objection."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"text": "text", "by_name": "name"})

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="answer")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    text = models.TextField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class PlanEnding(models.Model):
    """A plan given up before it was published, and why."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"reason": "text", "by_name": "name"}
    )

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="ending")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()


class DueReminder(models.Model):
    """That the worker reminded of a review, of its answer, or of a complaint: each once soon, once overdue."""

    facts = TableFacts(rows="scoped", why="read by those who must act", grants="SI")

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    about = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "row_id", "kind"], name="disclosure_duereminder_once"),
            models.CheckConstraint(
                condition=Q(about__in=["review", "answer", "complaint"], kind__in=["soon", "overdue"]),
                name="disclosure_duereminder_known",
            ),
        ]
