"""What becomes of the rows of persons: who is there already, who is new, which household, which roll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import playbook, queries
from liancun.contexts.people.actions import (
    NewEntry,
    NewHousehold,
    NewHouseholdMember,
    NewPerson,
    add_people,
    enrol_many,
    found_households,
)
from liancun.contexts.people.queries import imports
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.permissions import may
from liancun.framework.sheets import Judgement, Values
from liancun.kernel.errors import Place, Refusal, mark

Fault = tuple[Refusal, ...]


def fault(field: str, code: str, sentence: str, remedy: str, **params: object) -> Fault:
    return (Refusal(f"people.{code}", sentence, params, Place("field", field=field), remedy),)


def text(row: Values, key: str) -> str:
    return str(row[key] or "")


def day(row: Values, key: str) -> date | None:
    found = row[key]
    return found if isinstance(found, date) else None


@dataclass
class Understood:
    """A row with what the register says of it; `person` when somebody there is meant."""

    row: Values
    home: int = 0
    digest: str = ""
    person: imports.There | None = None
    roll_body: int = 0

    @property
    def household(self) -> str:
        return text(self.row, "household")


class ResidentDesk:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.today = clock.today()
        self.register = bodies.Lookup(self.today)
        self._homes: dict[str, int | Refusal] = {}
        self._rights: dict[tuple[str, int], bool] = {}
        self._seen: set[object] = set()
        self._households: set[tuple[int, str]] = set()

    def judge(self, rows: Sequence[Values]) -> list[Judgement]:
        told = [self._understood(row) for row in rows]
        sound = [one for one in told if isinstance(one, Understood)]
        self._meet(sound)
        wrong = self._wrong_households(sound)
        there = [one.person.id for one in sound if one.person]
        known = _Known(
            imports.numbered({one.home for one in sound}, {one.household for one in sound} - {""}),
            imports.housed(there),
            imports.enrolled(there),
        )
        return [
            one if isinstance(one, tuple) else wrong.get(id(one)) or self._answer(one, known) for one in told
        ]

    def _understood(self, row: Values) -> Understood | Fault:
        home = self._home(text(row, "home"))
        if isinstance(home, Refusal):
            return (home,)
        one = Understood(row, home)
        if not self._may("add_person", home):
            return self._not_here("home")
        if one.household and not self._may("keep_household", home):
            return self._not_here("household")
        if number := text(row, "identity_number"):
            one.digest = blind_index(number, "identity").hex()
        return self._on_roll(one) or self._twice(one) or one

    def _home(self, name: str) -> int | Refusal:
        """The village meant; each name is looked up once a file."""
        found = self._homes.get(name)
        if found is None:
            try:
                found = self.register.find(name, field="home", kinds=bodies.village_kinds()).id
            except Refusal as error:
                found = error
            self._homes[name] = found
        return found

    def _may(self, verb: str, body: int) -> bool:
        key = (verb, body)
        if key not in self._rights:
            self._rights[key] = may(self.actor, f"people.{verb}", body)
        return self._rights[key]

    def _not_here(self, field: str) -> Fault:
        sentence = mark("您不能在这里登记人员。")
        return fault(field, "not_here", sentence, mark("请由这个村或它的乡镇导入。"))

    def _on_roll(self, one: Understood) -> Fault | None:
        code = text(one.row, "roll")
        if not code:
            return None
        # A roll that any body may keep is kept by the village's Party branch where there is just one.
        kinds = playbook.roll_kind(code).bodies or ("branch",)
        if self.register.by_id[one.home].kind in kinds:
            one.roll_body = one.home
        else:
            part = self.register.part(one.home, kinds)
            if part is None:
                remedy = mark("请先登记这个村的相应组织。")
                return fault("roll", "no_roll_body", mark("这个村没有唯一的、有这种名册的组织。"), remedy)
            one.roll_body = part.id
        return None if self._may("enrol", one.roll_body) else self._not_here("roll")

    def _twice(self, one: Understood) -> Fault | None:
        born = text(one.row, "birth_date")
        key: object = one.digest or (one.home, one.household, text(one.row, "name"), born)
        if key in self._seen:
            remedy = mark("请删去重复的一行；确为两个人时，请填写身份证号。")
            field = "identity_number" if one.digest else "name"
            return fault(field, "twice", mark("文件里前面已经有这个人。"), remedy)
        self._seen.add(key)
        return None

    def _meet(self, rows: Sequence[Understood]) -> None:
        """Who is there already: by identity number, or without one by home, name and birth."""
        by_digest = imports.by_digest({one.digest for one in rows if one.digest})
        plain = [one for one in rows if not one.digest]
        names = {text(one.row, "name") for one in plain}
        by_name = imports.by_name({one.home for one in plain}, names)
        for one in rows:
            if one.digest:
                one.person = by_digest.get(one.digest)
            else:
                alike = by_name.get((one.home, text(one.row, "name")), [])
                born = day(one.row, "birth_date")
                one.person = next((p for p in alike if born in (None, p.birth_date)), None)
        self._meet_minors([one for one in rows if one.person is None])

    def _meet_minors(self, rows: Sequence[Understood]) -> None:
        """Children who are there already, whom the one importing may not read."""
        told = [
            queries.Told(one.digest, one.home, text(one.row, "name"), day(one.row, "birth_date"))
            for one in rows
        ]
        for place, met in queries.same_minors(told).items():
            name = told[place].name if met.same_name else ""
            rows[place].person = imports.There(met.id, name, met.home_id, told[place].birth_date)

    def _wrong_households(self, rows: Sequence[Understood]) -> dict[int, Fault]:
        """Faults of whole households, each told at its first row."""
        found: dict[int, Fault] = {}
        for (home, number), group in groupby(rows, key=lambda one: (one.home, one.household)):
            members = list(group)
            if not number:
                continue
            if (home, number) in self._households:
                remedy = mark("请把同一户的几行写在一起。")
                found[id(members[0])] = fault(
                    "household", "apart", mark("这一户的几行没有写在一起。"), remedy
                )
            self._households.add((home, number))
            for one in members:
                if not one.row["relation"]:
                    remedy = mark("请从下拉列表中选择，例如“户主”。")
                    found[id(one)] = fault("relation", "no_relation", mark("没有写与户主的关系。"), remedy)
            heads = sum(one.row["relation"] == "head" for one in members)
            if heads != 1:
                sentence = mark("这一户有 {count} 名户主，应有且只有一名。")
                remedy = mark("请核对这一户的“与户主关系”。")
                found.setdefault(id(members[0]), fault("relation", "one_head", sentence, remedy, count=heads))
        return found

    def _answer(self, one: Understood, known: _Known) -> Judgement:
        person = one.person
        if person is not None and person.home_id != one.home:
            remedy = mark("迁入请用变更申请办理，不要重复登记。")
            return fault("identity_number", "elsewhere", mark("这个人已登记在另一个村。"), remedy)
        if person is not None and person.name != text(one.row, "name"):
            remedy = mark("请核对姓名和身份证号；改名请在人员页办理。")
            sentence = mark("这个身份证号已登记给另一个姓名。")
            return fault("name", "other_name", sentence, remedy)
        there = (one.home, one.household) in known.households
        housed = not one.household or bool(person and there and known.housed.get(person.id) == one.household)
        if there and not housed:
            remedy = mark("成员变动请在这一户的页面办理。")
            return fault("household", "number_taken", mark("这个户号已经登记，里面没有这个人。"), remedy)
        entry = (person.id, text(one.row, "roll"), one.roll_body) if person else None
        rolled = not one.row["roll"] or entry in known.entries
        one.row["person_id"] = person.id if person else None
        one.row["home_id"], one.row["roll_body_id"] = one.home, one.roll_body or None
        one.row["to_house"], one.row["to_enrol"] = not housed, not rolled
        return "known" if person is not None and housed and rolled else "new"

    def write(self, rows: Sequence[Values]) -> None:
        fresh = [row for row in rows if row["person_id"] is None]
        made = add_people(self.actor, people=[_person(row) for row in fresh]) if fresh else []
        for row, id in zip(fresh, made, strict=True):
            row["person_id"] = id
        households = list(self._new_households(row for row in rows if row["to_house"]))
        if households:
            found_households(self.actor, households=households)
        entries = [
            NewEntry(
                text(row, "roll"),
                _id(row, "roll_body_id"),
                _id(row, "person_id"),
                day(row, "since") or self.today,
            )
            for row in rows
            if row["to_enrol"]
        ]
        if entries:
            enrol_many(self.actor, entries=entries, imported=True)

    def _new_households(self, rows: Iterable[Values]) -> Iterable[NewHousehold]:
        for (home, number), group in groupby(
            rows, key=lambda row: (_id(row, "home_id"), text(row, "household"))
        ):
            members = list(group)
            yield NewHousehold(
                home,
                number,
                next((text(row, "address") for row in members if row["address"]), ""),
                next((given for row in members if (given := day(row, "since"))), self.today),
                tuple(NewHouseholdMember(_id(row, "person_id"), text(row, "relation")) for row in members),
            )


@dataclass(frozen=True)
class _Known:
    households: set[tuple[int, str]]
    housed: dict[int, str]
    entries: set[tuple[int, str, int]]


def _id(row: Values, key: str) -> int:
    found = row[key]
    return found if isinstance(found, int) else 0


def _person(row: Values) -> NewPerson:
    return NewPerson(
        name=text(row, "name"),
        home_id=_id(row, "home_id"),
        phone=text(row, "phone"),
        identity_number=text(row, "identity_number"),
        sex=text(row, "sex"),
        birth_date=day(row, "birth_date"),
        ethnicity=text(row, "ethnicity"),
    )
