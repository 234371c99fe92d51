"""推选: criteria, candidates, opinions of the members, result, approval. Not Party or village-committee elections."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.posts.models.offices import Post
from liancun.framework.tables import TableFacts


class SelectionState(models.TextChoices):
    OPEN = "open", _("推选中")
    CONCLUDED = "concluded", _("待批准")
    APPROVED = "approved", _("已批准，待任职")
    APPOINTED = "appointed", _("已任职")
    DROPPED = "dropped", _("已中止")


class Selection(models.Model):
    """One selection for one post of a body. What was concluded stays; whoever concludes does not approve."""

    facts = TableFacts(
        rows="scoped",
        why="opinions on persons: read by the officers of the body and of its members",
        grants="SIU",
        personal={
            "opened_by_name": "name",
            "concluded_by_name": "name",
            "approved_by_name": "name",
            "result": "text",
            "approval_note": "text",
        },
    )

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    criteria = models.JSONField(default=list)
    needs_approval = models.BooleanField()
    state = models.CharField(max_length=12, choices=SelectionState.choices, default=SelectionState.OPEN)
    opened_on = models.DateField()
    opened_by_name = models.CharField(max_length=120)
    chosen = models.ForeignKey("posts.Candidate", models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True, default="")
    concluded_by_id = models.BigIntegerField(null=True, blank=True)
    concluded_by_name = models.CharField(max_length=120, blank=True, default="")
    concluded_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    approved_by_name = models.CharField(max_length=120, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_note = models.CharField(max_length=300, blank=True, default="")
    post = models.OneToOneField(Post, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SelectionState.values), name="posts_selection_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("concluded_by_id")),
                name="posts_selection_apart",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "dropped"))
                | Q(chosen__isnull=False, held_on__isnull=False, concluded_at__isnull=False),
                name="posts_selection_concluded",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "dropped", "concluded"))
                | Q(needs_approval=False)
                | Q(approved_by_id__isnull=False, concluded_by_id__isnull=False),
                name="posts_selection_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="appointed") | Q(post__isnull=False), name="posts_selection_appointed"
            ),
            models.UniqueConstraint(
                fields=["body", "kind"],
                condition=Q(state__in=("open", "concluded", "approved")),
                name="posts_selection_one_at_a_time",
            ),
        ]


class Candidate(models.Model):
    """A person put forward. `known`: what the system knew of them on that day, as it was shown."""

    facts = TableFacts(
        rows="scoped",
        why="as its selection",
        grants="SI",
        personal={"person_name": "name", "reason": "text", "known": "text", "put_up_by": "name"},
    )

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="candidates")
    body_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True, default="")
    known = models.JSONField(default=list)
    put_up_by = models.CharField(max_length=120)
    put_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "person"], name="posts_candidate_once"),
        ]


class Stand(models.TextChoices):
    AGREE = "agree", _("同意")
    DISAGREE = "disagree", _("不同意")
    NO_VIEW = "no_view", _("没有意见")


class Opinion(models.Model):
    """What a member body says of a candidate; once."""

    facts = TableFacts(
        rows="scoped", why="as its selection", grants="SI", personal={"words": "text", "by_name": "name"}
    )

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="opinions")
    body_id = models.BigIntegerField()
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="opinions")
    member = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    stand = models.CharField(max_length=10, choices=Stand.choices)
    words = models.CharField(max_length=300, blank=True, default="")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "member"], name="posts_opinion_once"),
            models.CheckConstraint(condition=Q(stand__in=Stand.values), name="posts_opinion_stand_known"),
        ]


class SelectionStep(models.Model):
    """What happened in a selection, by whom, under the name of that day."""

    facts = TableFacts(
        rows="scoped", why="as its selection", grants="SI", personal={"by_name": "name", "note": "text"}
    )

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="steps")
    body_id = models.BigIntegerField()
    act = models.CharField(max_length=20)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True, default="")
