"""The ways a vote may come beside the meeting: proxies, polling places, personal slips, papers read by two."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liancun.contexts.ballots.models.ballots import IN_SCOPE, Ballot
from liancun.contexts.ballots.models.rolls import RollMark
from liancun.framework.tables import TableFacts


class Proxy(models.Model):
    """Somebody of the same household may vote in the place of `mark`, by a written paper that was seen."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"carrier_name": "name", "recorded_by": "name"}
    )

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="proxies")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    mark = models.ForeignKey(RollMark, models.PROTECT, related_name="proxies")
    carrier = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    carrier_name = models.CharField(max_length=60)
    paper = models.CharField(max_length=120)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()


class ProxyEnd(models.Model):
    """A proxy was taken back before it was used."""

    facts = TableFacts(
        rows="scoped", why=IN_SCOPE, grants="SI", personal={"reason": "text", "ended_by": "name"}
    )

    proxy = models.OneToOneField(Proxy, models.PROTECT, primary_key=True, related_name="end")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    ended_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField()


class Station(models.Model):
    """A polling place with its hours."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"opened_by": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="stations")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    place = models.CharField(max_length=80)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="ballots_station_hours"),
        ]


class StationOfficer(models.Model):
    """Who signs people on at a polling place."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"name": "name"})

    station = models.ForeignKey(Station, models.PROTECT, related_name="officers")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "person"], name="ballots_stationofficer_once")
        ]


class Slip(models.Model):
    """A personal one-time link to vote on the phone. `digest`: of the token, which is printed once; `code_digest`: of
    the second factor, which is handed over apart from it. A slip is used once, voided by a newer one, and shut
    after too many wrong codes. It never says what was chosen.
    """

    facts = TableFacts(
        rows="scoped", why="read by the program alone: a slip stands for a person", grants="SIU"
    )

    digest = models.CharField(max_length=64, primary_key=True)
    code_digest = models.CharField(max_length=64)
    mark = models.ForeignKey(RollMark, models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)


class PaperReading(models.Model):
    """What one officer read from a paper that bears a name. Never shown to another officer before the close."""

    facts = TableFacts(rows="scoped", why=IN_SCOPE, grants="SI", personal={"read_by": "name"})

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="readings")
    body = models.ForeignKey("bodies.Body", models.PROTECT, related_name="+")
    mark = models.ForeignKey(RollMark, models.PROTECT, related_name="readings")
    choice = models.CharField(max_length=10)
    picks = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        db_default=[],
    )
    read_by_id = models.BigIntegerField()
    read_by = models.CharField(max_length=60)
    read_at = models.DateTimeField()
