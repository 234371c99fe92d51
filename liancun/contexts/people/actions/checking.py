"""What a request must say, kind by kind; asked when it is made and again when it is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import playbook, queries, rules
from liancun.contexts.people.actions.rolls import refuse_party
from liancun.contexts.people.models import CapacityKind, ChangeRequest, Household, RequestKind
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark


def check(actor: Actor, row: ChangeRequest, words: Mapping[str, str], files: Sequence[int]) -> None:
    """Refuses a request that could not be applied as things stand today."""
    if row.kind not in RequestKind.values:
        raise _wrong("unknown_kind", mark("没有这种变更。"), "kind", mark("请从列表中选择。"))
    person = queries.record(row.person_id)
    rules.refuse_no_grounds(row.reason)
    rules.refuse_no_paper(row.kind, files)
    rules.refuse_future(row.kind, row.effective_on, clock.today())
    if person.merged_into_id is not None:
        raise Conflict(
            "people.is_merged", mark("这份记录已经并入另一份。"), remedy=mark("请打开保留的那份记录办理。")
        )
    if row.kind in rules.OF_A_ROLL:
        _check_roll(row)
    elif person.home_id != row.body_id:
        raise _wrong("not_at_home", mark("这个人不归这个组织登记。"), "person", mark("请核对人员。"))
    if row.kind == "correct":
        _check_words(row, words)
    _CHECKS.get(row.kind, _nothing_more)(actor, row, person)


def _wrong(code: str, sentence: str, field: str, remedy: str) -> Refusal:
    return Refusal(f"people.{code}", sentence, place=Place("field", field=field), remedy=remedy)


def _check_roll(row: ChangeRequest) -> None:
    refuse_party((row.roll,), imported=False)
    rule = playbook.roll_kind(row.roll)
    if rule.source != "entries" or row.roll not in playbook.rolls_for(bodies.get(row.body_id).kind):
        raise _wrong("roll_not_here", mark("这个组织没有这种名册。"), "roll", mark("请核对组织和名册。"))


def _stands(row: ChangeRequest, body_id: int) -> bool:
    return any(
        line.kind == row.roll and line.body_id == body_id and line.until is None
        for line in queries.entries_of([row.person_id])
    )


def _add(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    rules.refuse_before_birth(row.effective_on, person.birth_date)
    if person.died_on is not None:
        raise _wrong("is_dead", mark("这个人已登记死亡。"), "person", mark("请核对人员。"))
    if _stands(row, row.body_id):
        raise Conflict(
            "people.already_enrolled",
            mark("名册里已经有这个人。"),
            remedy=mark("请核对名册，不必重复登记。"),
        )
    if row.payload.get("households"):
        check_households(row)


def _strike(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    if row.payload.get("cause") not in rules.STRIKE_CAUSES:
        raise _wrong("no_cause", mark("没有选择移出的原因。"), "cause", mark("请选择一项原因。"))
    _refuse_absent(row)


def _refuse_absent(row: ChangeRequest) -> None:
    if not _stands(row, row.body_id):
        raise Conflict("people.not_enrolled", mark("名册里没有这个人。"), remedy=mark("请刷新页面查看名册。"))


def _death(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    rules.refuse_before_birth(row.effective_on, person.birth_date)
    if person.died_on is not None:
        raise Conflict("people.is_dead", mark("这个人已登记死亡。"), remedy=mark("请刷新页面查看。"))


def _nothing_more(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    """What is said of the kind above is enough."""


def _check_words(row: ChangeRequest, words: Mapping[str, str]) -> None:
    rules.refuse_no_change([name for name, text in words.items() if text.strip()])
    if "name" in words:
        rules.refuse_no_name(words["name"])
    number = rules.tidy_identity(words.get("identity_number", ""))
    rules.tidy_phone(words.get("phone", ""))
    if number and any(
        line.by == "identity" and line.person.id != row.person_id
        for line in queries.likely(identity_number=number)
    ):
        raise _wrong(
            "already_known",
            mark("这个身份证号或账号已经登记给另一个人。"),
            "identity_number",
            mark("请核对号码；确为同一人时，请申请合并两份记录。"),
        )


def _transfer(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    _refuse_absent(row)
    other = bodies.get(row.other_id) if row.other_id else None
    if other is None or other.id == row.body_id or row.roll not in playbook.rolls_for(other.kind):
        raise _wrong(
            "transfer_where", mark("没有选出可以转入的组织。"), "other", mark("请选择另一个村的同类组织。")
        )


def _guardian(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    rules.refuse_same_record(row.person_id, row.other_person_id)
    queries.person(row.other_person_id or 0)
    kind = row.payload.get("capacity")
    if kind not in (CapacityKind.MINOR, CapacityKind.LIMITED):
        raise _wrong("no_capacity", mark("没有选择监护的原因。"), "capacity", mark("请选择一项。"))
    if kind == CapacityKind.MINOR and queries.standing(row.person_id, row.effective_on) == "full":
        raise _wrong("of_age", mark("这个人那天已经成年。"), "effective_on", mark("请核对日期和人员。"))


def _own_living(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    age = rules.age_on(person.birth_date, row.effective_on) if person.birth_date else None
    if age is None or not 16 <= age < 18:
        raise _wrong(
            "not_sixteen",
            mark("只有已满十六周岁、不满十八周岁的人可以这样登记。"),
            "effective_on",
            mark("请核对出生日期；没有登记出生日期的，请先更正。"),
        )


def _represent(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    _refuse_absent(row)
    check_households(row)


def check_households(row: ChangeRequest) -> list[int]:
    """The households a representative shall stand for: of the village, and as many as the playbook allows."""
    ids = sorted({int(id) for id in row.payload.get("households", ())})
    rule = playbook.roll_kind(row.roll).households
    if rule is None:
        raise _wrong("no_households_here", mark("这种名册不联系农户。"), "roll", mark("请核对名册。"))
    rules.refuse_outside_bounds(len(ids), rule.least, rule.most)
    village = bodies.village_of(row.body_id)
    known = Household.objects.filter(pk__in=ids, until=None, home_id=village.id if village else 0).count()
    if known != len(ids):
        raise _wrong(
            "households_elsewhere", mark("所选的农户不都是本村现有的户。"), "households", mark("请重新选择。")
        )
    taken = queries.represented(row.body_id, row.roll, clock.today())
    if any(set(ids) & set(held) for other, held in taken.items() if other != row.person_id):
        raise _wrong(
            "household_taken",
            mark("所选的农户中有的已由另一名代表联系。"),
            "households",
            mark("请先调整另一名代表联系的农户。"),
        )
    return ids


def _merge(actor: Actor, row: ChangeRequest, person: queries.PersonRecord) -> None:
    rules.refuse_same_record(row.person_id, row.other_person_id)
    kept = queries.record(row.other_person_id or 0)
    require(actor, "people.ask_change", kept.home_id)
    if kept.merged_into_id is not None:
        raise _wrong(
            "is_merged", mark("这份记录已经并入另一份。"), "other_person", mark("请选择保留的那份记录。")
        )
    if kept.home_id not in (row.body_id, row.other_id):
        raise _wrong("merge_where", mark("请核对保留记录所在的村。"), "other_person", mark("请重新选择。"))


Check = Callable[[Actor, ChangeRequest, queries.PersonRecord], None]
_CHECKS: Mapping[str, Check] = {
    "add": _add,
    "strike": _strike,
    "death": _death,
    "transfer": _transfer,
    "guardian": _guardian,
    "own_living": _own_living,
    "represent": _represent,
    "merge": _merge,
}
