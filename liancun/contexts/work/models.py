"""Tasks, their finish, and the reminders given. Nothing here changes once written (law 5):
a finish and a reminder are rows of their own, and whether a task is late follows from the clock.
"""

from __future__ import annotations

from django.db import models

from liancun.framework.tables import TableFacts


class Task(models.Model):
    """Something a village has to do because of a decided matter.

    `instructions`, `evidence` and `due_on` are copied from the playbook version `playbook_id`
    when the task opens: a later change of the catalogue does not move a running task.
    """

    facts = TableFacts(
        rows="scoped", why="a village's work is read by those whose scope holds the village", grants="SI"
    )

    matter_id = models.BigIntegerField()
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=60)
    matter_title = models.CharField(max_length=200)
    instructions = models.TextField()
    evidence = models.CharField(max_length=20)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    soon_days = models.PositiveSmallIntegerField()
    playbook_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter_id", "body", "kind"], name="work_task_once"),
            models.UniqueConstraint(fields=["id", "body"], name="work_task_of_body"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opened_on")), name="work_due_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(evidence__in=["photo_or_paper", "none"]), name="work_evidence_known"
            ),
        ]
        indexes = [models.Index(fields=["body", "due_on"], name="work_task_body_due")]

    def __str__(self) -> str:
        return self.title


class Finish(models.Model):
    """That a task was done: by whom (name as at the time), when, and what they wrote."""

    facts = TableFacts(
        rows="scoped",
        why="follows its task",
        grants="SI",
        personal={"by_name": "name", "note": "text"},
    )

    task = models.OneToOneField(Task, models.PROTECT, related_name="finish")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    by_person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    finished_at = models.DateTimeField()
    finished_on = models.DateField()
    note = models.TextField()
    files = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.task_id} {self.finished_on}"


class Reminder(models.Model):
    """That the worker reminded of a task: once for each kind."""

    facts = TableFacts(rows="scoped", why="follows its task", grants="SI")

    task = models.ForeignKey(Task, models.PROTECT, related_name="reminders")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "kind"], name="work_reminder_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["soon", "overdue"]), name="work_reminder_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind}"
