"""What each kind of request asks for, and what it would change, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import playbook, queries, rules
from liancun.contexts.people.models import CapacityKind, Sex
from liancun.contexts.people.web.forms.changes import CAUSES
from liancun.contexts.people.web.views import shapes
from liancun.contexts.people.web.views.households import found_by
from liancun.framework import clock
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Column, Fact, Register, Row

MOST_HOUSEHOLDS = 80
Options = list[tuple[Any, str]]


@dataclass(frozen=True)
class Fields:
    """The choices of a form's own fields; `search_hint` when one looks for something first."""

    choices: dict[str, Options] = field(default_factory=dict)
    initial: dict[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    search_hint: str = ""


def fields_of(kind: str, record: queries.PersonRecord, search: str) -> Fields:
    if kind == "add":
        return Fields({"roll": _rolls_to_join(record)})
    if kind == "strike":
        return Fields({"roll": _rolls_held(record)})
    if kind == "transfer":
        held = _rolls_held(record)
        return Fields({"roll": held, "other": _destinations(held, search)}, search_hint=_("按村名找转入的村"))
    if kind == "represent":
        return _households(record, search)
    if kind == "guardian":
        options = [one for one in found_by(search, record.home_id) if one[0] != record.id]
        return Fields({"other_person": options}, search_hint=_("先按姓名或拼音找监护人"))
    if kind == "merge":
        return Fields({"other_person": _alike(record, search)}, search_hint=_("先按姓名、拼音找另一份记录"))
    return Fields()


def _parts(record: queries.PersonRecord) -> list[bodies.BodyLine]:
    return [bodies.get(record.home_id), *bodies.children(record.home_id)]


def _label(body: bodies.BodyLine, roll: str) -> tuple[str, str]:
    return f"{body.id}|{roll}", f"{playbook.roll_name(roll)} · {body.name}"


def _standing(record: queries.PersonRecord) -> set[tuple[int, str]]:
    """Rolls that requests may change: those of Party members come by import."""
    return {
        (one.body_id, one.kind)
        for one in queries.entries_of([record.id])
        if one.until is None and not playbook.of_party(one.kind)
    }


def _rolls_to_join(record: queries.PersonRecord) -> Options:
    held = _standing(record)
    return [
        _label(body, code)
        for body in _parts(record)
        for code, rule in playbook.rolls_for(body.kind).items()
        if rule.source == "entries"
        and not playbook.of_party(code)
        and (rule.bodies or body.kind == "branch")
        and (body.id, code) not in held
    ]


def _rolls_held(record: queries.PersonRecord) -> Options:
    held = _standing(record)
    known = bodies.lines({body for body, _roll in held})
    return [_label(known[body], roll) for body, roll in sorted(held)]


def _destinations(held: Options, search: str) -> Options:
    """Bodies of the same kinds in the same township, or of villages found by name."""
    own = bodies.lines({int(value.partition("|")[0]) for value, _shown in held})
    found: dict[int, str] = {}
    for body in own.values():
        village = bodies.village_of(body.id)
        near = bodies.children(village.parent_id, village.kind) if village and village.parent_id else []
        wanted = bodies.search("village", search) if search else near
        for part in bodies.parts_of([one.id for one in wanted], body.kind).values():
            if part.id not in own:
                found[part.id] = part.name
    return list(found.items())


def _households(record: queries.PersonRecord, search: str) -> Fields:
    """Those the person stands for now, and those nobody does."""
    held = [(body, roll) for body, roll in _standing(record) if _bounds(roll)]
    known = bodies.lines({body for body, _roll in held})
    taken: dict[int, int] = {}
    for body, roll in held:
        for person, homes in queries.represented(body, roll, clock.today()).items():
            taken.update(dict.fromkeys(homes, person))
    _total, lines = queries.households(record.home_id, clock.today(), search=search, count=MOST_HOUSEHOLDS)
    own = [id for id, person in taken.items() if person == record.id]
    lines = [
        *(queries.household(id, clock.today()) for id in own),
        *(one for one in lines if one.id not in taken),
    ]
    limits = {roll: _bounds(roll) for _body, roll in held}
    said = tuple(
        _("每名%(roll)s联系 %(least)s 至 %(most)s 户。")
        % {"roll": playbook.roll_name(roll), "least": bounds.least, "most": bounds.most}
        for roll, bounds in limits.items()
        if bounds is not None
    )
    return Fields(
        {
            "roll": [_label(known[body], roll) for body, roll in held],
            "households": [(one.id, shapes.household_name(one)) for one in lines],
        },
        {"households": own},
        said,
        _("按户编号或姓名找农户"),
    )


def _bounds(roll: str) -> Any:
    rule = playbook.roll_kinds().get(roll)
    return rule.households if rule else None


def _alike(record: queries.PersonRecord, search: str) -> Options:
    """Whoever sounds alike anywhere one may see, and whom one looks for."""
    found = {one.person.id: one.person for one in queries.likely(name=record.name)}
    if search:
        ids = [one.id for one in queries.find(rules.read_search(search), None, count=20).lines]
        found |= {one.id: one for one in queries.lines(ids)}
    found.pop(record.id, None)
    homes = bodies.lines({one.home_id for one in found.values()})
    return [(one.id, f"{one.name} · {homes[one.home_id].name}") for one in found.values()]


def home_apart(other_person_id: int | None, home_id: int) -> int | None:
    """The home of the record to keep when it is another one."""
    other = queries.person(other_person_id or 0).home_id
    return other if other != home_id else None


def known(record: queries.PersonRecord) -> list[Fact]:
    facts = [
        Fact(_("姓名"), record.name),
        Fact(_("所在村或单位"), bodies.get(record.home_id).name),
        Fact(_("出生年份"), str(record.birth_year or _("未登记"))),
    ]
    rolls = [shown for _value, shown in _rolls_held(record)]
    return [*facts, Fact(_("现在的名册"), "、".join(rolls))] if rolls else facts


def side_by_side(found: queries.ChangeRecord) -> Register:
    """One row for each thing that changes: as it is now, as it would be."""
    columns = (
        Column("what", _("项目")),
        Column("now", _("现在")),
        Column("then", _("变更后")),
    )
    return Register(columns, tuple(Row(cells) for cells in _changes(found)), empty=_("内容不在您的范围内。"))


def _changes(found: queries.ChangeRecord) -> Iterator[tuple[str, str, str]]:
    line = found.line
    day = chinese_date(line.effective_on)
    roll = playbook.roll_name(line.roll) if line.roll else ""
    body = bodies.get(line.body_id).name
    if line.kind == "add":
        yield f"{body} · {roll}", _("不在册"), _("自 %(day)s 在册") % {"day": day}
    elif line.kind == "strike":
        cause = dict(CAUSES).get(found.payload.get("cause", ""), "")
        then = _("自 %(day)s 不在册（%(cause)s）") % {"day": day, "cause": cause}
        yield f"{body} · {roll}", _("在册"), then
    elif line.kind == "death":
        yield _("去世日期"), _("未登记"), day
        yield _("名册和户"), _("现有登记"), _("自 %(day)s 移出全部名册，离户") % {"day": day}
    elif line.kind == "transfer":
        there = bodies.get(line.other_id or 0).name
        yield roll, body, _("自 %(day)s 在%(body)s") % {"day": day, "body": there}
    elif line.kind == "own_living":
        yield _("表决资格"), _("未成年"), _("自 %(day)s 可以自己表决") % {"day": day}
    elif line.kind == "guardian":
        names = queries.names([line.other_person_id or 0])
        kind = str(CapacityKind(found.payload["capacity"]).label)
        yield _("监护人"), _("未登记"), f"{names.get(line.other_person_id or 0, '')}（{kind}）"
    elif line.kind == "merge":
        other = queries.names([line.other_person_id or 0]).get(line.other_person_id or 0, "")
        yield _("人员记录"), line.person_name, _("并入“%(name)s”的记录，两份的经过都保留") % {"name": other}
    elif line.kind == "represent":
        yield from _households_changed(found)
    else:
        yield from _words_changed(found)


def _households_changed(found: queries.ChangeRecord) -> Iterator[tuple[str, str, str]]:
    line, today = found.line, clock.today()
    now = queries.represented(line.body_id, line.roll, today).get(line.person_id, ())
    then = found.payload.get("households", ())
    for id in sorted({*now, *then}):
        home = shapes.household_name(queries.household(id, today))
        yield home, _("联系") if id in now else "—", _("联系") if id in then else "—"


_MASKED = ("identity_number", "phone")


def _words_changed(found: queries.ChangeRecord) -> Iterator[tuple[str, str, str]]:
    """Numbers masked: who decides compares them on the paper."""
    labels = {
        "name": _("姓名"),
        "identity_number": _("身份证号"),
        "phone": _("电话"),
        "sex": _("性别"),
        "birth_date": _("出生日期"),
        "ethnicity": _("民族"),
    }
    if not found.line.person_name:
        return
    record = queries.record(found.line.person_id)
    now = {
        "name": record.name,
        "identity_number": _("已登记") if record.has_identity else _("未登记"),
        "phone": _("已登记") if record.has_phone else _("未登记"),
        "sex": str(Sex(record.sex).label) if record.sex else _("未登记"),
        "birth_date": _("%(year)s 年") % {"year": record.birth_year} if record.birth_year else _("未登记"),
        "ethnicity": record.ethnicity or _("未登记"),
    }
    for name, label in labels.items():
        text = found.words.get(name, "")
        if text:
            shown = rules.FIELDS[name].mask(text) if name in _MASKED else text
            yield label, now[name], str(Sex(text).label) if name == "sex" else shown
