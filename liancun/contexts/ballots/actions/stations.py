"""Polling places: where, in which hours, and who signs people on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import names_of, open_row, record
from liancun.contexts.ballots.models import Station, StationOfficer
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Place, Refusal, mark


@action("ballots.open_station")
def open_station(
    actor: Actor,
    *,
    ballot_id: int,
    place: str,
    opens_at: datetime,
    closes_at: datetime,
    officer_ids: Collection[int],
) -> queries.StationLine:
    """Sets up a polling place with its hours and the persons who serve there (two at least).

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.channel, ballots.no_place,
    ballots.hours, ballots.two_officers.
    """
    ballot = open_row(actor, "ballots.open", ballot_id, rules.Method.NAMED, rules.Method.SECRET)
    rules.refuse_channel(ballot.channels, rules.Channel.STATION)
    rules.refuse_hours(opens_at, closes_at)
    names = names_of([ballot.body_id], officer_ids)
    _refuse_station(place, [one for one in set(officer_ids) if one in names])
    row = Station.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        place=place.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        opened_by=signature(actor),
    )
    StationOfficer.objects.bulk_create(
        StationOfficer(station=row, ballot=ballot, body_id=ballot.body_id, person_id=one, name=names[one])
        for one in sorted(set(officer_ids))
        if one in names
    )
    record(actor, "ballots.open_station", ballot, {"station": row.pk})
    return queries.station(row.pk)


def _refuse_station(place: str, officers: Collection[int]) -> None:
    if not place.strip():
        raise Refusal(
            "ballots.no_place",
            mark("没有写明投票点的地点。"),
            place=Place("field", field="place"),
            remedy=mark("请写明村民找得到的地点。"),
        )
    if len(officers) < 2:
        raise Refusal(
            "ballots.two_officers",
            mark("投票点至少要有两名工作人员。"),
            place=Place("field", field="officers"),
            remedy=mark("请再选一名工作人员。"),
        )
