"""A matter and the bodies it concerns: fixed when it is raised, only its state moves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from liancun.contexts.affairs.rules.life import State
from liancun.framework.tables import TableFacts

IN_SCOPE = "a joint matter is known to those whose scope holds the joint committee"
STATE_WORDS = {
    State.DELIBERATING: _("支部议事中"),
    State.READY: _("待召开党委会"),
    State.CONVENED: _("党委会已召集"),
    State.REJECTED: _("党委会未通过"),
    State.CONSENTING: _("各村决定中"),
    State.ESCALATED: _("待乡镇决定"),
    State.APPROVING: _("待上级同意或备案"),
    State.LAPSED: _("同意的村不够，不生效"),
    State.WAITING: _("决议公开中"),
    State.ACTING: _("联动办事中"),
    State.APPRAISING: _("待群众评事"),
    State.RATING: _("群众评事中"),
    State.DONE: _("已办结"),
    State.REVOKED: _("已由后来的决定撤销"),
}


def joint() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")


class Matter(models.Model):
    """`body` is the joint committee, or the one body whose matter it is (`alone`), which is then its `village` too.
    `resolves`: a joint body resolves before the bodies concerned decide; `opinions`: their branches deliberate before it.

    `minimum`: how many bodies must agree. `key`: made by the sender's form. `approvals`: keys of the consents from
    above that precede any effect. `revokes`: the earlier matter that this one takes the place of. `within`: the
    matter in effect that this one carries out. `demanded_by`: a demand of villagers or representatives, on paper,
    by `demand_count` of `demand_of` persons. `purchase`: how many papers of each kind must be on record before its money is
    authorised: {kind: count}.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SIU", personal={"raised_by": "name"})

    body = joint()
    title = models.CharField(max_length=120)
    subject = models.CharField(max_length=60)
    purpose = models.TextField()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    raised_by_id = models.BigIntegerField(null=True)
    raised_by = models.CharField(max_length=60)
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=2)
    playbook_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    alone = models.BooleanField(default=False)
    resolves = models.BooleanField(default=True)
    opinions = models.BooleanField(default=True)
    approvals = models.JSONField(default=list)
    revokes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    within = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    purchase = models.JSONField(default=dict)
    demanded_by = models.CharField(max_length=20, blank=True, default="")
    demand_count = models.PositiveIntegerField(null=True)
    demand_of = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=16, choices=list(STATE_WORDS.items()), default=State.DELIBERATING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "key"], name="affairs_matter_key_once"),
            models.CheckConstraint(condition=Q(minimum__gte=1), name="affairs_matter_minimum"),
            models.CheckConstraint(condition=Q(total__gte=0), name="affairs_matter_total"),
            models.CheckConstraint(
                condition=Q(alone=False) | Q(village=F("body"), minimum=1), name="affairs_matter_alone"
            ),
            models.CheckConstraint(
                condition=Q(demanded_by="", demand_count=None, demand_of=None)
                | Q(demanded_by="villagers", demand_count__gte=1, demand_of__lte=F("demand_count") * 10)
                | Q(demanded_by="representatives", demand_count__gte=1, demand_of__lte=F("demand_count") * 5),
                name="affairs_matter_demand_enough",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="affairs_matter_body_state")]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A body concerned and what it would pay, in yuan; fixed when the matter is raised.

    `procedure`: its own way, chosen by `route` from facts of the body; `why` and `article` say why. `steps`: what
    the database itself asks for before any effect, in order: [{"key", "kind"}]. `publishes`: its decision must hang
    out before it binds.
    """

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI")

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties")
    body = joint()
    village = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    procedure = models.CharField(max_length=60, blank=True, default="")
    route = models.CharField(max_length=60, blank=True, default="")
    why = models.TextField(blank=True, default="")
    article = models.CharField(max_length=120, blank=True, default="")
    steps = models.JSONField(default=list)
    publishes = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "village"], name="affairs_party_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="affairs_party_amount"),
            models.CheckConstraint(
                condition=Q(procedure="") | ~Q(steps=[]), name="affairs_party_procedure_has_steps"
            ),
        ]
