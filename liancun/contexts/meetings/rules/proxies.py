"""Who takes part, in which way, and for whom. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from liancun.contexts.meetings.rules.calling import Presence
from liancun.contexts.meetings.rules.kinds import Terms
from liancun.kernel.errors import Place, Refusal, mark


@dataclass(frozen=True)
class Coming:
    """Who came how. `carriers`: absent person → who carries the written proxy; `bare`: by proxy, carrier not said."""

    present: frozenset[int] = frozenset()
    online: frozenset[int] = frozenset()
    leave: frozenset[int] = frozenset()
    bare: frozenset[int] = frozenset()
    carriers: Mapping[int, int] | None = None

    @property
    def proxies(self) -> Mapping[int, int]:
        return self.carriers or {}

    @property
    def everyone(self) -> frozenset[int]:
        return self.present | self.online | self.leave | self.bare | frozenset(self.proxies)

    def presence(self, person_id: int) -> Presence:
        if person_id in self.proxies or person_id in self.bare:
            return Presence.PROXY
        if person_id in self.present:
            return Presence.PRESENT
        if person_id in self.online:
            return Presence.ONLINE
        return Presence.LEAVE if person_id in self.leave else Presence.ABSENT


def refuse_coming(
    terms: Terms,
    coming: Coming,
    called: Collection[int],
    households: Mapping[int, int],
    adults: Collection[int],
) -> None:
    """Refusals: meetings.no_online, meetings.no_proxies, meetings.proxy_carrier, meetings.proxy_absent,
    meetings.proxy_most, meetings.proxy_household.

    `households`: person → household today; `adults`: those who may act for themselves.
    """
    if coming.online and not terms.online:
        raise Refusal(
            "meetings.no_online",
            mark("这次会议不能线上参加。"),
            place=Place("field", field="online"),
            remedy=mark("只有制度写明可以线上参加的会议，才能登记线上到会。"),
        )
    if terms.proxies == "":
        return
    _refuse_bare(terms, coming)
    for giver, carrier in coming.proxies.items():
        refuse_proxy(terms, giver, carrier, households, adults)
        _refuse_away(carrier, coming, called)
    _refuse_too_many(terms, coming.proxies)


def refuse_proxy(
    terms: Terms, giver: int, carrier: int, households: Mapping[int, int], adults: Collection[int]
) -> None:
    """Whether this person may ever carry that person's proxy."""
    if terms.proxies == "none":
        raise _no_proxies()
    if giver == carrier:
        raise Refusal(
            "meetings.proxy_carrier",
            mark("委托人和受托人不能是同一个人。"),
            place=Place("field", field="carrier"),
            remedy=mark("请选择另一人。"),
        )
    if terms.proxies == "household" and (
        households.get(giver) is None
        or households.get(giver) != households.get(carrier)
        or carrier not in adults
    ):
        raise Refusal(
            "meetings.proxy_household",
            mark("只能书面委托本户内具有完全民事行为能力的其他成员。"),
            place=Place("field", field="carrier"),
            remedy=mark("请从本户成员中选择受托人；户口登记有误的，请先更正。"),
        )


def _refuse_bare(terms: Terms, coming: Coming) -> None:
    if coming.bare and terms.proxies == "none":
        raise _no_proxies()
    if coming.bare:
        raise Refusal(
            "meetings.proxy_carrier",
            mark("有 {count} 人登记为委托，但没有写明受托人。"),
            {"count": len(coming.bare)},
            place=Place("field", field="carrier"),
            remedy=mark("请先登记委托书，写明由谁代为参加。"),
        )


def _refuse_away(carrier: int, coming: Coming, called: Collection[int]) -> None:
    """Somebody called who carries a proxy is there in person; one of the household who was not called is let in."""
    if carrier in called and carrier not in coming.present | coming.online:
        raise Refusal(
            "meetings.proxy_absent",
            mark("受托人没有到会，委托不能计入。"),
            place=Place("field", field="carrier"),
            remedy=mark("请核对受托人是否到会。"),
        )


def _refuse_too_many(terms: Terms, proxies: Mapping[int, int]) -> None:
    most = max(Counter(proxies.values()).values(), default=0)
    if terms.proxy_most and most > terms.proxy_most:
        raise Refusal(
            "meetings.proxy_most",
            mark("一人最多接受 {most} 份委托，现在有人受托 {count} 份。"),
            {"most": terms.proxy_most, "count": most},
            place=Place("field", field="carrier"),
            remedy=mark("请由委托人另选受托人，或者不计入多出的委托。"),
        )


def _no_proxies() -> Refusal:
    return Refusal(
        "meetings.no_proxies",
        mark("这次会议须本人参加，不能委托。"),
        place=Place("field", field="carrier"),
        remedy=mark("请登记为请假或者缺席。"),
    )
