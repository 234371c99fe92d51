"""The sheet of extra votes: what a co-operative's members' assembly decided for a year, a line a member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from liancun.contexts.ballots import actions, queries, rules
from liancun.contexts.ballots.models import Basis
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel import codes
from liancun.kernel.errors import Place, Refusal, mark

VERB, KIND = "ballots.record_extra_votes", "cooperative"
# A decision: the co-operative, its year, the day and the words of the assembly.
Key = tuple[int, int, date, str]


def _bases() -> Mapping[str, str]:
    return {basis.value: str(basis.label) for basis in Basis}


class ExtraDesk:
    """A file is judged whole: a decision replaces the year's earlier one, so all of its lines belong together."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.register = bodies.Lookup(clock.today())
        self.members: dict[int, frozenset[int]] = {}

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        numbers = {_text(row, "identity_number") for row in rows} - {""}
        meant = people.meant(numbers=numbers, names={_text(row, "name") for row in rows})
        told = [self._understood(row, meant) for row in rows]
        whole: dict[Key, list[Values]] = defaultdict(list)
        for row, one in zip(rows, told, strict=True):
            if one is None:
                whole[_key(row)].append(row)
        answers = {key: self._answer(key, lines) for key, lines in whole.items()}
        return [one or answers[_key(row)] for row, one in zip(rows, told, strict=True)]

    def _understood(self, row: Values, meant: people.Meant) -> tuple[Refusal, ...] | None:
        try:
            body = self.register.find(_text(row, "body"), field="body", kinds=(KIND,))
            rules.refuse_extra_year(_number(row, "year"), _day(row), clock.today())
        except Refusal as error:
            return (error,)
        if not may(self.actor, VERB, body.id):
            return _refused(
                "body",
                "not_here",
                mark("您不能登记这个合作社的附加表决权。"),
                mark("请由合作社自己的经办人导入。"),
            )
        if body.id not in self.members:
            self.members[body.id] = actions.members(body.id)
        found = self._person(row, meant, self.members[body.id])
        if isinstance(found, tuple):
            return found
        row["body_id"], row["person_id"] = body.id, found
        return None

    def _person(self, row: Values, meant: people.Meant, members: frozenset[int]) -> int | tuple[Refusal, ...]:
        name, number = _text(row, "name"), _text(row, "identity_number")
        numbered = meant.numbered.get(number) if number else None
        alike = [one for one in meant.named.get(name, []) if one.id in members]
        if numbered is not None and numbered.name == name and numbered.id in members:
            return numbered.id
        if number or not alike:
            return _refused(
                "name",
                "extra_stranger",
                mark("合作社的成员名册上没有这个人。"),
                mark("请核对姓名和号码，或先更正成员名册。"),
            )
        if len(alike) > 1:
            sentence = mark("名册上有 {count} 个人叫这个名字。")
            return _refused("name", "several", sentence, mark("请填写身份证号。"), count=len(alike))
        return alike[0].id

    def _answer(self, key: Key, rows: Sequence[Values]) -> Judgement:
        lines = [_extra(row) for row in rows]
        try:
            rules.refuse_extra(lines, self.members[key[0]])
        except Refusal as error:
            return (error,)
        held = queries.extra_register(key[0], key[1])
        same = held is not None and (held.decided_on, held.decision) == key[2:]
        return "known" if same and held and held.extras == frozenset(lines) else "new"

    def write(self, rows: Sequence[Values]) -> None:
        decisions: dict[Key, list[rules.Extra]] = defaultdict(list)
        for row in rows:
            decisions[_key(row)].append(_extra(row))
        for (body_id, year, decided_on, decision), lines in decisions.items():
            actions.record_extra_votes(
                self.actor, body_id=body_id, year=year, decided_on=decided_on, decision=decision, lines=lines
            )


def _text(row: Values, key: str) -> str:
    return str(row[key] or "")


def _number(row: Values, key: str) -> int:
    found = row[key]
    return found if isinstance(found, int) else 0


def _day(row: Values) -> date:
    found = row["decided_on"]
    return found if isinstance(found, date) else clock.today()


def _key(row: Values) -> Key:
    return _number(row, "body_id"), _number(row, "year"), _day(row), _text(row, "decision").strip()


def _extra(row: Values) -> rules.Extra:
    return rules.Extra(_number(row, "person_id"), _text(row, "basis"), _number(row, "votes"))


def _refused(field: str, code: str, sentence: str, remedy: str, **params: object) -> tuple[Refusal, ...]:
    return (Refusal(f"ballots.{code}", sentence, params, Place("field", field=field), remedy),)


_DECISION, _MEMBER = mark("决定"), mark("成员")
EXTRA_VOTES = Layout(
    key="ballots.extra_votes",
    name=mark("附加表决权"),
    verb=VERB,
    lead=mark("一行一名成员。同一年度再次导入，以后一次成员大会的决定为准，以前的保留备查。"),
    notes=(
        mark("附加表决权总票数不得超过成员基本表决权总票数的 20%（农民专业合作社法第二十二条）。"),
        mark("一次决定要整份导入：没有列出的成员，这一年没有附加表决权。"),
    ),
    columns=(
        Column(
            "body",
            mark("合作社"),
            required=True,
            place=True,
            example="蔡牛镇新台子种植专业合作社",
            width=30,
            group=_DECISION,
            help=mark("全称或代码。"),
        ),
        Column("year", mark("年度"), "integer", required=True, example="2026", least=2007, group=_DECISION),
        Column(
            "decided_on", mark("成员大会日期"), "date", required=True, example="2026-01-15", group=_DECISION
        ),
        Column(
            "decision",
            mark("成员大会决定"),
            required=True,
            example="2026 年第一次成员大会决议",
            most=120,
            width=30,
            group=_DECISION,
        ),
        Column(
            "name", mark("姓名"), required=True, example="张小明", most=60, personal="name", group=_MEMBER
        ),
        Column(
            "identity_number",
            mark("身份证号"),
            "code",
            check=codes.check_identity_number,
            example="11010519491231002X",
            personal="identity",
            width=24,
            group=_MEMBER,
        ),
        Column(
            "basis",
            mark("依据"),
            "choice",
            required=True,
            choices=_bases,
            example="出资额较大",
            group=_MEMBER,
        ),
        Column(
            "votes", mark("附加票数"), "integer", required=True, example="1", least=1, most=4, group=_MEMBER
        ),
    ),
    desk=ExtraDesk,
    whole=True,
    most=5_000,
    done_at="ballots:extra-votes",
)


def declare() -> None:
    sheets.offer(EXTRA_VOTES)
