"""Counting: every figure from the votes themselves, grouped by the database, added up by the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.models import Ballot, HandCount
from liancun.contexts.ballots.queries.hands import count_in
from liancun.contexts.ballots.queries.secret import secret_counts, secret_present
from liancun.contexts.ballots.rules import Count, Group, Kind, Method, Tally, Unit


@dataclass(frozen=True)
class RollSize:
    """Places and their votes, corrections counted in."""

    places: int
    votes: int


def tallies_of(rows: Sequence[Ballot]) -> dict[int, Tally]:
    """Ballot → its tally as it may be shown now; four statements at most, whatever the number of ballots."""
    named = _named_counts([row for row in rows if row.method == Method.NAMED])
    hand = _hand_counts([row.pk for row in rows if row.method == Method.HAND])
    sizes = _sizes([row.pk for row in rows if getattr(row, "closing", None) is None])
    channels = _channels([row.pk for row in rows if row.method == Method.NAMED])
    counted = {**named, **hand}
    open_tallies = {
        row.pk: _tally(row, counted.get(row.pk), sizes.get(row.pk), channels.get(row.pk, {})) for row in rows
    }
    return open_tallies | _secret_tallies([row for row in rows if row.method == Method.SECRET], sizes)


def _secret_tallies(rows: Sequence[Ballot], sizes: Mapping[int, RollSize]) -> dict[int, Tally]:
    """Who has voted is known from the roll; what, once it is opened and counted."""
    told, present = secret_counts(rows), secret_present([row.pk for row in rows])
    found = {}
    for row in rows:
        here, count = present.get(row.pk, 0), told.get(row.pk)
        tally = _tally(row, count.count if count else None, sizes.get(row.pk), {})
        unanimous = count is not None and count.unanimous
        found[row.pk] = replace(tally, present=here, cast=here, present_weight=here, reveals_itself=unanimous)
    return found


def _tally(row: Ballot, count: Count | None, size: RollSize | None, channels: Mapping[str, int]) -> Tally:
    closing = getattr(row, "closing", None)
    if size is None:
        size = _size_at_close(row)
    return rules.tally(
        Method(row.method),
        size.places,
        closed=closing is not None,
        count=count,
        kind=Kind(row.kind),
        options=row.options,
        most=row.most,
        unit=Unit(row.unit),
        entitled_weight=size.votes,
        channels=channels,
    )


def _size_at_close(row: Ballot) -> RollSize:
    closing = row.closing
    return RollSize(closing.entitled or row.entitled, closing.votes or row.entitled)


def _sizes(ids: Collection[int]) -> dict[int, RollSize]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select m.ballot_id, count(*), sum(m.weight) from ballots_rollmark m"
            " where m.ballot_id = any(%s) and not exists (select from ballots_rollcorrection c"
            " join ballots_correctionwitness w on w.correction_id = c.id where c.mark_id = m.id)"
            " group by m.ballot_id",
            [list(ids)],
        )
        return {ballot: RollSize(places, int(votes)) for ballot, places, votes in cursor.fetchall()}


def _named_counts(rows: Sequence[Ballot]) -> dict[int, Count]:
    groups: dict[int, list[Group]] = {row.pk: [] for row in rows}
    if not groups:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select v.ballot_id, v.choice, v.picks, count(*), sum(m.weight) from ballots_namedvote v"
            " join ballots_rollmark m on m.id = v.mark_id where v.ballot_id = any(%s)"
            " group by v.ballot_id, v.choice, v.picks",
            [list(groups)],
        )
        for ballot, said, picks, persons, votes in cursor.fetchall():
            groups[ballot].append(Group(said, tuple(picks), persons, int(votes)))
    return {row.pk: rules.count_groups(groups[row.pk], Kind(row.kind), len(row.options)) for row in rows}


def _channels(ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many took part by which way: that they did, never what they said."""
    found: dict[int, dict[str, int]] = {}
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "select ballot_id, channel, count(*) from ballots_namedvote"
                " where ballot_id = any(%s) group by ballot_id, channel",
                [list(ids)],
            )
            for ballot, channel, persons in cursor.fetchall():
                found.setdefault(ballot, {})[channel] = persons
    return found


def _hand_counts(ids: Collection[int]) -> dict[int, Count]:
    if not ids:
        return {}
    rows = HandCount.objects.filter(ballot_id__in=ids, witness__isnull=False)
    return {row.ballot_id: count_in(row) for row in rows}
