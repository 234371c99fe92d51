"""What stands beside the roll: proxies, polling places, papers that wait for their second officer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.ballots.models import NamedVote, PaperReading, Proxy, Station, StationOfficer
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import Answer, PaperState, Reading, Said, state_of


@dataclass(frozen=True)
class ProxyLine:
    """`ended_at` None: it stands. `used`: the carrier has voted by it."""

    id: int
    ballot_id: int
    mark_id: int
    giver_id: int
    giver: str
    carrier_id: int
    carrier: str
    paper: str
    recorded_by: str
    recorded_at: datetime
    ended_at: datetime | None
    ended_by: str
    reason: str
    used: bool

    @property
    def stands(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class StationLine:
    id: int
    ballot_id: int
    place: str
    opens_at: datetime
    closes_at: datetime
    officers: tuple[tuple[int, str], ...]

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


@dataclass(frozen=True)
class PaperLine:
    """A paper that does not count yet: how often and by whom it was read, never what."""

    mark_id: int
    name: str
    number: int
    readers: tuple[tuple[int, str], ...]
    state: PaperState
    last_at: datetime


def proxies(ballot_id: int) -> tuple[ProxyLine, ...]:
    """All that were ever given, oldest first: those taken back too. Two statements."""
    rows = Proxy.objects.filter(ballot_id=ballot_id).select_related("mark", "end").order_by("id")
    found = NamedVote.objects.filter(ballot_id=ballot_id, proxy__isnull=False)
    used = set(found.values_list("proxy_id", flat=True))
    return tuple(_proxy(row, row.pk in used) for row in rows)


def proxy(proxy_id: int) -> ProxyLine:
    """Refusal: ballots.unknown (404)."""
    row = Proxy.objects.select_related("mark", "end").filter(pk=proxy_id).first()
    if row is None:
        raise unknown_ballot()
    return _proxy(row, NamedVote.objects.filter(proxy_id=proxy_id).exists())


def standing_proxy(mark_id: int) -> int | None:
    """The proxy that stands for this place."""
    found = Proxy.objects.filter(mark_id=mark_id, end=None).order_by("-id")
    return found.values_list("id", flat=True).first()


def carried(ballot_id: int, carrier_id: int) -> int:
    """How many proxies somebody carries now."""
    return Proxy.objects.filter(ballot_id=ballot_id, carrier_id=carrier_id, end=None).count()


def stations(ballot_id: int) -> tuple[StationLine, ...]:
    """Two statements."""
    rows = Station.objects.filter(ballot_id=ballot_id).prefetch_related("officers").order_by("opens_at", "id")
    return tuple(_station(row, row.officers.all()) for row in rows)


def station_of(told: str, ballot_id: int) -> StationLine | None:
    """The polling place an address names; None where it names none. Refusal: ballots.unknown (404)."""
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return None
    found = station(int(told))
    if found.ballot_id != ballot_id:
        raise unknown_ballot()
    return found


def station(station_id: int) -> StationLine:
    """Refusal: ballots.unknown (404)."""
    row = Station.objects.filter(pk=station_id).first()
    if row is None:
        raise unknown_ballot()
    return _station(row, row.officers.all())


def papers(ballot_id: int) -> tuple[PaperLine, ...]:
    """Papers that were read and do not count yet, in the order of the roll."""
    rows = PaperReading.objects.filter(ballot_id=ballot_id, mark__vote=None).select_related("mark")
    found: dict[int, list[PaperReading]] = {}
    for row in rows.order_by("mark__order", "id"):
        found.setdefault(row.mark_id, []).append(row)
    return tuple(_paper(readings) for readings in found.values())


def readings_of(mark_id: int) -> list[Reading]:
    """Oldest first."""
    rows = PaperReading.objects.filter(mark_id=mark_id).order_by("id")
    return [_reading(row) for row in rows]


def _reading(row: PaperReading) -> Reading:
    return Reading(row.read_by_id, Answer(Said(row.choice), tuple(row.picks)))


def _paper(rows: list[PaperReading]) -> PaperLine:
    return PaperLine(
        mark_id=rows[0].mark_id,
        name=rows[0].mark.name,
        number=rows[0].mark.order,
        readers=tuple({row.read_by_id: row.read_by for row in rows}.items()),
        state=state_of([_reading(row) for row in rows]),
        last_at=rows[-1].read_at,
    )


def _proxy(row: Proxy, used: bool) -> ProxyLine:
    end = getattr(row, "end", None)
    return ProxyLine(
        id=row.pk,
        ballot_id=row.ballot_id,
        mark_id=row.mark_id,
        giver_id=row.mark.person_id,
        giver=row.mark.name,
        carrier_id=row.carrier_id,
        carrier=row.carrier_name,
        paper=row.paper,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        ended_at=end.ended_at if end else None,
        ended_by=end.ended_by if end else "",
        reason=end.reason if end else "",
        used=used,
    )


def _station(row: Station, officers: Collection[StationOfficer]) -> StationLine:
    return StationLine(
        id=row.pk,
        ballot_id=row.ballot_id,
        place=row.place,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        officers=tuple((one.person_id, one.name) for one in officers),
    )
