"""One-time links: a person without an account does one named thing, once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from liancun.framework.tables import TableFacts


class OneTimeLink(models.Model):
    """`digest`: of the token, which is printed or shown as a QR code once. `subject`, `subject_id` point upward
    without a key. Only `used_at` may be set later, and once.
    """

    facts = TableFacts(
        rows="scoped", why="who was given a link: read by the officers of the person's home", grants="SI"
    )

    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True, blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    maker_user_id = models.BigIntegerField(null=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("made_at")), name="access_onetimelink_until_after"
            ),
        ]
