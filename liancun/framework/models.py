"""Tables of no context: playbook versions and the progress of long work."""

from __future__ import annotations

from django.db import models

from liancun.framework.database.fields import EncryptedText
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


class SheetUpload(models.Model):
    """A file of rows handed in for a register, from its arrival to its commit.

    `state`: received → read → ready | faulty | refused → writing → done. `rows` understood and at fault together;
    `fresh` new, `known` there already, `faulty` rows with a fault, `repaired` cells. `key` opens the parts,
    `remarks` holds the first faults and repairs as JSON. The parts go when the rows are in, or after some days.
    """

    layout = models.CharField(max_length=60)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="received")
    rows = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0)
    key = EncryptedText(purpose="sheet")
    remarks = EncryptedText(purpose="sheet")
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    facts = TableFacts(
        rows="scoped",
        why="what somebody hands in is seen by that person alone until it stands in the register",
        grants="SIUD",
        personal={"name": "text", "remarks": "text"},
    )

    class Meta:
        indexes = [models.Index(fields=["user_id", "layout", "digest"], name="framework_sheet_digest")]


class SheetShape(models.Model):
    """Which heading of another program's file stands for which column of a sheet (`heads`: column → heading).

    Told by somebody of `body_id` for the files of that office; the newest that fits a file holds.
    """

    layout = models.CharField(max_length=60)
    body_id = models.BigIntegerField(null=True)
    heads = models.JSONField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    facts = TableFacts(rows="open", why="只有列名，没有数据", grants="SI")

    class Meta:
        indexes = [models.Index(fields=["layout", "body_id"], name="framework_sheetshape_of")]


class SheetPart(models.Model):
    """A piece of the file, or some hundred rows understood from it; sealed under the upload's own key."""

    upload = models.ForeignKey(SheetUpload, models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    facts = TableFacts(rows="scoped", why="part of an upload", grants="SID", personal={"content": "text"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "kind", "number"], name="framework_sheetpart_once")
        ]
