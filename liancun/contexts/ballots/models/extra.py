"""Extra votes of a co-operative's members (附加表决权), as its members' assembly decided them for a year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.models.ballots import IN_SCOPE
from liancun.framework.tables import TableFacts


class Basis(models.TextChoices):
    """农民专业合作社法 art. 22: a larger contribution, or a larger volume of transactions with the co-operative."""

    CONTRIBUTION = "contribution", _("出资额较大")
    TRANSACTION = "transaction", _("交易量（额）较大")


class ExtraDecision(models.Model):
    """What the members' assembly decided for a year; of several the last one holds."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"decision": "text", "recorded_by": "name"}
    )

    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    decision = models.CharField(max_length=120)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "year"], name="ballots_extradecision_year")]


class ExtraVote(models.Model):
    """A member's votes beyond the one that everybody has."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"name": "name"})

    decision = models.ForeignKey(ExtraDecision, models.PROTECT, related_name="lines")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    votes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="ballots_extravote_once"),
            models.CheckConstraint(condition=Q(votes__gte=1), name="ballots_extravote_some"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="ballots_extravote_basis_known"),
        ]
