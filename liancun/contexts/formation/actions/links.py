"""Roads and deliveries between villages are recorded; rows are never changed, a later one replaces an earlier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.audit import api as audit
from liancun.contexts.formation.models import Delivery, Road
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal, mark


@dataclass(frozen=True)
class NewRoad:
    """`minutes` on the road between two villages; 0: there is no road any more."""

    one_id: int
    other_id: int
    minutes: int
    source: str


@dataclass(frozen=True)
class NewDelivery:
    """`amount`: yuan a year; 0: it has ended."""

    seller_id: int
    buyer_id: int
    amount: Decimal
    goods: str
    source: str


@action("formation.record_roads")
def record_roads(actor: Actor, *, roads: Sequence[NewRoad]) -> None:
    """All or nothing. Refusal: formation.one_village for a road from a village to itself."""
    _refuse_alone((one.one_id, one.other_id) for one in roads)
    _require(actor, "formation.record_roads", {id for one in roads for id in (one.one_id, one.other_id)})
    Road.objects.bulk_create(
        [
            Road(
                one_id=min(one.one_id, one.other_id),
                other_id=max(one.one_id, one.other_id),
                minutes=one.minutes,
                source=one.source.strip(),
                made_by=actor.user_id,
                made_at=clock.now(),
            )
            for one in roads
        ]
    )
    _trace(actor, "formation.record_roads", "formation.road", len(roads))


@action("formation.record_deliveries")
def record_deliveries(actor: Actor, *, deliveries: Sequence[NewDelivery]) -> None:
    """All or nothing. Refusal: formation.one_village for a village that delivers to itself."""
    _refuse_alone((one.seller_id, one.buyer_id) for one in deliveries)
    ends = {id for one in deliveries for id in (one.seller_id, one.buyer_id)}
    _require(actor, "formation.record_deliveries", ends)
    Delivery.objects.bulk_create(
        [
            Delivery(
                seller_id=one.seller_id,
                buyer_id=one.buyer_id,
                amount=one.amount,
                goods=one.goods.strip(),
                source=one.source.strip(),
                made_by=actor.user_id,
                made_at=clock.now(),
            )
            for one in deliveries
        ]
    )
    _trace(actor, "formation.record_deliveries", "formation.delivery", len(deliveries))


def _require(actor: Actor, verb: str, villages: Collection[int]) -> None:
    """The right over every village; where none is named, the right anywhere."""
    for body in sorted(villages) or (None,):
        require(actor, verb, body)


def _refuse_alone(pairs: Iterable[tuple[int, int]]) -> None:
    if any(one == other for one, other in pairs):
        raise Refusal("formation.one_village", mark("两边是同一个村。"), remedy=mark("请写两个不同的村。"))


def _trace(actor: Actor, verb: str, subject: str, count: int) -> None:
    audit.record(actor, verb, subject=subject, subject_id=None, body_id=actor.body_id, detail={"rows": count})
