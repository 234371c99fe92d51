"""The sheet of posts: who holds which post in which body, since when and by which decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions.offices import NewPost, appoint_many
from liancun.contexts.posts.models import Post
from liancun.framework import clock, sheets
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.sheets import Column, Judgement, Layout, Values
from liancun.kernel import codes
from liancun.kernel.errors import Place, Refusal, mark


def _kinds() -> Mapping[str, str]:
    return {code: kind.name for code, kind in playbook.kinds().items()}


def _ways() -> Mapping[str, str]:
    return {code: way.name for code, way in playbook.section().way.items()}


def _text(row: Values, key: str) -> str:
    return str(row[key] or "")


def _day(row: Values, key: str) -> date | None:
    found = row[key]
    return found if isinstance(found, date) else None


def _refused(field: str, code: str, sentence: str, remedy: str, **params: object) -> tuple[Refusal, ...]:
    return (Refusal(f"posts.{code}", sentence, params, Place("field", field=field), remedy),)


class PostDesk:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.today = clock.today()
        self.register = bodies.Lookup(self.today)
        self._seen: set[tuple[int, str, int]] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        numbers = {_text(row, "identity_number") for row in rows} - {""}
        meant = people.meant(numbers=numbers, names={_text(row, "name") for row in rows})
        told = [self._understood(row, meant) for row in rows]
        held = self._held([row for row, one in zip(rows, told, strict=True) if one is None])
        return [one or self._answer(row, held) for row, one in zip(rows, told, strict=True)]

    def _understood(self, row: Values, meant: people.Meant) -> tuple[Refusal, ...] | None:
        kind = playbook.kind_of(_text(row, "kind"))
        try:
            body = self.register.find(_text(row, "body"), field="body", kinds=kind.bodies)
        except Refusal as error:
            return (error,)
        if not may(self.actor, "posts.appoint", body.id):
            remedy = mark("请由管理这个组织的部门导入。")
            return _refused("body", "not_here", mark("您不能在这里登记任职。"), remedy)
        if kind.selection is not None:
            remedy = mark("请用推选办理。")
            return _refused("kind", "by_selection", mark("这个职务要经过推选。"), remedy)
        if kind.ways and row["way"] and row["way"] not in kind.ways:
            remedy = mark("请核对方式。")
            return _refused("way", "wrong_way", mark("这个职务不能这样产生。"), remedy)
        found = self._person(row, meant)
        if isinstance(found, tuple):
            return found
        row["body_id"], row["person_id"] = body.id, found
        return None

    def _person(self, row: Values, meant: people.Meant) -> int | tuple[Refusal, ...]:
        name, number = _text(row, "name"), _text(row, "identity_number")
        if number:
            one = meant.numbered.get(number)
            if one is not None and one.name == name:
                return one.id
            remedy = mark("请核对，或先在人员表里登记。")
            return _refused("identity_number", "no_person", mark("没有这个号码和姓名的人。"), remedy)
        alike = meant.named.get(name, [])
        if len(alike) == 1:
            return alike[0].id
        if not alike:
            remedy = mark("请先在人员表里登记。")
            return _refused("name", "no_person", mark("没有登记叫这个名字的人。"), remedy)
        sentence = mark("有 {count} 个人叫这个名字。")
        return _refused("name", "several", sentence, mark("请填写身份证号。"), count=len(alike))

    def _held(self, rows: Sequence[Values]) -> set[tuple[int, str, int]]:
        persons = {_id(row, "person_id") for row in rows}
        found = Post.objects.filter(person_id__in=persons, until=None)
        return set(found.values_list("body_id", "kind", "person_id"))

    def _answer(self, row: Values, held: set[tuple[int, str, int]]) -> Judgement:
        key = (_id(row, "body_id"), _text(row, "kind"), _id(row, "person_id"))
        if key in self._seen:
            remedy = mark("请删去重复的一行。")
            return _refused("name", "twice", mark("文件里前面已经有这一行。"), remedy)
        self._seen.add(key)
        return "known" if key in held else "new"

    def write(self, rows: Sequence[Values]) -> None:
        made = [
            NewPost(
                person_id=_id(row, "person_id"),
                body_id=_id(row, "body_id"),
                kind=_text(row, "kind"),
                since=_day(row, "since") or self.today,
                way=_text(row, "way"),
                decision=_text(row, "decision"),
                ends_on=_day(row, "ends_on"),
            )
            for row in rows
        ]
        appoint_many(self.actor, posts=made)


def _id(row: Values, key: str) -> int:
    found = row[key]
    return found if isinstance(found, int) else 0


_POST, _PERSON, _PAPER = mark("职务"), mark("任职人"), mark("任职")
OFFICES = Layout(
    key="posts.offices",
    name=mark("任职"),
    verb="posts.appoint",
    lead=mark("一行一个职务；一个人可以有几行。"),
    notes=(mark("人员要先登记；有重名的，请填写身份证号。"),),
    columns=(
        Column(
            "body",
            mark("组织"),
            required=True,
            place=True,
            example="蔡牛镇新台子村党支部",
            width=30,
            group=_POST,
            help=mark("全称或代码；有重名时在前面加上乡镇或村的名称。"),
        ),
        Column(
            "kind",
            mark("职务名称"),
            "choice",
            required=True,
            choices=_kinds,
            example="村党组织书记",
            group=_POST,
        ),
        Column(
            "name", mark("姓名"), required=True, example="张小明", most=60, personal="name", group=_PERSON
        ),
        Column(
            "identity_number",
            mark("身份证号"),
            "code",
            check=codes.check_identity_number,
            example="11010519491231002X",
            personal="identity",
            width=24,
            group=_PERSON,
        ),
        Column("since", mark("任职日期"), "date", required=True, example="2024-01-15", group=_PAPER),
        Column("way", mark("产生方式"), "choice", choices=_ways, example="任命", group=_PAPER),
        Column("decision", mark("文号"), example="铁县组〔2024〕3 号", most=80, group=_PAPER),
        Column("ends_on", mark("任期届满"), "date", example="2027-01-14", group=_PAPER),
    ),
    desk=PostDesk,
    done_at="posts:register",
)


def declare() -> None:
    sheets.offer(OFFICES)
