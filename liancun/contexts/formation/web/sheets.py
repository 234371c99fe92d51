"""The sheets of what lies between villages: roads with their minutes, and who delivers to whom."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.actions.links import NewDelivery, NewRoad, record_deliveries, record_roads
from liancun.contexts.formation.queries import known, links
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, mark

Pair = tuple[int, int]


class _Desk(ABC):
    """What both sheets share: two villages by name, the right over both, pairs that stand already."""

    verb, ends, ordered = "", ("", ""), True

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = bodies.Lookup(clock.today())
        self.kinds = bodies.village_kinds()
        self.seen: set[Pair] = set()
        self.allowed: dict[int, bool] = {}

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        told = [self._understood(row) for row in rows]
        ids = {id for row, one in zip(rows, told, strict=True) if one is None for id in _pair(row)}
        held = self.held(ids)
        return [
            one or ("known" if held.get(_pair(row)) == self.value(row) else "new")
            for row, one in zip(rows, told, strict=True)
        ]

    @abstractmethod
    def held(self, ids: Collection[int]) -> Mapping[Pair, object]: ...

    @abstractmethod
    def value(self, row: Values) -> object: ...

    def _understood(self, row: Values) -> tuple[Refusal, ...] | None:
        found = []
        for field in self.ends:
            try:
                found.append(self.register.find(str(row[field] or ""), field=field, kinds=self.kinds).id)
            except Refusal as error:
                return (error,)
        one, other = found
        if one == other:
            return _refused(self.ends[1], "one_village", mark("两边是同一个村。"), mark("请写两个不同的村。"))
        for field, id in zip(self.ends, found, strict=True):
            if not self._may(id):
                remedy = mark("请由县或这个乡镇的经管员导入。")
                return _refused(field, "not_here", mark("您不能登记这个村的道路和供销。"), remedy)
        pair = (one, other) if self.ordered else (min(one, other), max(one, other))
        if pair in self.seen:
            return _refused(
                self.ends[1], "twice", mark("文件里前面已经有这两个村。"), mark("请删去重复的一行。")
            )
        self.seen.add(pair)
        row["first_id"], row["second_id"] = pair
        return None

    def _may(self, id: int) -> bool:
        if id not in self.allowed:
            self.allowed[id] = may(self.actor, self.verb, id)
        return self.allowed[id]


class RoadDesk(_Desk):
    """The same minutes again change nothing; others replace them, 0 closes the road."""

    verb, ends, ordered = "formation.record_roads", ("one", "other"), False

    def held(self, ids: Collection[int]) -> Mapping[Pair, object]:
        return links.roads(ids)

    def value(self, row: Values) -> object:
        return row["minutes"]

    def write(self, rows: Sequence[Values]) -> None:
        roads = [NewRoad(*_pair(row), _whole(row, "minutes"), str(row["source"] or "")) for row in rows]
        record_roads(self.actor, roads=roads)


class DeliveryDesk(_Desk):
    """The same amount and goods again change nothing; others replace them, 0 ends the delivery."""

    verb, ends = "formation.record_deliveries", ("seller", "buyer")

    def held(self, ids: Collection[int]) -> Mapping[Pair, object]:
        return {pair: (sold.amount, sold.goods) for pair, sold in links.deliveries(ids).items()}

    def value(self, row: Values) -> object:
        return _amount(row), str(row["goods"] or "").strip()

    def write(self, rows: Sequence[Values]) -> None:
        told = [
            NewDelivery(*_pair(row), _amount(row), str(row["goods"] or ""), str(row["source"] or ""))
            for row in rows
        ]
        record_deliveries(self.actor, deliveries=told)


def _pair(row: Values) -> Pair:
    return _whole(row, "first_id"), _whole(row, "second_id")


def _whole(row: Values, key: str) -> int:
    found = row[key]
    return found if isinstance(found, int) else 0


def _amount(row: Values) -> Decimal:
    found = row["amount"]
    return found if isinstance(found, Decimal) else Decimal("0.00")


def _refused(field: str, code: str, sentence: str, remedy: str) -> tuple[Refusal, ...]:
    return (Refusal(f"formation.{code}", sentence, {}, Place("field", field=field), remedy),)


_NAMED = mark("全称或 12 位代码；有重名时在前面加上乡镇名称。")


def _village(key: str, heading: str, example: str, also: tuple[str, ...]) -> Column:
    return Column(key, heading, required=True, place=True, example=example, help=_NAMED, also=also, width=26)


_SOURCE = Column("source", mark("来源"), required=True, example="2025 年农村公路台账", most=120, width=30)
ROADS = Layout(
    key=known.ROADS,
    name=mark("到邻村的道路"),
    verb="formation.record_roads",
    lead=mark("一行两个相邻的村和路上的分钟数，不分先后；分组规划按它定邻村和路程。"),
    notes=(
        mark("与登记的相同，不改动；不同的，以新的为准，以前的保留备查；写 0 表示这条路不通了。"),
        mark("登记了道路的村之间，没有列出的就不算邻村；没有登记道路的村，按位置定邻村。"),
    ),
    columns=(
        _village("one", mark("村"), "蔡牛镇新台子村", ("村名", "甲村", "起点")),
        _village("other", mark("邻村"), "蔡牛镇张庄村", ("相邻村", "乙村", "终点")),
        Column(
            "minutes",
            mark("路上几分钟"),
            "integer",
            required=True,
            example="12",
            least=0,
            most=4,
            also=("分钟", "行车分钟"),
        ),
        _SOURCE,
    ),
    desk=RoadDesk,
    done_at="formation:index",
)
DELIVERIES = Layout(
    key=known.DELIVERIES,
    name=mark("村与村的供销"),
    verb="formation.record_deliveries",
    lead=mark("一行一个卖方村和一个买方村，一年供应多少；分组规划尽量不拆开供销关系。"),
    notes=(mark("与登记的相同，不改动；不同的，以新的为准，以前的保留备查；写 0 表示不再供应。"),),
    columns=(
        _village("seller", mark("供应村"), "蔡牛镇新台子村", ("卖方", "供方", "上游村")),
        _village("buyer", mark("采购村"), "蔡牛镇张庄村", ("买方", "需方", "下游村")),
        Column("goods", mark("供应什么"), example="玉米秸秆饲料", most=60, also=("产品", "货物")),
        Column(
            "amount",
            mark("一年多少元"),
            "amount",
            required=True,
            example="120000.00",
            least=0,
            also=("年供应额", "金额", "年金额(元)"),
        ),
        _SOURCE,
    ),
    desk=DeliveryDesk,
    done_at="formation:index",
)


def declare() -> None:
    sheets.offer(ROADS)
    sheets.offer(DELIVERIES)
