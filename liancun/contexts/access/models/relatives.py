"""Near relatives among those in office: what the law keeps apart, and what a signature must know."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.framework.tables import TableFacts


class Kin(models.TextChoices):
    SPOUSE = "spouse", _("配偶")
    PARENT = "parent", _("父母子女")
    SIBLING = "sibling", _("兄弟姐妹")
    GRANDPARENT = "grandparent", _("祖孙")


class NearRelative(models.Model):
    """Declared once for both; `person` has the lower id. `until`: the first day it no longer holds (divorce, mistake)."""

    facts = TableFacts(
        rows="scoped", why="family ties: read by the officers of the village and by the two", grants="SI"
    )

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    relative = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kin.choices)
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "relative"], condition=Q(until=None), name="access_nearrelative_once"
            ),
            models.CheckConstraint(condition=Q(person__lt=F("relative")), name="access_nearrelative_ordered"),
            models.CheckConstraint(condition=Q(kind__in=Kin.values), name="access_nearrelative_kind_known"),
        ]
