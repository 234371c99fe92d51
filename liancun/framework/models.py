"""Tables of no context: playbook versions and the progress of long work."""

from __future__ import annotations

from django.db import models

from liancun.framework.tables import TableFacts


class PlaybookVersion(models.Model):
    """A county's institutions as they stood; never changed, because matters point at it."""

    county = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    texts = models.JSONField()
    applied_at = models.DateTimeField()

    facts = TableFacts(rows="open", why="制度本身是公开的", grants="SI")


class JobProgress(models.Model):
    """How far a long piece of work is; a convenience, not a record: it may be deleted."""

    key = models.CharField(max_length=120, unique=True)
    label = models.CharField(max_length=120)
    user_id = models.BigIntegerField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default="running")
    message = models.CharField(max_length=400, default="")
    result_url = models.CharField(max_length=300, default="")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    facts = TableFacts(rows="open", why="只有数量，页面只给发起人看", grants="SIUD")
