"""Written proxies: seen and recorded before they are used, taken back until they are."""

from __future__ import annotations

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.casting import find_place
from liancun.contexts.ballots.actions.ground import hold_mark, lock, names_of, record, told_by_database
from liancun.contexts.ballots.models import NamedVote, Proxy, ProxyEnd, RollMark
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Conflict, Place, Refusal, mark

RIGHT = "ballots.keep_proxies"


@action("ballots.record_proxy")
def record_proxy(
    actor: Actor, *, ballot_id: int, person_id: int, carrier_id: int, paper: str
) -> queries.ProxyLine:
    """Records that `carrier_id` may vote for `person_id`, by a written paper (`paper`: which, and where it is kept).

    农村集体经济组织法 art. 27: another member of the same household with full civil capacity.

    Refusals: ballots.unknown, ballots.closed, ballots.not_on_roll, ballots.channel, ballots.no_paper,
    ballots.own_proxy, ballots.other_household, ballots.proxy_not_adult, ballots.proxies_full,
    ballots.voted_before, ballots.has_proxy.
    """
    place = find_place(actor, ballot_id, person_id, RIGHT)
    rules.refuse_channel(place.channels, rules.Channel.PROXY)
    _refuse_paper(paper)
    lock(ballot_id, alone=False)
    hold_mark(place.mark_id)
    ballot = queries.ballot_row(ballot_id)
    _refuse_standing(place.mark_id)
    _refuse_carrier(ballot.most_proxies, ballot_id, place.mark_id, person_id, carrier_id)
    name = names_of([ballot.body_id], [carrier_id]).get(carrier_id, "")
    with told_by_database({"LC310": rules.closed(), "LC325": rules.proxies_full(ballot.most_proxies)}):
        row = Proxy.objects.create(
            ballot=ballot,
            body_id=ballot.body_id,
            mark_id=place.mark_id,
            carrier_id=carrier_id,
            carrier_name=name,
            paper=paper.strip(),
            recorded_by=signature(actor),
            recorded_at=clock.now(),
        )
    record(actor, "ballots.record_proxy", ballot, {"person": person_id, "carrier": carrier_id})
    return queries.proxy(row.pk)


@action("ballots.revoke_proxy")
def revoke_proxy(actor: Actor, *, proxy_id: int, reason: str) -> queries.ProxyLine:
    """Takes a proxy back before it was used.

    Refusals: ballots.unknown, ballots.closed, ballots.no_reason, ballots.proxy_ended, ballots.proxy_used.
    """
    line = queries.proxy(proxy_id)
    ballot = queries.ballot_row(line.ballot_id)
    require(actor, RIGHT, ballot.body_id)
    if not reason.strip():
        raise Refusal(
            "ballots.no_reason",
            mark("没有写明收回委托的理由。"),
            place=Place("field", field="reason"),
            remedy=mark("请写明是谁、为什么收回。"),
        )
    lock(ballot.pk, alone=False)
    hold_mark(line.mark_id)
    rules.refuse_closed(hasattr(queries.ballot_row(ballot.pk), "closing"))
    line = queries.proxy(proxy_id)
    rules.refuse_ended(ended=not line.stands, used=line.used)
    with told_by_database({"LC326": rules.proxy_used()}):
        ProxyEnd.objects.create(
            proxy_id=proxy_id,
            ballot=ballot,
            body_id=ballot.body_id,
            reason=reason.strip(),
            ended_by=signature(actor),
            ended_at=clock.now(),
        )
    record(actor, "ballots.revoke_proxy", ballot, {"proxy": proxy_id, "person": line.giver_id})
    return queries.proxy(proxy_id)


def _refuse_paper(paper: str) -> None:
    if not paper.strip():
        raise Refusal(
            "ballots.no_paper",
            mark("没有写明书面委托。"),
            place=Place("field", field="paper"),
            remedy=mark("请写明委托书的日期和存放处；没有书面委托的不能代投。"),
        )


def _refuse_standing(mark_id: int) -> None:
    if NamedVote.objects.filter(pk=mark_id).exists():
        raise Conflict("ballots.voted_before", mark("此人已经投票。"), remedy=mark("先投的一票有效。"))
    if queries.standing_proxy(mark_id) is not None:
        raise Conflict(
            "ballots.has_proxy", mark("此人已经委托了一位家人。"), remedy=mark("要改委托的，请先收回原委托。")
        )


def _refuse_carrier(most: int, ballot_id: int, mark_id: int, giver_id: int, carrier_id: int) -> None:
    lived = RollMark.objects.values_list("household_id", flat=True).get(pk=mark_id)
    there = people.households_of([carrier_id], clock.today()).get(carrier_id)
    rules.refuse_proxy(
        carrier=carrier_id,
        giver=giver_id,
        same_household=lived is not None and lived == there,
        adult=people.standing(carrier_id, clock.today()) == "full",
        carried=queries.carried(ballot_id, carrier_id),
        most=most,
    )
