"""Files that prove something: kept once by their digest, read by those who may read the body they belong to."""

from __future__ import annotations

from django.db import models

from liancun.framework.tables import TableFacts


class File(models.Model):
    """One stored file. The bytes lie under their SHA-256 outside the web root.

    `of_books`: an original of the accounts, read like the book of its body and not like its working records.
    """

    facts = TableFacts(
        rows="scoped",
        why="read with the body, or the book, it belongs to",
        grants="SI",
        personal={"name": "text", "stored_by_name": "name"},
    )

    body_id = models.BigIntegerField()
    of_books = models.BooleanField(default=False)
    purpose = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    stored_by = models.BigIntegerField(null=True)
    stored_by_name = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["body_id"], name="evidence_file_body"),
            models.Index(fields=["digest"], name="evidence_file_digest"),
        ]


class Link(models.Model):
    """The file serves this thing ("affairs.matter", 17). Read and written with its file."""

    facts = TableFacts(rows="scoped", why="as its file", grants="SI")

    file = models.ForeignKey(File, models.PROTECT, related_name="links")
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "subject", "subject_id"], name="evidence_link_once")
        ]
        indexes = [models.Index(fields=["subject", "subject_id"], name="evidence_link_subject")]
