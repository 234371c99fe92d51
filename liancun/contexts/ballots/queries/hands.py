"""Counts of a show of hands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.ballots.models import HandCount
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import Count


@dataclass(frozen=True)
class HandCountLine:
    """A count as entered; `witnessed_by` is empty until a second officer has confirmed it."""

    id: int
    ballot_id: int
    count: Count
    counted_by_id: int
    counted_by: str
    counted_at: datetime
    witnessed_by: str
    witnessed_at: datetime | None

    @property
    def witnessed(self) -> bool:
        return self.witnessed_at is not None


def counts(ballot_id: int) -> tuple[HandCountLine, ...]:
    """The counts entered for a show of hands, oldest first; at most one is confirmed."""
    rows = HandCount.objects.filter(ballot_id=ballot_id).select_related("witness").order_by("id")
    return tuple(count_line(row) for row in rows)


def unconfirmed(ballot_ids: Collection[int]) -> dict[int, HandCountLine]:
    """Ballot → the last count entered, where none is confirmed yet. One statement."""
    rows = HandCount.objects.filter(ballot_id__in=ballot_ids, ballot__witness=None).select_related("witness")
    return {row.ballot_id: count_line(row) for row in rows.order_by("id")}


def count_of_ballot(ballot_id: int, count_id: int) -> HandCountLine:
    """Refusal: ballots.unknown (404)."""
    row = count_row(count_id)
    if row.ballot_id != ballot_id:
        raise unknown_ballot()
    return count_line(row)


def count_row(count_id: int) -> HandCount:
    row = HandCount.objects.select_related("witness", "ballot").filter(pk=count_id).first()
    if row is None:
        raise unknown_ballot()
    return row


def count_line(row: HandCount) -> HandCountLine:
    witness = getattr(row, "witness", None)
    return HandCountLine(
        id=row.pk,
        ballot_id=row.ballot_id,
        count=count_in(row),
        counted_by_id=row.counted_by_id,
        counted_by=row.counted_by,
        counted_at=row.counted_at,
        witnessed_by=witness.witnessed_by if witness else "",
        witnessed_at=witness.witnessed_at if witness else None,
    )


def count_in(row: HandCount) -> Count:
    cast = row.yes + row.no + row.abstain + row.invalid if not row.options else row.present
    return Count(
        present=row.present,
        yes=row.yes,
        no=row.no,
        abstain=row.abstain,
        invalid=row.invalid,
        options=tuple(row.options),
        cast=cast,
        weight=row.present,
    )
