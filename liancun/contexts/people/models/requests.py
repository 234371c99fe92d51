"""Change requests: nobody changes an opened roll alone."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models.persons import Person
from liancun.framework.database.fields import PersonText
from liancun.framework.tables import TableFacts


class RequestKind(models.TextChoices):
    ADD = "add", _("列入名册")
    STRIKE = "strike", _("移出名册")
    DEATH = "death", _("登记死亡")
    CORRECT = "correct", _("更正姓名或号码")
    TRANSFER = "transfer", _("转到另一个村")
    GUARDIAN = "guardian", _("登记监护人")
    OWN_LIVING = "own_living", _("登记以自己的劳动收入为主要生活来源")
    REPRESENT = "represent", _("确定代表联系的农户")
    MERGE = "merge", _("合并两份人员记录")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("待审批")
    APPROVED = "approved", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class ChangeRequest(models.Model):
    """A change asked for by one person and decided by another; what it holds never changes, it is decided once.

    `body` is where it is asked (the roll's body, or the person's home), `other` the second body of a transfer.
    `payload` holds ids, dates and codes; `words` holds names and numbers as JSON, sealed under the person's own key.
    A transfer waits for somebody of the other body too (`agreed_by`). Constraints and triggers keep the persons
    apart and refuse a decision in another's name.
    """

    facts = TableFacts(
        rows="scoped",
        why="what is to be changed in whose record: read by the officers of the bodies concerned",
        grants="SI",
        personal={"words": "identity", "reason": "text", "answer": "text"},
    )

    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    roll = models.CharField(max_length=30, blank=True, default="")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    other = models.ForeignKey("bodies.Body", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    payload = models.JSONField(default=dict)
    words = PersonText(purpose="request")
    reason = models.CharField(max_length=300)
    effective_on = models.DateField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="people_changerequest_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="people_changerequest_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="waiting", decided_by__isnull=True)
                    | Q(state="withdrawn", decided_by=F("asked_by"))
                    | (Q(state__in=("approved", "refused")) & ~Q(decided_by=F("asked_by")))
                ),
                name="people_changerequest_two_pairs_of_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="people_changerequest_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | (
                    ~Q(agreed_by=F("asked_by"))
                    & (Q(decided_by__isnull=True) | ~Q(agreed_by=F("decided_by")) | Q(state="withdrawn"))
                ),
                name="people_changerequest_agreed_by_a_third",
            ),
            models.CheckConstraint(
                condition=~Q(kind="transfer", state="approved") | Q(agreed_by__isnull=False),
                name="people_changerequest_transfer_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("transfer",)) | Q(other__isnull=False),
                name="people_changerequest_transfer_to",
            ),
            models.UniqueConstraint(
                fields=["kind", "roll", "body", "person"],
                condition=Q(state="waiting"),
                name="people_changerequest_one_waiting",
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "asked_at"], condition=Q(state="waiting"), name="people_changerequest_waiting"
            ),
            models.Index(fields=["body", "-asked_at"], name="people_changerequest_body"),
            models.Index(fields=["person"], name="people_changerequest_person"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
