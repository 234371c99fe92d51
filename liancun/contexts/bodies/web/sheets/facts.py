"""Facts of bodies by year: one value a row, with where it comes from; another value is a correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.actions.facts import NewFact, checked_value, record_facts
from liancun.contexts.bodies.queries import lines
from liancun.contexts.bodies.queries.facts import FactLine, fact_value, held_facts
from liancun.contexts.bodies.queries.lookup import Lookup
from liancun.contexts.bodies.web.sheets.common import refused, text_of, twice
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel.errors import Place, Refusal, mark

Key = tuple[int, str, int]


def _kinds() -> Mapping[str, str]:
    """What is typed; what the books tell is nobody's to fill in."""
    kinds = playbook.facts_section().kinds()
    return {code: kind.name for code, kind in kinds.items() if not kind.derived}


class FactDesk:
    """The same value of the same body, fact and year changes nothing; another needs a reason and keeps the old."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = Lookup(clock.today())
        self.kinds = playbook.facts_section().kinds()
        self.seen: set[Key] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        told = [self._understood(row) for row in rows]
        sound = [row for row, one in zip(rows, told, strict=True) if one is None]
        bodies = lines({_id(row) for row in sound})
        allowed = {id: may(self.actor, "bodies.record_facts", id) for id in bodies}
        held = held_facts([_key(row) for row in sound])
        return [
            one or self._answer(row, bodies[_id(row)].kind, allowed[_id(row)], held)
            for row, one in zip(rows, told, strict=True)
        ]

    def _understood(self, row: Values) -> tuple[Refusal, ...] | None:
        applies = self.kinds[text_of(row, "fact")].applies_to
        try:
            row["body_id"] = self.register.find(text_of(row, "body"), field="body", kinds=applies).id
            rules.facts.refuse_year(_year(row), clock.today())
        except Refusal as error:
            return (error,)
        return None

    def _answer(self, row: Values, kind: str, allowed: bool, held: Mapping[Key, FactLine]) -> Judgement:
        if not allowed:
            remedy = mark("请由本村或主管部门导入。")
            return refused("body", "not_here", mark("您不能登记这个组织的年度情况。"), remedy)
        key = _key(row)
        if key in self.seen:
            return twice("fact")
        self.seen.add(key)
        try:
            value = checked_value(_new(row), self.kinds, kind, Place("field", field="value"))
        except Refusal as error:
            return (error,)
        before = held.get(key)
        if before is None:
            return "new"
        if rules.facts.same(value, rules.facts.Value(before.quantity, before.wording)):
            return "known"
        return "new" if row["reason"] else _unexplained(fact_value(before, self.kinds[key[1]]))

    def write(self, rows: Sequence[Values]) -> None:
        """Corrections for one reason together, as the register keeps them."""
        reasons = dict.fromkeys(text_of(row, "reason") for row in rows)
        for reason in reasons:
            facts = [_new(row) for row in rows if text_of(row, "reason") == reason]
            record_facts(self.actor, facts=facts, reason=reason)


def _unexplained(before: str) -> tuple[Refusal, ...]:
    sentence = mark("与原来登记的“{value}”不同。")
    remedy = mark("请核对；确实要更正的，请在“更正原因”一列写明，原来的值会保留。")
    return refused("value", "fact_reason", sentence, remedy, value=before)


def _id(row: Values) -> int:
    found = row["body_id"]
    return found if isinstance(found, int) else 0


def _year(row: Values) -> int:
    found = row["year"]
    return found if isinstance(found, int) else 0


def _key(row: Values) -> Key:
    return _id(row), text_of(row, "fact"), _year(row)


def _new(row: Values) -> NewFact:
    return NewFact(*_key(row), text_of(row, "value"), text_of(row, "source"), imported=True)


_WHAT, _VALUE = mark("项目"), mark("数据")
FACTS = Layout(
    key="bodies.facts",
    name=mark("年度情况"),
    verb="bodies.record_facts",
    lead=mark("人口、土地、劳动力、产业、设施等，一行一项，按年度登记，写明来源；只填一次，别处不再填。"),
    notes=(
        mark("与原来登记的值相同的，不改动；不同的是更正，要写明原因，原来的值保留。"),
        mark("集体收入等由账面生成的项目，不在这里填写。"),
    ),
    columns=(
        Column(
            "body",
            mark("组织"),
            required=True,
            place=True,
            example="蔡牛镇新台子村",
            help=mark("全称或 12 位代码；有重名时在前面加上乡镇名称。"),
            width=28,
            group=_WHAT,
        ),
        Column(
            "fact",
            mark("项目名称"),
            "choice",
            required=True,
            choices=_kinds,
            example="耕地",
            help=mark("方案里所列的项目。"),
            group=_WHAT,
        ),
        Column("year", mark("年度"), "integer", required=True, example="2025", least=1949, group=_WHAT),
        Column(
            "value",
            mark("数值"),
            required=True,
            example="3260.5",
            help=mark("按方案的单位，只写数字；是否类写“是”或“否”。"),
            group=_VALUE,
        ),
        Column(
            "source",
            mark("来源"),
            required=True,
            example="2025 年农村经营管理统计年报",
            most=120,
            width=30,
            group=_VALUE,
        ),
        Column(
            "reason",
            mark("更正原因"),
            example="年报复核后更正",
            help=mark("只在改正原来登记的值时填写。"),
            width=24,
            group=_VALUE,
        ),
    ),
    desk=FactDesk,
    most=100_000,
    done_at="bodies:fact_list",
)
